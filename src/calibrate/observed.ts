import { InfrascaleError } from "../errors.js";
import { checkNonNegative, checkPositive } from "../internal/check.js";
import type { Measured } from "./calibration-point.js";
import type { Observation } from "../measurements/observation.js";
import { loadTestRule } from "../rules/load-test.js";

/** Above this share the requests that ended are not a fair sample. */
const MOST_FAILED = 0.01;

/** Share of an offered rate below which requests queue as long as they come: the wait then says how long that was. */
const LEAST_SERVED = 0.9;

/**
 * What an observation measured that says something of its own: times per token and to the first token; where one of them is
 * missing the time of whole requests, or else the rate, which under open arrivals is only that of the arrivals. Of arrivals that
 * were not served as they came only the time per token counts.
 *
 * @param observation - one point of a load test.
 * @returns quantities, each > 0, at least one.
 * @throws {@link InfrascaleError} `out-of-range` or `invalid-type` when nothing was measured, or requests failed.
 */
export function observedQuantities(observation: Observation): Measured {
  const {
    ttftSeconds,
    tpotSeconds,
    requestSeconds,
    requestsPerSecond,
    outputTokens,
    failedFraction = 0,
    arrivals,
  } = observation;
  if (checkNonNegative(failedFraction, "failedFraction") > MOST_FAILED)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "failedFraction",
      ...loadTestRule("few-failures", { most: MOST_FAILED }),
      value: failedFraction,
    });
  const measured: { -readonly [Quantity in keyof Measured]: number } = {};
  if (tpotSeconds !== undefined) measured.tpotSeconds = checkPositive(tpotSeconds, "tpotSeconds");
  if (
    arrivals === "open" &&
    requestsPerSecond !== undefined &&
    requestsPerSecond < LEAST_SERVED * (observation.offeredPerSecond ?? 0)
  )
    return atLeastOne(measured);
  if (ttftSeconds !== undefined) measured.ttftSeconds = checkPositive(ttftSeconds, "ttftSeconds");
  if (tpotSeconds !== undefined && ttftSeconds !== undefined) return measured;
  const rate =
    observation.outputTokensPerSecond ??
    (requestsPerSecond === undefined ? undefined : requestsPerSecond * outputTokens);
  if (requestSeconds !== undefined) measured.requestSeconds = checkPositive(requestSeconds, "requestSeconds");
  else if (rate !== undefined && arrivals !== "open")
    measured.outputTokensPerSecond = checkPositive(rate, "outputTokensPerSecond");
  return atLeastOne(measured);
}

function atLeastOne(measured: Measured): Measured {
  if (Object.keys(measured).length === 0)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "tpotSeconds",
      ...loadTestRule("something-measured"),
      value: undefined,
    });
  return measured;
}
