import type { Decision } from "../performance/decision.js";
import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import { checkScenario, type Scenario } from "../deployment/scenario.js";
import { checkComputed, checkPositive } from "../internal/check.js";
import type { Constraint } from "./constraint.js";
import { requestsGiven, waitingOf } from "./requests-in-flight.js";

/**
 * Output tokens per second of one request over its whole time in the system, prefill and waiting included: mean answer over
 * mean time where requests come by themselves or from users who think; 0 when more come than can be answered.
 *
 * @param performance - the model that predicts the speed.
 * @param decision - what is bought and how it is run.
 * @param scenario - what is given.
 * @returns tokens per second.
 */
export const requestSpeed = (performance: PerformanceModel, decision: Decision, scenario: Scenario): number =>
  checkComputed(
    speedAt(checkedPerformance(performance), decision, checkScenario(scenario)),
    "performance.requestTokensPerSecond",
  );

function speedAt(performance: PerformanceModel, decision: Decision, scenario: Scenario): number {
  const waiting = waitingOf(performance, decision, scenario);
  if (waiting === null && requestsGiven(scenario) !== null)
    return performance.requestTokensPerSecond(decision, scenario);
  return waiting?.stable === true ? scenario.workload.outputTokens / waiting.e2eSeconds.mean : 0;
}

/**
 * Throughput: the output tokens per second that a request is promised over its whole time in the system, against what
 * it gets: one-GPU speed x f(S) x g(B,Q) x 1/Q in the words of the problem.
 *
 * @param performance - the model that predicts the speed.
 * @param tokensPerSecond - the promise, tokens per second, > 0.
 * @returns the constraint `throughput`.
 * @example
 * ```ts
 * import { classicModel, throughputConstraint } from "infrascale";
 *
 * throughputConstraint(classicModel(), 20).name; // => "throughput"
 * ```
 */
export function throughputConstraint(performance: PerformanceModel, tokensPerSecond: number): Constraint {
  checkedPerformance(performance);
  const demand = checkPositive(tokensPerSecond, "tokensPerSecond");
  return {
    name: "throughput",
    unit: "tokens/s",
    withMoreReplicas: "easier",
    easierWithSmallerBatches: false,
    chosenSide: "demand",
    evaluate: (decision, scenario) => ({ demand, limit: speedAt(performance, decision, scenario) }),
  };
}
