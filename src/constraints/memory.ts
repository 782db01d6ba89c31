import { checkObject } from "../internal/check.js";
import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import type { Constraint } from "./constraint.js";

/**
 * Memory: what a replica needs, bytes, against what its S GPUs hold.
 *
 * $$ K(S, B) \le M(S) $$
 *
 * @param performance - the model that counts both sides.
 * @returns the constraint `memory`.
 * @example
 * ```ts
 * import { classicModel, memoryConstraint } from "infrascale";
 *
 * memoryConstraint(classicModel()).unit; // => "bytes"
 * ```
 */
export function memoryConstraint(performance: PerformanceModel): Constraint {
  checkedPerformance(performance);
  return {
    name: "memory",
    unit: "bytes",
    withMoreReplicas: "easier",
    evaluate: (decision, scenario) => {
      const memory = performance.memory(decision, scenario);
      checkObject(memory, "performance.memory");
      return { demand: memory.demandBytes, limit: memory.limitBytes };
    },
  };
}
