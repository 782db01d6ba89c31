import { checkDecision, type Decision } from "../performance/decision.js";
import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import { checkScenario, type Scenario } from "../deployment/scenario.js";
import { checkComputed, checkPositive } from "../internal/check.js";
import type { Constraint } from "./constraint.js";
import { requestsGiven, waitingOf } from "./requests-in-flight.js";

/**
 * Seconds until the first token of a request, waiting for a slot included.
 *
 * $$ \mathrm{TTFT} + \max(0, Q - 1)\, T $$
 *
 * T is the time for which a batch holds its slots: in a sustained closed loop of Q k requests on k slots, Little's law
 * gives a wait of (Q - 1) T. Where requests come by themselves, or from users who think, it is the mean time to the first
 * token under random arrivals; infinite when more come than can be answered.
 *
 * @param performance - the model that predicts both times.
 * @param decision - what is bought and how it is run.
 * @param scenario - what is given.
 * @returns seconds.
 */
export function waitSeconds(performance: PerformanceModel, decision: Decision, scenario: Scenario): number {
  checkedPerformance(performance);
  const waiting = waitingOf(performance, decision, scenario);
  if (waiting !== null || requestsGiven(checkScenario(scenario)) === null) {
    return waiting?.stable === true ? waiting.ttftSeconds.mean : Number.POSITIVE_INFINITY;
  }
  const excess = Math.max(0, checkDecision(decision).queueRatio - 1);
  const queueing =
    excess === 0
      ? 0
      : excess * checkComputed(performance.secondsPerBatch(decision, scenario), "performance.secondsPerBatch");
  return (
    checkComputed(performance.secondsToFirstToken(decision, scenario), "performance.secondsToFirstToken") + queueing
  );
}

/**
 * Wait: seconds until the first token, against the longest that users accept.
 *
 * @param performance - the model that predicts the times.
 * @param longestSeconds - the longest acceptable wait, seconds, > 0.
 * @returns the constraint `wait`.
 * @example
 * ```ts
 * import { classicModel, waitConstraint } from "infrascale";
 *
 * waitConstraint(classicModel(), 2).unit; // => "s"
 * ```
 */
export function waitConstraint(performance: PerformanceModel, longestSeconds: number): Constraint {
  checkedPerformance(performance);
  const limit = checkPositive(longestSeconds, "longestSeconds");
  return {
    name: "wait",
    unit: "s",
    withMoreReplicas: "easier",
    easierWithSmallerBatches: false,
    evaluate: (decision, scenario) => ({ demand: waitSeconds(performance, decision, scenario), limit }),
  };
}
