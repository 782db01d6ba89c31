import { waitSeconds } from "../constraints/wait.js";
import { largestWhere } from "../internal/bisect.js";
import { remembered } from "../internal/remembered.js";
import type { Decision } from "../performance/decision.js";
import { MOST_REQUESTS } from "../workload/limits.js";
import { resized, sizeOf } from "../workload/loads.js";
import { decideOn, holdsAll, type Problem } from "./problem.js";

/** The decision that is taken of those that cost the same. */
export interface Choice {
  readonly decision: Decision;
  /** Largest factor on the load at which every constraint still holds, to three digits; null where the load has none up to a thousand. */
  readonly headroom: number | null;
}

/** First tokens that are later by no more than a tenth are as soon. */
const AS_SOON = 1.1;

/** Steps of three digits: 1, 1.01, ... 9.99, 10, 10.1, ... */
const STEPS_PER_DECADE = 900;
const MOST_STEPS = 3 * STEPS_PER_DECADE;
const factorAt = (step: number): number =>
  Math.round((100 + (step % STEPS_PER_DECADE)) * 10 ** Math.floor(step / STEPS_PER_DECADE)) / 100;

/**
 * Of decisions that hold and cost the same:
 *
 * 1. those whose first tokens come as soon as any's, by the p95, or the mean where the model knows no percentiles;
 * 2. of these the one with the most headroom: the largest factor on users, rate or requests at which every constraint still holds, compared to
 *    three digits; where own constraints do not say that they get no harder with fewer requests, this is left out;
 * 3. of equals the one with the smallest replicas, then with the largest batch limit, then with the plainest split.
 *
 * @param problem - the sizing problem.
 * @param decisions - at least one; each holds.
 * @returns the decision, and its headroom.
 */
export function choose(problem: Problem, decisions: readonly Decision[]): Choice {
  const { constraints, scenario, space } = problem;
  const { workload } = scenario;
  const plainness = ({ gpusPerReplica, split }: Decision): number => space.splits(gpusPerReplica).indexOf(split);
  const byName = (one: Decision, other: Decision): number =>
    one.gpusPerReplica - other.gpusPerReplica ||
    other.batchExponent - one.batchExponent ||
    plainness(one) - plainness(other);
  const ordered = soonest(problem, [...decisions].sort(byName));
  const most = Math.min(MOST_STEPS, Math.floor((MOST_REQUESTS / sizeOf(workload.arrivals) - 1) * 100));
  const under = remembered((step: number): Problem => ({
    ...problem,
    scenario: {
      ...scenario,
      workload: { ...workload, arrivals: resized(workload.arrivals, (size) => factorAt(step) * size) },
    },
  }));
  const holdsAt = (decision: Decision, step: number): boolean =>
    holdsAll(constraints, decideOn(under(step), decision, decision.replicas), under(step).scenario);

  let best = ordered[0] as Decision;
  if (constraints.some(({ withMoreReplicas = "unknown" }) => withMoreReplicas === "unknown"))
    return { decision: best, headroom: null };
  let steps = 0;
  for (const decision of ordered) {
    if (decision !== best && (steps >= most || !holdsAt(decision, steps + 1))) continue;
    best = decision;
    steps = Math.max(
      steps,
      largestWhere((step) => holdsAt(decision, step), most, steps + 1),
    );
  }
  return { decision: best, headroom: steps < most ? factorAt(steps) : null };
}

/** Those whose first tokens come as soon as any's. */
function soonest(problem: Problem, decisions: readonly Decision[]): readonly Decision[] {
  if (decisions.length === 1) return decisions;
  const seconds = decisions.map((decision) => firstTokenSeconds(problem, decision));
  const least = Math.min(...seconds);
  return decisions.filter((_, i) => (seconds[i] ?? 0) <= Math.max(least, AS_SOON * least));
}

function firstTokenSeconds({ performance, scenario }: Problem, decision: Decision): number {
  const waiting = performance.waiting?.(decision, scenario);
  if (waiting === undefined) return waitSeconds(performance, decision, scenario);
  return waiting.stable ? waiting.ttftSeconds.p95 : Number.POSITIVE_INFINITY;
}
