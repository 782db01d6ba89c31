import type { Observation } from "../../measurements/observation.js";
import { outputRateOf, requestSecondsOf, shown } from "./quantities.js";
import type { Check, Warning } from "./sweep.js";

/** Runs that end with requests in flight are off by up to 7 %. */
const TOLERANCE = 0.1;

/**
 * Little's law, $C = X \bar R$: requests in flight, requests/s and the mean time of a request of a closed loop. Below one,
 * the client did not keep up the concurrency that it states.
 *
 * Source: Little, Operations Research 9 (1961), 383-387.
 */
export const checkLittlesLaw: Check = (observations) => observations.flatMap(violation);

function violation(observation: Observation, index: number): readonly Warning[] {
  const { concurrency, arrivals, statistic, derived, outputTokens } = observation;
  const outputRate = outputRateOf(observation);
  const requestSeconds = requestSecondsOf(observation);
  if (
    concurrency === null ||
    derived.includes("concurrency") ||
    arrivals !== "sustained" ||
    statistic !== "mean" ||
    outputRate === undefined ||
    requestSeconds === undefined
  )
    return [];
  const inFlight = (observation.requestsPerSecond ?? outputRate / outputTokens) * requestSeconds;
  const ratio = inFlight / concurrency;
  if (Math.abs(ratio - 1) <= TOLERANCE) return [];
  return [
    {
      code: "littles-law",
      message: `${shown(concurrency)} requests in flight are stated, but their rate and time give ${shown(inFlight)}`,
      evidence: { statedConcurrency: concurrency, impliedConcurrency: inFlight, ratio },
      observations: [index],
    },
  ];
}
