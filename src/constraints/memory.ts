import type { PerformanceModel } from "../performance/performance-model.js";
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
export const memoryConstraint = (performance: PerformanceModel): Constraint => ({
  name: "memory",
  unit: "bytes",
  withMoreReplicas: "easier",
  evaluate: (decision, scenario) => {
    const { demandBytes, limitBytes } = performance.memory(decision, scenario);
    return { demand: demandBytes, limit: limitBytes };
  },
});
