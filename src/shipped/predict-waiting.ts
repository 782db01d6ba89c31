import { checkDeployment, DEPLOYMENT_FIELDS } from "../deployment/deployment.js";
import { profileUse, type ProfileUse } from "../deployment/profile-use.js";
import { checkInteger, checkKeys, checkObject, checkOneOf } from "../internal/check.js";
import type { ConstantsSource } from "../kernels/kernel-choice.js";
import { servedLengths } from "../performance/operating-point.js";
import { checkFits, replicaOf } from "../performance/replica.js";
import type { Waiting } from "../queueing/fleet-waiting.js";
import { waitingAt } from "../queueing/waiting.js";
import { servingWarnings } from "../performance/serving-warnings.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import { sourceOf } from "../workload/loads.js";
import { asRead } from "../workload/as-read.js";
import { shareTooLong } from "../workload/too-long.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import { ROUTINGS, type Routing } from "../workload/routing.js";
import { usersAtPeak } from "../workload/users.js";
import type { Workload } from "../workload/workload.js";
import { shippedConstants } from "./predict-serving.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { assumedImages } from "./assumed-images.js";
import { resolveNames, type NamedDeployment } from "./resolve-names.js";

/** A fleet by name, and who asks it for what. */
export interface WaitingRequest extends NamedDeployment {
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
  readonly source: ConstantsSource;
  /** What an engine profile was fitted to, against this; null without one. */
  readonly profile: ProfileUse | null;
  /** What is not served as it was asked. */
  readonly warnings: readonly PredictionWarning[];
  /** What was assumed because the request did not say it, or said it in other words. */
  readonly assumed: readonly Assumption[];
};

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
  checkKeys(checkObject(request, "request"), "request", [...DEPLOYMENT_FIELDS, "replicas", "routing", "workload"]);
  const replicas = checkInteger(request.replicas ?? 1, "replicas", 1);
  const routing = checkOneOf(request.routing ?? "round-robin", "routing", ROUTINGS);
  const asked = resolveWorkload(request.workload);
  const { named, assumed } = resolveNames(request);
  const deployment = checkDeployment({ ...request, ...named });
  const workload = asRead(asked, deployment.model, "workload.");
  const replica = checkFits(replicaOf(deployment, servedLengths(workload), shippedConstants()));
  const { model, engine, parallelism } = deployment;
  const { tensor, pipeline, data } = parallelism;
  const slots = replica.slots();
  const waiting = waitingAt(replica.queue(slots / replica.engines), sourceOf(workload.arrivals), {
    replicas: replicas * replica.engines,
    routing,
  });
  return {
    ...waiting,
    slots,
    gpus: replicas * tensor * pipeline * data,
    engine: engine.id,
    source: replica.timing.source,
    profile: profileUse(deployment),
    warnings: servingWarnings(replica, {
      shareTooLong: (limitTokens) => shareTooLong(workload, limitTokens),
      running: waiting.stable ? waiting.running / replicas : slots,
      users: usersAtPeak(workload) / replicas,
      requestsPerSecond: (waiting.stable ? waiting.requestsPerSecond : waiting.capacityPerSecond) / replicas,
    }),
    assumed: [...assumed, ...assumedImages(request.workload, model)],
  };
}
