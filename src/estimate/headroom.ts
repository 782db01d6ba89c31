import { largestWhere } from "../internal/bisect.js";
import { remembered } from "../internal/remembered.js";
import type { Decision } from "../performance/decision.js";
import { MOST_REQUESTS } from "../workload/limits.js";
import { loadOf, scaledLoad } from "../workload/scaled-load.js";
import { branchOf, decideOn, holdsAll, type Problem } from "./problem.js";

/** Of decisions that cost the same, the one to take. */
export interface Headroom {
  readonly decision: Decision;
  /** Largest factor on the load at which every constraint still holds, to three digits; null where the load has none up to a thousand. */
  readonly factor: number | null;
}

/** Steps of three digits: 1, 1.01, ... 9.99, 10, 10.1, ... */
const STEPS_PER_DECADE = 900;
const MOST_STEPS = 3 * STEPS_PER_DECADE;
const factorAt = (step: number): number => (1 + (step % STEPS_PER_DECADE) / 100) * 10 ** Math.floor(step / STEPS_PER_DECADE);

/**
 * Of decisions that hold and cost the same the one with the most headroom: the largest factor on users, rate or requests at which every
 * constraint still holds, compared to three digits; of equals that with the smallest replicas, and then with the largest batch limit. Where
 * nothing limits the load, or nothing is promised of a constraint, the smallest of their largest ratios of demand to limit counts.
 *
 * @param problem - the sizing problem.
 * @param decisions - at least one; each holds.
 * @returns the decision, and its headroom.
 */
export function mostHeadroom(problem: Problem, decisions: readonly Decision[]): Headroom {
  const { constraints, scenario } = problem;
  const ordered = [...decisions].sort((one, other) => one.gpusPerReplica - other.gpusPerReplica || other.batchExponent - one.batchExponent);
  const most = Math.min(MOST_STEPS, Math.floor((MOST_REQUESTS / loadOf(scenario.workload) - 1) * 100));
  const under = remembered((step: number): Problem => ({ ...problem, scenario: { ...scenario, workload: scaledLoad(scenario.workload, factorAt(step)) } }));
  const holdsAt = (decision: Decision, step: number): boolean => holdsAll(constraints, decideOn(under(step), branchOf(decision), decision.replicas), under(step).scenario);
  const hasLoad = constraints.every(({ withMoreReplicas = "unknown" }) => withMoreReplicas !== "unknown");

  let best = ordered[0] as Decision;
  let steps = 0;
  for (const decision of hasLoad ? ordered : []) {
    if (decision !== best && (steps >= most || !holdsAt(decision, steps + 1))) continue;
    best = decision;
    steps = Math.max(steps, largestWhere((step) => holdsAt(decision, step), most, steps + 1));
  }
  if (hasLoad && steps < most) return { decision: best, factor: factorAt(steps) };
  const tightest = (decision: Decision): number => Math.max(...constraints.map((constraint) => ratioOf(constraint.evaluate(decision, scenario))));
  return { decision: ordered.reduce((least, decision) => (tightest(decision) < tightest(least) ? decision : least)), factor: null };
}

const ratioOf = ({ demand, limit }: { readonly demand: number; readonly limit: number }): number => (demand === limit ? 1 : demand / limit);
