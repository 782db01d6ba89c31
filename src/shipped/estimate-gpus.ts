import { estimateGpus as estimateFromObjects } from "../estimate/estimate-gpus.js";
import type { EstimateOptions as ObjectOptions } from "../estimate/resolve-problem.js";
import { checkObject } from "../internal/check.js";
import { checkFollowing, followedWithin } from "../internal/follow.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import type { EstimateRequest } from "./estimate-request.js";
import { namedRequest } from "./named-request.js";
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
 * `invalid-catalog`, `not-a-number`; `stopped` where `options.signal` says so.
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
  const { verify, ...others } = checkObject(options, "options") as EstimateOptions;
  checkFollowing(others, "options.");
  const named = namedRequest(request, others);
  const { performance, onProgress, ...unnamed } = named.options;
  const estimate = estimateFromObjects(
    named.request,
    verify === undefined ? named.options : { ...named.options, ...followedWithin(others, [0, 1, 2]) },
  );
  const { assumed } = named;
  const replayed =
    verify === undefined || estimate.status === "infeasible"
      ? { ...estimate, request, verification: null, assumed }
      : verified(
          { ...estimate, request, assumed },
          verify === true ? {} : verify,
          (options) => estimateFromObjects(named.request, { ...options, performance }),
          unnamed,
          others,
        );
  if (verify !== undefined) onProgress?.(2, 2);
  return replayed;
}
