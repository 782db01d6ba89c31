import { resolveProblem } from "../../estimate/resolve-problem.js";
import { estimateGpus } from "../../shipped/estimate-gpus.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest } from "../../shipped/named-request.js";
import type { NamedEstimate } from "../../shipped/verified.js";
import { inputsOf } from "../inputs.js";
import { neededFor, type SizingOptions } from "../needed.js";
import { changesOf, partsOf, type Change, type WhatIfOptions } from "./changes.js";
import { thresholdOf, type Threshold } from "./thresholds.js";

/** What a request costs, and what each part of it costs. */
export interface WhatIf {
  /** As it is asked. */
  readonly estimate: NamedEstimate;
  /** Every change, the one that saves most first. */
  readonly changes: readonly Change[];
  /** How far each input that asks more one way may move; none where nothing serves the request. */
  readonly thresholds: readonly Threshold[];
}

/**
 * What would take fewer GPUs, and what more: every input of a request 10, 25 and 50 % less and more, other number formats, engines and routings,
 * each by an estimate of its own; and how far each input may move before the GPUs that are bought are others.
 *
 * @param request - model, GPU, workload and targets.
 * @param options - of the estimates, and what else is tried.
 * @returns the estimate, the changes by what they save, and the thresholds, exact.
 * @throws {@link InfrascaleError} as `estimateGpus` does.
 * @example
 * ```ts
 * import { whatIf } from "infrascale/decide";
 *
 * const { estimate, changes, thresholds } = whatIf({
 *   model: "llama-3.1-70b",
 *   gpu: "h100",
 *   workload: { concurrentUsers: 1000, inputTokens: 1155, outputTokens: 211 },
 *   targets: { tokensPerSecond: 20 },
 * });
 * const [users] = thresholds;
 * estimate.status === "feasible" && users?.gpus === estimate.gpus; // => true
 * (changes[0]?.saves ?? 0) > 0; // => true
 * ```
 */
export function whatIf(request: EstimateRequest, options: WhatIfOptions = {}): WhatIf {
  const { others } = partsOf(options);
  return {
    estimate: estimateGpus(request, others),
    changes: changesOf(request, options),
    thresholds: thresholdsOf(request, others),
  };
}

/** The thresholds of every input that asks more one way; none where nothing serves the request. */
function thresholdsOf(request: EstimateRequest, options: SizingOptions): readonly Threshold[] {
  const named = namedRequest(request, options);
  const asked = neededFor(resolveProblem(named.request, named.options));
  if (asked === null) return [];
  return inputsOf(named.request)
    .filter(({ harder }) => harder !== null)
    .map((input) =>
      thresholdOf(input, (value) => resolveProblem(input.in(named.request, value), named.options), asked),
    );
}
