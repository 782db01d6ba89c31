import { checkInteger, checkKeys, checkObject, checkOneOf } from "../internal/check.js";
import { remembered } from "../internal/remembered.js";
import { occupancy } from "../performance/serving/occupancy.js";
import type { ProfileUse } from "../performance/serving/profile-use.js";
import { replicaQueue } from "../performance/serving/replica-queue.js";
import { servingReplica } from "../performance/serving/serving-replica.js";
import type { Calibration } from "../kernels/kernel-choice.js";
import { waitingAt, type Waiting } from "../queueing/waiting.js";
import { LONGEST_SHARE } from "../workload/limits.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import { ROUTINGS, type Routing } from "../workload/scenario.js";
import type { Workload } from "../workload/workload.js";
import { shippedConstants, type ServingRequest } from "./predict-serving.js";
import { deploymentOf } from "./resolve-names.js";

/** A fleet by name, and who asks it for what. */
export interface WaitingRequest extends Pick<ServingRequest, "model" | "gpu" | "engine" | "precision" | "parallelism" | "settings" | "profile"> {
  /** Copies of the deployment, integer >= 1. @defaultValue 1 */
  readonly replicas?: number;
  /** Which replica gets a request. @defaultValue "round-robin" */
  readonly routing?: Routing;
  /** Who asks, and for what. */
  readonly workload: Workload;
}

/** What requests meet, and what the fleet is. */
export type WaitingPrediction = Waiting & {
  /** Requests that a replica runs at once. */
  readonly slots: number;
  /** GPUs of all replicas. */
  readonly gpus: number;
  /** Id of the engine's rules. */
  readonly engine: string;
  /** Where the least certain of the speed constants comes from. */
  readonly source: Calibration;
  /** What an engine profile was fitted to, against this; null without one. */
  readonly profile: ProfileUse | null;
};

const FIELDS = ["model", "gpu", "engine", "precision", "parallelism", "settings", "profile", "replicas", "routing", "workload"] as const;

/**
 * How long requests wait, for a slot, for their first token and for their last, with percentiles: what {@link predictServing} says
 * in the mean, for random arrivals or users who think, on one or more replicas behind a router. By formulas; `simulate` of
 * `infrascale/simulate` replays the same request.
 *
 * @param request - deployment, replicas and workload.
 * @returns times in seconds, rates per second, numbers of requests of the whole fleet; without times where more comes than can be
 * served.
 * @throws {@link InfrascaleError} `unknown-id`, `invalid-type`, `out-of-range`, `impossible-parallelism`,
 * `contradictory-workload`, or `does-not-fit` when the GPUs do not hold the weights and one request.
 * @example
 * ```ts
 * import { predictWaiting, presetWorkload } from "infrascale";
 *
 * const answer = predictWaiting({ model: "llama-3.1-8b", gpu: "l40s", replicas: 2, workload: presetWorkload("chat", { requestsPerSecond: 4 }) });
 * answer.stable; // => true
 * answer.needsReplay; // => false
 * ```
 */
export function predictWaiting(request: WaitingRequest): WaitingPrediction {
  checkKeys(checkObject(request, "request"), "request", FIELDS);
  const { replicas: given, routing: way, workload: asked, ...deployment } = request;
  const replicas = checkInteger(given ?? 1, "replicas", 1);
  const routing = checkOneOf(way ?? "round-robin", "routing", ROUTINGS);
  const workload = resolveWorkload(asked);
  const { inputTokens, outputTokens, prefixCacheHitRate, input, output } = workload;
  const named = deploymentOf(request);
  const { model } = named;
  const longest = Math.ceil(input.quantile(LONGEST_SHARE) + output.quantile(LONGEST_SHARE));
  const replica = servingReplica(
    {
      ...deployment,
      settings: { maxModelLen: Math.min(model.maxContextTokens ?? longest, longest), ...request.settings },
      ...named,
      // Slots do not depend on how requests come; of those that run, long answers are more than their share.
      load: { kind: "offline" },
      inputTokens,
      outputTokens: outputTokens * (1 + output.squaredCv),
      prefixCacheHitRate,
    },
    shippedConstants(),
  );
  const lengths = { inputTokens, outputTokens, prefixCacheHitRate, equal: false, outputSquaredCv: output.squaredCv };
  const { model: serving, slots } = replica;
  const { tensor, pipeline, data } = replica.parallelism;
  const queue = replicaQueue({ model: serving, lengths, input, output, at: remembered((running) => occupancy(serving, running, lengths)) });
  return {
    ...waitingAt(queue(slots), workload.arrivals, { replicas, routing }),
    slots,
    gpus: replicas * tensor * pipeline * data,
    engine: replica.engine.id,
    source: serving.profile.source,
    profile: replica.profile,
  };
}
