import type { Decision, PerformanceModel, Scenario, Targets } from "../../src/core.js";
import { inFlight } from "../support/scenario.js";

/** A space small enough to try every member. */
export interface SmallSpace {
  readonly gpusPerReplica: readonly number[];
  readonly batchExponent: readonly [number, number];
  readonly minQueueRatio: number;
  readonly maxGpus: number;
}

/**
 * Every S, split, N and B, one by one, with the four inequalities written out again: shares no code with the library's search
 * or constraints. Q is tried a little above the value at which the replicas hold the requests, so that rounding cannot
 * decide; `slack` says by how much.
 */
export function bruteForce(
  request: { readonly targets: Targets },
  performance: PerformanceModel,
  scenario: Scenario,
  space: SmallSpace,
  slack: number,
): number | null {
  const requests = inFlight(scenario);
  let fewest: number | null = null;
  for (const gpusPerReplica of space.gpusPerReplica)
    for (let replicas = 1; gpusPerReplica * replicas <= space.maxGpus; replicas += 1)
      for (let batchExponent = space.batchExponent[0]; batchExponent <= space.batchExponent[1]; batchExponent += 1)
        for (const split of performance.splits?.(gpusPerReplica, scenario) ?? [undefined]) {
          const gpus = gpusPerReplica * replicas;
          if (fewest !== null && gpus >= fewest) continue;
          const purchase = { gpusPerReplica, replicas, batchExponent, ...(split === undefined ? {} : { split }) };
          const slots = performance.slots({ ...purchase, queueRatio: 1 }, scenario);
          const queueRatio = Math.max(space.minQueueRatio, requests / replicas / slots) * (1 + slack);
          if (feasible({ ...purchase, queueRatio }, request, performance, scenario)) fewest = gpus;
        }
  return fewest;
}

function feasible(
  decision: Decision,
  { targets }: { readonly targets: Targets },
  performance: PerformanceModel,
  scenario: Scenario,
): boolean {
  const { demandBytes, limitBytes } = performance.memory(decision, scenario);
  if (demandBytes > limitBytes) return false;
  if (
    targets.tokensPerSecond !== undefined &&
    performance.requestTokensPerSecond(decision, scenario) < targets.tokensPerSecond
  )
    return false;
  if (targets.waitSeconds === undefined) return true;
  const queueing =
    decision.queueRatio > 1 ? (decision.queueRatio - 1) * performance.secondsPerBatch(decision, scenario) : 0;
  return performance.secondsToFirstToken(decision, scenario) + queueing <= targets.waitSeconds;
}
