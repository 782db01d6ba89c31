import type { Constraint } from "../constraints/constraint.js";
import { largestWhere, smallestWhere } from "../internal/bisect.js";
import { stopIfAsked } from "../internal/follow.js";
import type { Decision } from "../performance/decision.js";
import {
  branchesOf,
  costOf,
  decideOn,
  failsForSlots,
  fits,
  guessOf,
  holdsAll,
  replicasWithin,
  type Branch,
  type Problem,
} from "./problem.js";
import type { Purchase } from "./objective.js";
import type { SearchDoubt } from "./search-doubt.js";

/** Decisions tried one by one where a constraint promises nothing about more replicas: shared among the branches that are left. */
const ENUMERATION_LIMIT = 20_000;

/** The outcome of the search over integers. */
export interface IntegerMinimum {
  /** The cheapest feasible decisions: of each size, split and batch limit the one with fewest replicas; none where nothing is feasible. */
  readonly decisions: readonly Decision[];
  /** True when no cheaper integer decision of the search space is feasible. */
  readonly certified: boolean;
  /** Why the minimum is not certified; null when it is. */
  readonly doubt: SearchDoubt | null;
  /** Decisions evaluated. */
  readonly evaluations: number;
}

/**
 * The proven cheapest integer decisions, all of equal cost.
 *
 * For each size, split and batch limit, constraints that more replicas never worsen hold from some N on, which bisection finds; the cheapest
 * candidate is there, unless a constraint that promises less forbids it. Branches whose dearest member that costs no more than the best so far
 * does not hold are done with one evaluation.
 *
 * @param problem - the sizing problem.
 * @param hint - a purchase near the minimum: saves work, never changes the answer.
 * @param cheaperThan - where only one of the cheapest is wanted, and only if it costs less: the others are not looked for then.
 * @returns the minimum, and whether it is proven.
 */
export function searchIntegers(problem: Problem, hint: Purchase | null, cheaperThan?: number): IntegerMinimum {
  const { scenario, constraints, ownConstraints, space } = problem;
  const promising = (promise: Constraint["withMoreReplicas"]): readonly Constraint[] =>
    constraints.filter(({ withMoreReplicas = "unknown" }) => withMoreReplicas === promise);
  const [easier, harder, unknown] = [promising("easier"), promising("harder"), promising("unknown")];
  let evaluations = 0;
  let cost = cheaperThan ?? Number.POSITIVE_INFINITY;
  let best: Decision[] = [];
  const abandoned: Decision[] = [];
  let tried = 0;
  let branchesLeft = space.gpusPerReplica.reduce(
    (count, gpusPerReplica) => count + branchesOf(problem, gpusPerReplica).length,
    0,
  );
  /** Names of what was seen to break its promise about more replicas. */
  const broken = new Set<string>();

  const at = (branch: Branch, replicas: number): Decision => decideOn(problem, branch, replicas);
  const holds = (list: readonly Constraint[], decision: Decision): boolean => {
    evaluations += 1;
    return holdsAll(list, decision, scenario);
  };

  const isAffordable = (price: number): boolean => price < cost || (price === cost && cheaperThan === undefined);

  /** Largest N of the branch that is affordable beside the best decision so far; 0 when none is. */
  function affordable(branch: Branch): number {
    const most = replicasWithin(problem, branch.gpusPerReplica);
    const near = best[0] ?? hint;
    if (cost === Number.POSITIVE_INFINITY || near === null) return most;
    return largestWhere(
      (replicas) => isAffordable(costOf(problem, { ...branch, replicas })),
      most,
      Math.floor((near.gpusPerReplica * near.replicas) / branch.gpusPerReplica),
    );
  }

  /** Smallest N up to `most` at which the well-behaved constraints hold; null when there is none. */
  function smallestFeasible(branch: Branch, most: number): number | null {
    const feasible = (replicas: number): boolean => holds(easier, at(branch, replicas));
    if (!feasible(most)) return null;
    return smallestWhere(
      feasible,
      0,
      most,
      cost < Number.POSITIVE_INFINITY ? most - 1 : Math.min(most, hint?.replicas ?? guessOf(problem, branch)),
    );
  }

  /** Looks for broken promises between N and more replicas of a branch. */
  function compare(list: readonly Constraint[], branch: Branch, few: number, many: number): void {
    if (costOf(problem, { ...branch, replicas: many }) < costOf(problem, { ...branch, replicas: few }))
      broken.add(problem.objective.name);
    if (list.length === 0) return;
    const [from, to] = [at(branch, few), at(branch, many)];
    for (const constraint of list) {
      const promise = constraint.withMoreReplicas;
      const [before, after] = [holdsAll([constraint], from, scenario), holdsAll([constraint], to, scenario)];
      if ((promise === "easier" && before && !after) || (promise === "harder" && !before && after))
        broken.add(constraint.name);
    }
  }

  function accept(decision: Decision): void {
    const price = costOf(problem, decision);
    if (!isAffordable(price)) return;
    if (price < cost) best = [];
    best.push(decision);
    cost = price;
  }

  /** Looks at a branch. False when those of its size and split with smaller batch limits have nothing to offer. */
  function consider(branch: Branch): boolean {
    stopIfAsked(problem.signal);
    branchesLeft -= 1;
    if (!fits(problem, branch)) return true;
    const most = affordable(branch);
    if (most < 1) return true;
    const first = smallestFeasible(branch, most);
    compare(ownConstraints, branch, 1, first ?? most);
    if (first === null) return !failsForSlots(problem, at(branch, most));
    compare(ownConstraints, branch, first, replicasWithin(problem, branch.gpusPerReplica));
    const last =
      unknown.length === 0
        ? first
        : Math.min(most, first + Math.ceil((ENUMERATION_LIMIT - tried) / Math.max(1, branchesLeft)));
    for (let replicas = first; replicas <= last; replicas += 1) {
      tried += 1;
      const decision = at(branch, replicas);
      if (!holds(harder, decision)) return true;
      if (unknown.length > 0 && !holds(unknown, decision)) continue;
      accept(decision);
      return true;
    }
    if (unknown.length > 0 && last < most) abandoned.push(at(branch, last + 1));
    return true;
  }

  const isHinted = ({ gpusPerReplica, batchExponent, split }: Branch): boolean =>
    hint !== null &&
    gpusPerReplica === hint.gpusPerReplica &&
    batchExponent === hint.batchExponent &&
    (hint.split === undefined || split === hint.split);
  if (hint !== null) branchesOf(problem, hint.gpusPerReplica).filter(isHinted).forEach(consider);
  for (const gpusPerReplica of space.gpusPerReplica)
    for (const split of space.splits(gpusPerReplica))
      branchesOf(problem, gpusPerReplica, [split]).every((branch) => isHinted(branch) || consider(branch));
  // A model of the caller's own may break what the constraints on it promise: looked at where the answer is.
  const [answer] = best;
  if (answer !== undefined && cheaperThan === undefined)
    compare(easier, answer, answer.replicas, replicasWithin(problem, answer.gpusPerReplica));

  const open = abandoned.some((decision) => costOf(problem, decision) < cost);
  return {
    decisions: best,
    certified: !open && broken.size === 0,
    doubt:
      broken.size > 0
        ? { code: "broken-promise", values: { names: [...broken] } }
        : open
          ? { code: "not-all-tried", values: { names: unknown.map(({ name }) => name), tried: ENUMERATION_LIMIT } }
          : null,
    evaluations,
  };
}
