import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import { checkOneOf, checkPositive } from "../internal/check.js";
import { limitName, STATISTICS, TARGETS, targetNames, type Statistic, type TimeTargets } from "../workload/targets.js";
import type { Constraint } from "./constraint.js";

/**
 * A time of requests: its mean or a percentile, against the longest that is accepted.
 *
 * @param performance - a model that knows waiting.
 * @param target - `ttft`, `tpot` or `e2e`: which time.
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
export function timeConstraint(
  performance: PerformanceModel,
  target: keyof TimeTargets,
  statistic: Statistic,
  longestSeconds: number,
): Constraint {
  checkedPerformance(performance);
  checkOneOf(statistic, "statistic", STATISTICS);
  checkPositive(longestSeconds, "longestSeconds");
  const { time } =
    TARGETS[
      checkOneOf(
        target,
        "target",
        targetNames().filter((name) => TARGETS[name].kind === "time"),
      )
    ];
  return {
    name: limitName({ target, statistic }),
    unit: "s",
    withMoreReplicas: "easier",
    easierWithSmallerBatches: time === "tpotSeconds",
    evaluate: (decision, scenario) => {
      const waiting = performance.waiting?.(decision, scenario);
      return {
        demand: waiting?.stable === true ? waiting[time][statistic] : Number.POSITIVE_INFINITY,
        limit: longestSeconds,
      };
    },
  };
}
