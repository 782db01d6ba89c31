import type { EstimateOptions, EstimateRequest } from "./resolve-problem.js";

/** A margin that was asked for, and what it adds to the purchase. */
export interface EstimateMargin {
  /** `peak factor`, `utilisation guard` or `spare replicas`. */
  readonly name: string;
  /** The factor, share or number that was asked for. */
  readonly value: number;
  /** GPUs that would not be bought without it, all else equal. */
  readonly gpus: number;
}

/** What is bought with all margins. */
interface Purchase {
  readonly gpus: number;
  readonly gpusPerReplica: number;
  readonly spareReplicas: number;
}

/**
 * What each margin of a request adds: a second estimate without it.
 *
 * @param request - as it was asked.
 * @param options - as they were given.
 * @param estimate - the answer, with all margins.
 * @param gpusOf - the fewest GPUs of another request; null when there are none.
 * @returns the margins that were asked for.
 */
export function marginsOf(
  request: EstimateRequest,
  options: EstimateOptions,
  { gpus, gpusPerReplica, spareReplicas }: Purchase,
  gpusOf: (request: EstimateRequest, options: EstimateOptions) => number | null,
): readonly EstimateMargin[] {
  const margins: EstimateMargin[] = [];
  const { peakFactor = 1 } = request.workload;
  if (peakFactor !== 1)
    margins.push({
      name: "peak factor",
      value: peakFactor,
      gpus: gpus - (gpusOf({ ...request, workload: { ...request.workload, peakFactor: 1 } }, options) ?? gpus),
    });
  const { maxUtilisation, ...unguarded } = options;
  if (maxUtilisation !== undefined)
    margins.push({
      name: "utilisation guard",
      value: maxUtilisation,
      gpus: gpus - (gpusOf(request, unguarded) ?? gpus),
    });
  if (spareReplicas > 0)
    margins.push({ name: "spare replicas", value: spareReplicas, gpus: spareReplicas * gpusPerReplica });
  return margins;
}
