import { engines } from "../catalog/catalog-data.js";
import { estimateGpus as estimateFromObjects } from "../estimate/estimate-gpus.js";
import type { EstimateOptions as ObjectOptions } from "../estimate/resolve-problem.js";
import { InfrascaleError } from "../errors.js";
import { checkObject } from "../internal/check.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { engineModel } from "./engine-model.js";
import type { EstimateRequest } from "./estimate-request.js";
import { assumedImages } from "./assumed-images.js";
import { namedEngine, resolveServedModel } from "./resolve-names.js";
import { verified, type NamedEstimate } from "./verified.js";
import type { ReplayOptions } from "./verify-estimate.js";

/** How the estimate is made, and whether it is replayed. */
export interface EstimateOptions extends Omit<ObjectOptions, "performance"> {
  /**
   * The laws of the serving engine.
   *
   * @defaultValue `engineModel(request.engine)`
   */
  readonly performance?: PerformanceModel;
  /**
   * Replays the plan, request by request, and adds replicas until every target holds in the replay too: a percentile that is
   * simulated, not one of a formula. `true` replays the workload itself.
   */
  readonly verify?: true | ReplayOptions;
}

/**
 * The fewest GPUs that serve a model to these users, at this speed and this wait.
 *
 * $$ \min S N \quad \text{subject to memory, throughput, capacity, wait} $$
 *
 * A minimizer looks for the optimum over real S, N, B and Q; an integer search that starts there proves the minimum
 * over the allowed integers. The minimizer changes the work, never the answer.
 *
 * @param request - model, GPU, precision, workload and targets.
 * @param options - performance model, minimizer, constraints of your own, objective, search space, margins, verification.
 * @returns a feasible estimate, or an infeasible one with the reason and the nearest thing that would work.
 * @throws {@link InfrascaleError} for wrong input, by code: `unknown-id`, `invalid-type`, `out-of-range`,
 * `missing-target`, `contradictory-workload`, `contradictory-lengths`, `unsupported-precision`, `invalid-constraint`,
 * `invalid-catalog`, `not-a-number`.
 * @example
 * ```ts
 * import { estimateGpus } from "infrascale";
 *
 * const estimate = estimateGpus({
 *   model: "meta-llama/Llama-3.1-70B-Instruct",
 *   gpu: "h100-sxm5-80gb",
 *   workload: { concurrentUsers: 1000, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 },
 *   targets: { tokensPerSecond: 20, waitSeconds: 2 },
 * });
 * estimate.status; // => "feasible"
 * ```
 */
export function estimateGpus(request: EstimateRequest, options: EstimateOptions = {}): NamedEstimate {
  checkObject(request, "request");
  checkObject(options, "options");
  const { engine, profile, ...rest } = request;
  const { verify, performance: own, ...others } = options;
  if (engine !== undefined && own !== undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "request.engine",
      rule: "must be left out beside options.performance",
      value: typeof engine === "string" ? engine : engine.id,
    });
  if (profile !== undefined && own !== undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "request.profile",
      rule: "must be left out beside options.performance",
      value: profile,
    });
  const rules = own === undefined ? namedEngine(engine) : null;
  const performance = own ?? engineModelFor(request);
  const served = resolveServedModel(request, rules?.engine ?? engines.find(({ id }) => id === own?.name) ?? null);
  const asked = { ...rest, ...served.named };
  const estimate = estimateFromObjects(asked, { ...others, performance });
  const assumed = [
    ...(rules?.assumed ?? []),
    ...served.assumed,
    ...assumedImages(request.workload, served.named.model),
  ];
  if (verify === undefined || estimate.status === "infeasible")
    return { ...estimate, request, verification: null, assumed };
  return verified(
    { ...estimate, request, assumed },
    verify === true ? {} : verify,
    (options) => estimateFromObjects(asked, { ...options, performance }),
    others,
  );
}

/** The engine that was asked for last, and its model with what it has worked out of a deployment: the next request is of the same, mostly. */
let last: { engine?: unknown; profile?: unknown; performance?: PerformanceModel } = {};

function engineModelFor({ engine, profile }: EstimateRequest): PerformanceModel {
  const kept = last.engine === engine && last.profile === profile ? last.performance : undefined;
  const performance = kept ?? engineModel(engine, profile === undefined ? {} : { profile });
  last = { engine, profile, performance };
  return performance;
}
