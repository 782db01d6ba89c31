import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import { checkOneOf, checkPositive } from "../internal/check.js";
import { STATISTICS } from "../workload/check-targets.js";
import type { Statistic } from "../workload/workload.js";
import type { Constraint } from "./constraint.js";

/**
 * A time of requests: its mean or a percentile, against the longest that is accepted.
 *
 * @param performance - a model that knows waiting.
 * @param quantity - to the first token, waiting included; or per output token after it.
 * @param statistic - which of all requests.
 * @param longestSeconds - the longest acceptable, seconds, > 0.
 * @returns the constraint `ttft p95`, for example.
 * @example
 * ```ts
 * import { engineModel, timeConstraint } from "infrascale";
 *
 * timeConstraint(engineModel("vllm"), "ttft", "p95", 2).name; // => "ttft p95"
 * ```
 */
export function timeConstraint(performance: PerformanceModel, quantity: "ttft" | "tpot", statistic: Statistic, longestSeconds: number): Constraint {
  checkedPerformance(performance);
  checkOneOf(statistic, "statistic", STATISTICS);
  checkPositive(longestSeconds, "longestSeconds");
  const key = checkOneOf(quantity, "quantity", ["ttft", "tpot"]) === "ttft" ? "ttftSeconds" : "tpotSeconds";
  return {
    name: `${quantity} ${statistic}`,
    unit: "s",
    withMoreReplicas: "easier",
    evaluate: (decision, scenario) => {
      const waiting = performance.waiting?.(decision, scenario);
      return { demand: waiting?.stable === true ? waiting[key][statistic] : Number.POSITIVE_INFINITY, limit: longestSeconds };
    },
  };
}
