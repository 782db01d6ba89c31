import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import { checkFraction } from "../internal/check.js";
import type { Constraint } from "./constraint.js";

/**
 * Utilisation: requests that are answered, against a share of those that the replicas could answer with every slot busy.
 *
 * $$ X \le \rho_{max}\, N X(k) $$
 *
 * Waits grow as $1 / (1 - \rho)$: a fleet close to its capacity meets its targets on paper, and not on the day after.
 *
 * @param performance - a model that knows waiting.
 * @param most - the share, in (0, 1]; 1 for what is merely stable.
 * @returns the constraint `utilisation`.
 * @example
 * ```ts
 * import { engineModel, utilisationConstraint } from "infrascale";
 *
 * utilisationConstraint(engineModel("vllm"), 0.85).unit; // => "requests/s"
 * ```
 */
export function utilisationConstraint(performance: PerformanceModel, most: number): Constraint {
  checkedPerformance(performance);
  checkFraction(most, "most");
  return {
    name: "utilisation",
    unit: "requests/s",
    withMoreReplicas: "easier",
    easierWithSmallerBatches: false,
    evaluate: (decision, scenario) => {
      const waiting = performance.waiting?.(decision, scenario);
      if (waiting === undefined) return { demand: 0, limit: 0 };
      return { demand: waiting.utilisation * waiting.capacityPerSecond, limit: most * waiting.capacityPerSecond };
    },
  };
}
