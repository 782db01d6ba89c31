import type { PerformanceModel } from "../performance/performance-model.js";
import type { Targets } from "../workload/workload.js";
import { capacityConstraint } from "./capacity.js";
import type { Constraint } from "./constraint.js";
import { memoryConstraint } from "./memory.js";
import { throughputConstraint } from "./throughput.js";
import { waitConstraint } from "./wait.js";

/**
 * The four constraints of the sizing problem; throughput and wait only where a target asks for them.
 *
 * @param performance - the model they stand on.
 * @param targets - what has to hold.
 * @returns memory, throughput, capacity, wait, in this order.
 */
export function standardConstraints(performance: PerformanceModel, targets: Targets): readonly Constraint[] {
  const constraints = [memoryConstraint(performance)];
  if (targets.tokensPerSecond !== undefined) constraints.push(throughputConstraint(performance, targets.tokensPerSecond));
  constraints.push(capacityConstraint(performance));
  if (targets.waitSeconds !== undefined) constraints.push(waitConstraint(performance, targets.waitSeconds));
  return constraints;
}
