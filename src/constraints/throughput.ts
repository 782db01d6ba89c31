import type { PerformanceModel } from "../performance/performance-model.js";
import type { Constraint } from "./constraint.js";

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
export const throughputConstraint = (performance: PerformanceModel, tokensPerSecond: number): Constraint => ({
  name: "throughput",
  unit: "tokens/s",
  withMoreReplicas: "easier",
  chosenSide: "demand",
  evaluate: (decision, scenario) => ({ demand: tokensPerSecond, limit: performance.requestTokensPerSecond(decision, scenario) }),
});
