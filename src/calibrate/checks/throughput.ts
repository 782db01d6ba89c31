import type { Observation } from "../../measurements/observation.js";
import { shown } from "./quantities.js";
import type { Check, Warning } from "./sweep.js";

/** Rounding of published figures stays below; a warm-up counted in one figure and not in the other does not. */
const TOLERANCE = 0.02;

/**
 * Throughput against what it is made of:
 *
 * $$\text{output tokens/s} = \frac{\text{completed} \times \text{output tokens}}{\text{duration}}$$
 */
export const checkThroughput: Check = (observations) => observations.flatMap(contradiction);

function contradiction(observation: Observation, index: number): readonly Warning[] {
  const { outputTokensPerSecond: stated, derived } = observation;
  const implied = impliedRate(observation);
  if (stated === undefined || implied === undefined || derived.includes("outputTokens")) return [];
  const ratio = stated / implied;
  if (Math.abs(ratio - 1) <= TOLERANCE) return [];
  return [
    {
      code: "throughput-contradicts-itself",
      message: `${shown(stated)} output tokens/s are stated, but requests, lengths and duration give ${shown(implied)}`,
      evidence: { statedTokensPerSecond: stated, impliedTokensPerSecond: implied, ratio },
      observations: [index],
    },
  ];
}

function impliedRate({ completed, durationSeconds, requestsPerSecond, outputTokens }: Observation): number | undefined {
  if (completed !== undefined && durationSeconds !== undefined) return (completed * outputTokens) / durationSeconds;
  return requestsPerSecond === undefined ? undefined : requestsPerSecond * outputTokens;
}
