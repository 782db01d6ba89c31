import type { Observation } from "../../measurements/observation.js";
import type { TestedPlan } from "./check-launch-plan.js";

/** The load of a test beside the one that was planned for as many replicas. */
export interface LoadCheck {
  /** In what it is counted: requests always in flight, or arrivals. */
  readonly unit: "requests in flight" | "requests/s";
  /** Planned for the replicas that were tested. */
  readonly planned: number;
  /** Of the test; null where its result does not say. */
  readonly tested: number | null;
}

/**
 * The load of a test, counted as it was sent: arrivals at a rate by the rate that was asked, else served; all else by the requests in flight.
 *
 * @param observation - of a load test.
 * @param plan - what was planned.
 * @param replicas - that were tested.
 * @returns planned and tested load.
 */
export function testedLoad(
  { arrivals, offeredPerSecond, requestsPerSecond, concurrency }: Observation,
  { loadTest, replicas: bought, spareReplicas }: TestedPlan,
  replicas: number,
): LoadCheck {
  // Targets hold with the spare replicas down.
  const share = Math.min(1, replicas / (bought - spareReplicas));
  return arrivals === "open"
    ? {
        unit: "requests/s",
        planned: share * loadTest.requestsPerSecond,
        tested: offeredPerSecond ?? requestsPerSecond ?? null,
      }
    : { unit: "requests in flight", planned: share * loadTest.requestsInFlight, tested: concurrency };
}
