import { shown } from "./quantities.js";
import type { Check } from "./sweep.js";

/** Requests for each one in flight, below which the start and the end of a run weigh more than a tenth each. */
const FEWEST_ROUNDS = 5;

/** Closed loops that ended before they were steady: the first requests meet an empty engine, the last ones an emptying one. */
export const checkShortRun: Check = (observations) =>
  observations.flatMap(({ arrivals, completed, concurrency }, index) =>
    arrivals !== "sustained" ||
    completed === undefined ||
    concurrency === null ||
    completed >= FEWEST_ROUNDS * concurrency
      ? []
      : [
          {
            code: "short-run",
            message: `${shown(completed)} requests for ${shown(concurrency)} in flight: ${FEWEST_ROUNDS} times as many make a run steady`,
            evidence: { completed, concurrency },
            observations: [index],
          },
        ],
  );
