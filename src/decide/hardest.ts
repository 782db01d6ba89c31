import { searchIntegers } from "../estimate/integer-search.js";
import {
  branchesOf,
  decideOn,
  failsForSlots,
  fits,
  holdsAll,
  replicasWithin,
  type Branch,
  type Problem,
} from "../estimate/problem.js";
import { largestWhere } from "../internal/bisect.js";
import { remembered } from "../internal/remembered.js";
import type { Decision } from "../performance/decision.js";
import type { Axis } from "./axis.js";

/** The last step of an axis that some decision bears, and that decision. */
export interface Hardest {
  readonly step: number;
  readonly decision: Decision;
}

/**
 * The last step at which some decision of the search space meets every constraint: of each size, split and batch limit the one with as many
 * replicas as may be bought. Each next one has to bear a step more than the best so far, which most do not, or is done with.
 *
 * @param problemAt - the problem at a step, with a limit on its GPUs; harder with each step.
 * @param axis - the steps.
 * @returns the step and the decision; null where nothing bears the first.
 */
export function hardest(problemAt: (step: number) => Problem, axis: Axis): Hardest | null {
  const problem = remembered(problemAt);
  const { space } = problem(axis.now);
  let best: Hardest | null = null;
  for (const gpusPerReplica of space.gpusPerReplica)
    for (const split of space.splits(gpusPerReplica))
      for (const branch of branchesOf(problem(axis.now), gpusPerReplica, [split])) {
        const from: number = best?.step ?? 0;
        if (from >= axis.most) return best;
        const decisionAt = (step: number): Decision | null => decisionOn(problem(step), branch);
        const bears = (step: number): boolean => decisionAt(step) !== null;
        if (!bears(from + 1)) {
          if (smallerBatchesFail(problem(from + 1), branch)) break;
          continue;
        }
        const near = best === null ? axis.now : from + 1;
        const step = largestWhere(bears, axis.most, near, axis.stride);
        best = { step, decision: decisionAt(step) as Decision };
      }
  return best;
}

/** As many replicas of a branch as there may be, where they meet every constraint; or fewer, where more may be worse. */
function decisionOn(problem: Problem, branch: Branch): Decision | null {
  const { constraints, scenario } = problem;
  if (constraints.some(({ withMoreReplicas }) => withMoreReplicas !== "easier"))
    return searchIntegers(within(problem, branch), null).decisions[0] ?? null;
  const replicas = replicasWithin(problem, branch.gpusPerReplica);
  if (replicas < 1 || !fits(problem, branch)) return null;
  const decision = decideOn(problem, branch, replicas);
  return holdsAll(constraints, decision, scenario) ? decision : null;
}

/** The problem with one size, split and batch limit. */
const within = (problem: Problem, { gpusPerReplica, split, batchExponent }: Branch): Problem => ({
  ...problem,
  space: {
    ...problem.space,
    gpusPerReplica: [gpusPerReplica],
    splits: () => [split],
    batchExponent: [batchExponent, batchExponent],
  },
});

function smallerBatchesFail(problem: Problem, branch: Branch): boolean {
  const replicas = replicasWithin(problem, branch.gpusPerReplica);
  return replicas < 1 || (fits(problem, branch) && failsForSlots(problem, decideOn(problem, branch, replicas)));
}
