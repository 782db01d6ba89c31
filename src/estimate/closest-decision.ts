import { evaluateConstraint, type ConstraintResult } from "../constraints/constraint.js";
import type { Decision } from "../performance/decision.js";
import { branchesOf, decideOn, failsForSlots, fits, type Problem } from "./problem.js";

/** A decision, and how close it comes to holding. */
export interface ClosestDecision {
  readonly decision: Decision;
  readonly results: readonly ConstraintResult[];
  /** Constraints that it violates. */
  readonly violations: number;
  /** Smallest margin; negative when a constraint is violated. */
  readonly worstMargin: number;
}

/**
 * The split and the batch limit at which S x N comes closest to holding: the fewest violated constraints, then the smallest worst violation.
 * Batch limits of a split are tried from the largest down, and no further once smaller ones violate the same more and more.
 *
 * @param problem - the sizing problem.
 * @param gpusPerReplica - S.
 * @param replicas - N.
 * @returns the decision and its constraints; of those that fit the GPUs, where any does.
 */
export function closest(problem: Problem, gpusPerReplica: number, replicas: number): ClosestDecision {
  const { space } = problem;
  const isFitting = branchesOf(problem, gpusPerReplica).some((branch) => fits(problem, branch));
  let best: ClosestDecision | undefined;
  for (const split of space.splits(gpusPerReplica)) {
    let previous: ClosestDecision | null = null;
    for (const branch of branchesOf(problem, gpusPerReplica, [split])) {
      if (isFitting && !fits(problem, branch)) continue;
      const decision = decideOn(problem, branch, replicas);
      const candidate = closeness(problem, decision, best?.violations ?? Number.POSITIVE_INFINITY);
      const isBest = candidate !== null && (best === undefined || isCloser(candidate, best));
      const isWorse = candidate !== null && previous !== null && isCloser(previous, candidate);
      if (isBest) best = candidate;
      else if (isWorse && best?.violations === 1 && failsForSlots(problem, decision)) break;
      previous = candidate;
    }
  }
  return best as ClosestDecision;
}

/** How close a decision comes; null as soon as more than so many constraints are violated. */
function closeness(
  { constraints, scenario }: Problem,
  decision: Decision,
  mostViolations: number,
): ClosestDecision | null {
  const results: ConstraintResult[] = [];
  let violations = 0;
  for (const constraint of constraints) {
    const result = evaluateConstraint(constraint, decision, scenario);
    if (!result.satisfied) violations += 1;
    if (violations > mostViolations) return null;
    results.push(result);
  }
  return { decision, results, violations, worstMargin: Math.min(...results.map(({ margin }) => margin)) };
}

/** True when one decision comes closer to holding than another. */
export const isCloser = (one: ClosestDecision, other: ClosestDecision): boolean =>
  one.violations === other.violations ? one.worstMargin > other.worstMargin : one.violations < other.violations;
