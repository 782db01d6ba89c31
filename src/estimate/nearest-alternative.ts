import type { ConstraintResult } from "../constraints/constraint.js";
import { smallestWhere } from "../internal/bisect.js";
import { closest, isCloser, type ClosestDecision } from "./closest-decision.js";
import type { NearestAlternative, RequiredChange } from "./estimate.js";
import { choose } from "./choose.js";
import { evaluateAll, gpusBought, mostRequests, replicasWithin, type Problem } from "./problem.js";
import { searchIntegers } from "./integer-search.js";

/** What would work where nothing does, and what stands in the way now. */
export interface Obstacle {
  readonly nearest: NearestAlternative;
  readonly constraints: readonly ConstraintResult[];
}

/**
 * The decision that comes closest to meeting every constraint of an infeasible problem, and what would have to change for it to hold. Where only
 * the limit on GPUs stands in the way, that is the minimum without the limit.
 *
 * @param problem - a problem without a feasible decision.
 * @returns the nearest decision and its constraints.
 */
export function findObstacle(problem: Problem): Obstacle {
  const { maxGpus } = problem.space;
  const unlimited = { ...problem, space: { ...problem.space, maxGpus: Number.POSITIVE_INFINITY } };
  if (Number.isFinite(maxGpus)) {
    const { decisions } = searchIntegers(unlimited, null);
    if (decisions.length > 0) {
      const { decision } = choose(unlimited, decisions);
      const gpus = gpusBought(unlimited, decision);
      const change: RequiredChange = { constraint: "maxGpus", unit: "GPUs", from: maxGpus, to: gpus, side: "limit" };
      return { nearest: { ...decision, gpus, changes: [change] }, constraints: evaluateAll(unlimited, decision) };
    }
  }
  const { decision, results } = (closestWithin(problem) ?? closestWithin(unlimited)) as ClosestDecision;
  const changes = results.filter(({ satisfied }) => !satisfied).map((result) => requiredChange(problem, result));
  return { nearest: { ...decision, gpus: gpusBought(problem, decision), changes }, constraints: results };
}

function requiredChange({ constraints }: Problem, { name, unit, demand, limit }: ConstraintResult): RequiredChange {
  const side = constraints.find((constraint) => constraint.name === name)?.chosenSide ?? "limit";
  return side === "demand"
    ? { constraint: name, unit, from: demand, to: limit, side }
    : { constraint: name, unit, from: limit, to: demand, side };
}

/** Margins that differ by less are as good: the last hundredth of a time may take a thousand times the GPUs. */
const AS_CLOSE = 0.01;

/**
 * The closest decision of any S with as many replicas as make a difference, and in doubling steps where more are not always easier; of these the
 * fewest that come as close.
 */
function closestWithin(problem: Problem): ClosestDecision | null {
  const { space, constraints } = problem;
  const isEasier = constraints.every(({ withMoreReplicas }) => withMoreReplicas === "easier");
  const saturated = Math.ceil(mostRequests(problem) / space.minQueueRatio);
  let best: ClosestDecision | null = null;
  for (const gpusPerReplica of space.gpusPerReplica) {
    const most = Math.min(replicasWithin(problem, gpusPerReplica), saturated);
    for (let replicas = isEasier ? most : 1, last = false; !last && most >= 1; replicas *= 2) {
      last = replicas >= most;
      const candidate = closest(problem, gpusPerReplica, Math.min(replicas, most));
      if (best === null || isCloser(candidate, best)) best = candidate;
    }
  }
  if (best === null) return null;
  const {
    decision: { gpusPerReplica, replicas },
    violations,
    worstMargin,
  } = best;
  const isAsClose = (other: ClosestDecision): boolean =>
    other.violations < violations || (other.violations === violations && other.worstMargin >= worstMargin - AS_CLOSE);
  return closest(
    problem,
    gpusPerReplica,
    smallestWhere((count) => isAsClose(closest(problem, gpusPerReplica, count)), 0, replicas, 1),
  );
}
