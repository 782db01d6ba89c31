import { evaluateConstraint, type ConstraintResult } from "../constraints/constraint.js";
import type { Decision } from "../performance/decision.js";
import { branchesOf, decideOn, fits, type Problem } from "./problem.js";

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
 *
 * @param problem - the sizing problem.
 * @param gpusPerReplica - S.
 * @param replicas - N.
 * @returns the decision and its constraints; of those that fit the GPUs, where any does.
 */
export function closest(problem: Problem, gpusPerReplica: number, replicas: number): ClosestDecision {
  const fitting = branchesOf(problem, gpusPerReplica).filter((branch) => fits(problem, branch));
  let best: ClosestDecision | undefined;
  for (const branch of fitting.length > 0 ? fitting : branchesOf(problem, gpusPerReplica)) {
    const decision = decideOn(problem, branch, replicas);
    const results = evaluateUpTo(problem, decision, best?.violations ?? Number.POSITIVE_INFINITY);
    if (results === null) continue;
    const candidate = {
      decision,
      results,
      violations: results.filter(({ satisfied }) => !satisfied).length,
      worstMargin: Math.min(...results.map(({ margin }) => margin)),
    };
    if (best === undefined || isCloser(candidate, best)) best = candidate;
  }
  return best as ClosestDecision;
}

/** Every constraint at a decision; null as soon as more than so many are violated. */
function evaluateUpTo(
  { constraints, scenario }: Problem,
  decision: Decision,
  mostViolations: number,
): readonly ConstraintResult[] | null {
  const results: ConstraintResult[] = [];
  let violations = 0;
  for (const constraint of constraints) {
    const result = evaluateConstraint(constraint, decision, scenario);
    if (!result.satisfied) violations += 1;
    if (violations > mostViolations) return null;
    results.push(result);
  }
  return results;
}

/** True when one decision comes closer to holding than another. */
export const isCloser = (one: ClosestDecision, other: ClosestDecision): boolean =>
  one.violations === other.violations ? one.worstMargin > other.worstMargin : one.violations < other.violations;
