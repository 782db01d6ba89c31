import { MOST_FAILURES, shown } from "./quantities.js";
import type { Check } from "./sweep.js";

/** Runs of which more than 1 % of the requests failed: the slow ones are cut off by a time limit, so the means are too good. */
export const checkFailures: Check = (observations) =>
  observations.flatMap(({ failedFraction = 0 }, index) =>
    failedFraction <= MOST_FAILURES
      ? []
      : [
          {
            code: "failures",
            message: `${shown(failedFraction)} of the requests failed: the times of the others are censored`,
            evidence: { failedFraction },
            observations: [index],
          },
        ],
  );
