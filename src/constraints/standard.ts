import type { PerformanceModel } from "../performance/performance-model.js";
import { checkTargets, targetStatistics } from "../workload/check-targets.js";
import type { Targets } from "../workload/workload.js";
import { capacityConstraint } from "./capacity.js";
import type { Constraint } from "./constraint.js";
import { memoryConstraint } from "./memory.js";
import { throughputConstraint } from "./throughput.js";
import { timeConstraint } from "./times.js";
import { utilisationConstraint } from "./utilisation.js";
import { waitConstraint } from "./wait.js";

/**
 * The constraints of the sizing problem: memory and capacity always, the others where something asks for them.
 *
 * @param performance - the model they stand on.
 * @param targets - what has to hold.
 * @param mostUtilisation - largest share of the capacity that may be used; null where nothing limits it.
 * @returns memory, throughput, capacity, wait, times by statistic, utilization, in this order.
 */
export function standardConstraints(performance: PerformanceModel, targets: Targets, mostUtilisation: number | null = null): readonly Constraint[] {
  checkTargets(targets);
  const constraints = [memoryConstraint(performance)];
  if (targets.tokensPerSecond !== undefined) constraints.push(throughputConstraint(performance, targets.tokensPerSecond));
  constraints.push(capacityConstraint(performance));
  if (targets.waitSeconds !== undefined) constraints.push(waitConstraint(performance, targets.waitSeconds));
  for (const quantity of ["ttft", "tpot"] as const)
    for (const [statistic, seconds] of targetStatistics(targets[quantity] ?? {})) constraints.push(timeConstraint(performance, quantity, statistic, seconds));
  if (mostUtilisation !== null) constraints.push(utilisationConstraint(performance, mostUtilisation));
  return constraints;
}
