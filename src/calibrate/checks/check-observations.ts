import { checkEach } from "../../internal/check.js";
import { checkObservation } from "../../measurements/check-observation.js";
import type { CalibrationWarning } from "../calibration-warning.js";
import type { Observation } from "../../measurements/observation.js";
import { checkBurst } from "./burst.js";
import { checkClientCap } from "./client-cap.js";
import { checkFailures } from "./failures.js";
import { checkFewConcurrencies } from "./few-concurrencies.js";
import { checkLittlesLaw } from "./littles-law.js";
import { checkShortRun } from "./short-run.js";
import { checkSlotLimit } from "./slot-limit.js";
import { sweepsOf, type Check } from "./sweep.js";
import { checkThroughputDrop } from "./throughput-drop.js";
import { checkThroughput } from "./throughput.js";

const CHECKS: readonly Check[] = [
  checkThroughput,
  checkLittlesLaw,
  checkFailures,
  checkBurst,
  checkSlotLimit,
  checkClientCap,
  checkThroughputDrop,
  checkFewConcurrencies,
  checkShortRun,
];

/**
 * What speaks against observations of load tests before anything is fitted to them: figures that contradict each other,
 * failures, bursts, limits of the client, runs that are too short. Nothing is dropped or repaired.
 *
 * @param observations - the observations, of one deployment or of several.
 * @returns the warnings, each with its evidence and the indices of the observations that it is about.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range` when it is no array of observations.
 * @example
 * ```ts
 * import { checkObservations, readLoadTest } from "infrascale/calibrate";
 *
 * const { observations } = readLoadTest("concurrency,outputTokens,tpotSeconds,completed\n64,200,0.02,100\n");
 * checkObservations(observations).map(({ code }) => code); // => ["few-concurrencies", "short-run"]
 * ```
 */
export function checkObservations(observations: readonly Observation[]): readonly CalibrationWarning[] {
  checkEach(observations, "observations", checkObservation);
  const sweeps = sweepsOf(observations);
  return CHECKS.flatMap((check) => check(observations, sweeps));
}
