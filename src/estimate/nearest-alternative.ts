import type { ConstraintResult } from "../constraints/constraint.js";
import { smallestWhere } from "../internal/bisect.js";
import { closest, isCloser, type ClosestDecision } from "./closest-decision.js";
import type { NearestAlternative, RequiredChange } from "./estimate.js";
import { gpusBought, mostRequests, replicasWithin, type Problem } from "./problem.js";
import { searchIntegers } from "./integer-search.js";

/** What would work where nothing does, and what stands in the way now. */
export interface Obstacle {
  readonly nearest: NearestAlternative;
  readonly constraints: readonly ConstraintResult[];
}

/**
 * The decision that comes closest to meeting every constraint of an infeasible problem, and what would have to change
 * for it to hold. Where only the limit on GPUs stands in the way, that is the minimum without the limit.
 *
 * @param problem - a problem without a feasible decision.
 * @returns the nearest decision and its constraints.
 */
export function findObstacle(problem: Problem): Obstacle {
  const { maxGpus } = problem.space;
  if (Number.isFinite(maxGpus)) {
    const unlimited = { ...problem, space: { ...problem.space, maxGpus: Number.POSITIVE_INFINITY } };
    const { decision } = searchIntegers(unlimited, null);
    if (decision !== null) {
      const gpus = gpusBought(unlimited, decision);
      const change: RequiredChange = { constraint: "maxGpus", unit: "GPUs", from: maxGpus, to: gpus, side: "limit" };
      const { results } = closestWithin(problem) ?? closest(problem, decision.gpusPerReplica, decision.replicas);
      return { nearest: { ...decision, gpus, changes: [change] }, constraints: results };
    }
    if (closestWithin(problem) === null) return describe(unlimited, closestWithin(unlimited) as ClosestDecision);
  }
  return describe(problem, closestWithin(problem) as ClosestDecision);
}

function describe(problem: Problem, { decision, results }: ClosestDecision): Obstacle {
  const changes = results.filter(({ satisfied }) => !satisfied).map((result) => requiredChange(problem, result));
  return { nearest: { ...decision, gpus: gpusBought(problem, decision), changes }, constraints: results };
}

function requiredChange({ constraints }: Problem, { name, unit, demand, limit }: ConstraintResult): RequiredChange {
  const side = constraints.find((constraint) => constraint.name === name)?.chosenSide ?? "limit";
  return side === "demand"
    ? { constraint: name, unit, from: demand, to: limit, side }
    : { constraint: name, unit, from: limit, to: demand, side };
}

/** The closest decision over every S and over N in doubling steps, then the fewest replicas that reach it. */
function closestWithin(problem: Problem): ClosestDecision | null {
  const { space } = problem;
  const saturated = Math.ceil(mostRequests(problem) / space.minQueueRatio);
  let best: ClosestDecision | null = null;
  for (const gpusPerReplica of space.gpusPerReplica) {
    const most = Math.min(replicasWithin(problem, gpusPerReplica), saturated);
    for (let replicas = 1, last = false; !last && most >= 1; replicas *= 2) {
      last = replicas >= most;
      const candidate = closest(problem, gpusPerReplica, Math.min(replicas, most));
      if (best === null || isCloser(candidate, best)) best = candidate;
    }
  }
  if (best === null) return null;
  const found = best;
  const { decision } = found;
  const asClose = (replicas: number): boolean => !isCloser(found, closest(problem, decision.gpusPerReplica, replicas));
  return closest(problem, decision.gpusPerReplica, smallestWhere(asClose, Math.floor(decision.replicas / 2), decision.replicas, decision.replicas - 1));
}
