import type { ConstraintResult } from "../../constraints/constraint.js";
import type { Estimate, FeasibleEstimate, InfeasibleEstimate } from "../../estimate/estimate.js";
import type { Change } from "../what-if/changes.js";
import { checkExplained } from "./check-explained.js";
import { explanation, type Explanation } from "./explanation.js";

/**
 * Why an estimate is what it is: its size, split, number and batch limit, what binds, memory and time by part, what the next smaller purchases
 * would break, and, with changes that were tried, the input that moves it most. Every figure is one of the estimate or the changes.
 *
 * @param estimate - a feasible or an infeasible one.
 * @param changes - of the same request, as `whatIf` or `changesOf` returns them.
 * @returns codes with their figures and one English sentence each, in the order in which a person asks.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range` or `not-a-number` for what is no estimate.
 * @example
 * ```ts
 * import { estimateGpus } from "infrascale";
 * import { explain } from "infrascale/decide";
 *
 * const estimate = estimateGpus({
 *   model: "llama-3.1-70b",
 *   gpu: "h100",
 *   workload: { requestsInFlight: 100, inputTokens: 1155, outputTokens: 211 },
 *   targets: { tokensPerSecond: 20 },
 * });
 * explain(estimate)[0]?.code; // => "purchase"
 * ```
 */
export function explain(estimate: Estimate, changes: readonly Change[] = []): readonly Explanation[] {
  checkExplained(estimate, changes);
  return estimate.status === "feasible" ? ofPurchase(estimate, changes) : ofObstacle(estimate);
}

function ofPurchase(estimate: FeasibleEstimate, changes: readonly Change[]): readonly Explanation[] {
  const { gpus, gpusPerReplica, replicas, spareReplicas, maxBatchSize, confidence, expected, band } = estimate;
  const { traffic, performance, waiting, split, headroom } = estimate;
  const { requestsPerSecond, requestsInFlight } = traffic;
  const isSurer = confidence !== null && confidence.reached < confidence.asked;
  const running = waiting?.stable === true ? waiting.running : null;
  const binding = estimate.constraints.filter((constraint) => constraint.binding);
  return [
    explanation("purchase", { gpus, replicas, spareReplicas, gpusPerReplica }),
    explanation("load", { requestsPerSecond, requestsInFlight }),
    ...(confidence === null
      ? []
      : [explanation("confidence", { expectedGpus: expected.gpus, gpus, reached: confidence.reached })]),
    ...(isSurer ? [explanation("less-sure", { asked: confidence.asked, reached: confidence.reached })] : []),
    ...(band === null ? [] : [explanation("band", band)]),
    ...replicaSize(estimate),
    ...(split === undefined ? [] : [explanation("split", split)]),
    ...(waiting?.stable === true
      ? [
          explanation("replicas", {
            replicas,
            capacityPerSecond: waiting.capacityPerSecond,
            requestsPerSecond: waiting.requestsPerSecond,
            utilisation: waiting.utilisation,
          }),
        ]
      : []),
    ...(running === null ? [] : [explanation("batch", { runningPerReplica: running / replicas, maxBatchSize })]),
    ...binding.map((constraint) => explanation("binds", { ...sidesOf(constraint), margin: constraint.margin })),
    memoryOf(estimate),
    explanation("time", {
      queueSeconds: performance.queueSeconds,
      prefillSeconds: performance.ttftSeconds - performance.queueSeconds,
      outputSeconds: performance.e2eSeconds - performance.ttftSeconds,
      e2eSeconds: performance.e2eSeconds,
    }),
    ...estimate.nextSmaller.flatMap(({ violated, ...smaller }) =>
      violated.slice(0, 1).map((constraint) =>
        explanation("next-smaller", {
          gpus: smaller.gpus,
          replicas: smaller.replicas,
          gpusPerReplica: smaller.gpusPerReplica,
          ...sidesOf(constraint),
        }),
      ),
    ),
    ...estimate.margins.map(({ name, value, gpus: added }) => explanation("margin", { name, value, gpus: added })),
    ...(headroom === null ? [] : [explanation("headroom", { factor: headroom })]),
    ...movesMost(gpus, changes),
  ];
}

const sidesOf = ({
  name,
  unit,
  demand,
  limit,
}: ConstraintResult): {
  readonly constraint: string;
  readonly unit: string;
  readonly demand: number;
  readonly limit: number;
} => ({ constraint: name, unit, demand, limit });

/** The fewest GPUs whose memory holds the weights: a replica that has more has them for the cache, or for speed. */
function replicaSize({ performance: { memory }, gpusPerReplica }: FeasibleEstimate): readonly Explanation[] {
  const weightsBytes = memory.parts["weights"];
  if (weightsBytes === undefined) return [];
  const gpuBytes = memory.limitBytes / gpusPerReplica;
  return [
    explanation("replica-size", {
      weightsBytes,
      gpuBytes,
      leastGpus: Math.ceil(weightsBytes / gpuBytes),
      gpusPerReplica,
    }),
  ];
}

/** What the engine keeps, and of its cache what runs; where no pool is known, the parts as they are. */
function memoryOf({ performance: { memory, kvCache } }: FeasibleEstimate): Explanation {
  const { parts, limitBytes: limit } = memory;
  if (kvCache === null) return explanation("memory", { ...parts, limit });
  const kept = Object.entries(parts).filter(([name]) => name !== "kvCacheOfOneRequest");
  return explanation("memory", {
    ...Object.fromEntries(kept),
    kvCache: kvCache.poolBytes,
    kvCacheInUse: kvCache.runningBytes,
    limit,
  });
}

/** The change that moves the number of GPUs most, up or down. */
function movesMost(gpus: number, changes: readonly Change[]): readonly Explanation[] {
  const [first, ...others] = changes.filter(({ saves, share }) => saves !== null && saves !== 0 && share !== null);
  if (first === undefined) return [];
  const most = others.reduce(
    (one, other) => (Math.abs(other.saves ?? 0) > Math.abs(one.saves ?? 0) ? other : one),
    first,
  );
  const { input, unit, from, to, gpus: otherGpus } = most;
  return otherGpus === null ? [] : [explanation("moves-most", { input, unit, from, to, gpus, otherGpus })];
}

const ofObstacle = ({ nearest }: InfeasibleEstimate): readonly Explanation[] =>
  nearest.changes.map(({ constraint, unit, from, to, side }) =>
    explanation("obstacle", { constraint, unit, from, to, side, gpus: nearest.gpus }),
  );
