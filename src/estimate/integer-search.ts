import type { Constraint } from "../constraints/constraint.js";
import { largestWhere, smallestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import { costOf, decideWithSlots, holdsAll, replicasWithin, slotsOf, type Problem } from "./problem.js";
import type { Purchase } from "./objective.js";

/** Replicas tried one by one, for each S and B, where a constraint promises nothing about more of them. */
const ENUMERATION_LIMIT = 20_000;

/** The outcome of the search over integers. */
export interface IntegerMinimum {
  /** The cheapest feasible decision; null when there is none. */
  readonly decision: Decision | null;
  /** True when no cheaper integer decision of the search space is feasible. */
  readonly certified: boolean;
  /** Why the minimum is not certified; null when it is. */
  readonly reason: string | null;
  /** Decisions evaluated. */
  readonly evaluations: number;
}

interface Incumbent {
  readonly decision: Decision;
  readonly value: number;
}

/** One S and B, and the slots that a replica has there. */
interface Branch {
  readonly gpusPerReplica: number;
  readonly batchExponent: number;
  readonly slots: number;
}

/**
 * The proven cheapest integer decision.
 *
 * For each S and B, constraints that more replicas never worsen hold from some N on, which bisection finds; the
 * cheapest candidate is there, unless a constraint that promises less forbids it. Branches whose cheapest possible
 * member cannot beat the best decision so far cost one evaluation. Ties go to the smaller S, then to the smaller B.
 *
 * @param problem - the sizing problem.
 * @param hint - a purchase near the minimum: saves work, never changes the answer.
 * @returns the minimum, and whether it is proven.
 */
export function searchIntegers(problem: Problem, hint: Purchase | null): IntegerMinimum {
  const { scenario, constraints, space } = problem;
  const easier = constraints.filter((constraint) => constraint.withMoreReplicas === "easier");
  const harder = constraints.filter((constraint) => constraint.withMoreReplicas === "harder");
  const unknown = constraints.filter((constraint) => (constraint.withMoreReplicas ?? "unknown") === "unknown");
  let evaluations = 0;
  let best: Incumbent | null = null;
  const abandoned: Decision[] = [];
  /** Names of what was seen to break its promise about more replicas. */
  const broken = new Set<string>();

  const branchOf = (gpusPerReplica: number, batchExponent: number): Branch => ({
    gpusPerReplica,
    batchExponent,
    slots: slotsOf(problem, gpusPerReplica, batchExponent),
  });
  const at = ({ gpusPerReplica, batchExponent, slots }: Branch, replicas: number): Decision => decideWithSlots(problem, { gpusPerReplica, replicas, batchExponent }, slots);
  const holds = (list: readonly Constraint[], decision: Decision): boolean => {
    evaluations += 1;
    return holdsAll(list, decision, scenario);
  };
  const value = (decision: Decision): number => costOf(problem, decision);

  /** Largest N of the branch that would replace the best decision so far; 0 when none would. */
  function winningReplicas(branch: Branch): number {
    const most = replicasWithin(problem, branch.gpusPerReplica);
    const incumbent = best;
    if (incumbent === null) return most;
    const wins = (replicas: number): boolean => {
      const difference = costOf(problem, { gpusPerReplica: branch.gpusPerReplica, replicas, batchExponent: branch.batchExponent }) - incumbent.value;
      return difference < 0 || (difference === 0 && precedes(branch, () => at(branch, replicas), incumbent.decision));
    };
    const { gpusPerReplica, replicas } = incumbent.decision;
    return largestWhere(wins, most, Math.floor((gpusPerReplica * replicas) / branch.gpusPerReplica));
  }

  /** Smallest N up to `most` at which the well-behaved constraints hold; null when there is none. */
  function smallestFeasible(branch: Branch, most: number): number | null {
    const feasible = (replicas: number): boolean => holds(easier, at(branch, replicas));
    if (!feasible(most)) return null;
    return smallestWhere(feasible, 0, most, best === null ? (hint?.replicas ?? 1) : most - 1);
  }

  /** Looks for broken promises between N and more replicas of a branch. */
  function compare(branch: Branch, few: number, many: number): void {
    const [from, to] = [at(branch, few), at(branch, many)];
    if (value(to) < value(from)) broken.add(problem.objective.name);
    for (const constraint of easier) if (holdsAll([constraint], from, scenario) && !holdsAll([constraint], to, scenario)) broken.add(constraint.name);
    for (const constraint of harder) if (!holdsAll([constraint], from, scenario) && holdsAll([constraint], to, scenario)) broken.add(constraint.name);
  }

  /** Memory asks for neither N nor Q: a replica that does not fit needs no look at its load. */
  const memory = constraints.filter(({ name }) => name === "memory");
  const fits = ({ gpusPerReplica, batchExponent }: Branch): boolean => holdsAll(memory, { gpusPerReplica, batchExponent, replicas: 1, queueRatio: 1 }, scenario);

  function consider(branch: Branch): void {
    if (!fits(branch)) return;
    const most = winningReplicas(branch);
    if (most < 1) return;
    const first = smallestFeasible(branch, most);
    compare(branch, 1, first ?? most);
    if (first === null) return;
    compare(branch, first, replicasWithin(problem, branch.gpusPerReplica));
    const last = unknown.length === 0 ? first : Math.min(most, first + ENUMERATION_LIMIT);
    for (let replicas = first; replicas <= last; replicas += 1) {
      const decision = at(branch, replicas);
      if (!holds(harder, decision)) return;
      if (unknown.length > 0 && !holds(unknown, decision)) continue;
      best = { decision, value: value(decision) };
      return;
    }
    if (unknown.length > 0 && last < most) abandoned.push(at(branch, last + 1));
  }

  if (hint !== null) consider(branchOf(hint.gpusPerReplica, hint.batchExponent));
  for (const gpusPerReplica of space.gpusPerReplica)
    for (let batchExponent = space.batchExponent[0]; batchExponent <= space.batchExponent[1]; batchExponent += 1)
      consider(branchOf(gpusPerReplica, batchExponent));

  const found = best as Incumbent | null;
  const open = abandoned.some((decision) => found === null || value(decision) < found.value);
  return {
    decision: found?.decision ?? null,
    certified: !open && broken.size === 0,
    reason: broken.size > 0
      ? `${[...broken].join(", ")}: with more replicas it does not change as it promises, so that nothing is proven`
      : open
      ? `${unknown.map(({ name }) => name).join(", ")}: nothing is promised about more replicas, and only ${ENUMERATION_LIMIT} were tried one by one; declare withMoreReplicas, or set search.maxGpus`
      : null,
    evaluations,
  };
}

/** Ties: smaller S, then smaller B, then the shorter queue, which waits less. */
function precedes({ gpusPerReplica, batchExponent }: Branch, decide: () => Decision, other: Decision): boolean {
  if (gpusPerReplica !== other.gpusPerReplica) return gpusPerReplica < other.gpusPerReplica;
  if (batchExponent !== other.batchExponent) return batchExponent < other.batchExponent;
  return decide().queueRatio < other.queueRatio;
}
