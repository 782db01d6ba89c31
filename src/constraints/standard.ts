import type { PerformanceModel } from "../performance/performance-model.js";
import { checkTargets } from "../workload/check-targets.js";
import {
  TARGETS,
  targetLimits,
  type TargetLimit,
  type TargetRule,
  type Targets,
  type TimeTargets,
} from "../workload/targets.js";
import { capacityConstraint } from "./capacity.js";
import type { Constraint } from "./constraint.js";
import { memoryConstraint } from "./memory.js";
import { throughputConstraint } from "./throughput.js";
import { timeConstraint } from "./times.js";
import { utilisationConstraint } from "./utilisation.js";
import { waitConstraint } from "./wait.js";

/** The constraint of a limit, by the kind of its target. */
const CONSTRAINTS: Readonly<
  Record<TargetRule["kind"], (performance: PerformanceModel, limit: TargetLimit) => Constraint>
> = {
  speed: (performance, { limit }) => throughputConstraint(performance, limit),
  wait: (performance, { limit }) => waitConstraint(performance, limit),
  time: (performance, { target, statistic, limit }) =>
    timeConstraint(performance, target as keyof TimeTargets, statistic, limit),
};

/**
 * The constraints of the sizing problem: memory and capacity always, the others where something asks for them.
 *
 * @param performance - the model they stand on.
 * @param targets - what has to hold.
 * @param mostUtilisation - largest share of the capacity that may be used; null where nothing limits it.
 * @returns memory, throughput, capacity, wait, times by statistic, utilization, in this order.
 */
export function standardConstraints(
  performance: PerformanceModel,
  targets: Targets,
  mostUtilisation: number | null = null,
): readonly Constraint[] {
  const limits = targetLimits(checkTargets(targets));
  const of = (kind: TargetRule["kind"]): readonly Constraint[] =>
    limits.filter(({ target }) => TARGETS[target].kind === kind).map((limit) => CONSTRAINTS[kind](performance, limit));
  const guard = mostUtilisation === null ? [] : [utilisationConstraint(performance, mostUtilisation)];
  return [
    memoryConstraint(performance),
    ...of("speed"),
    capacityConstraint(performance),
    ...of("wait"),
    ...of("time"),
    ...guard,
  ];
}
