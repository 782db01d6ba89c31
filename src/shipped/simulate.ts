import { checkKeys, checkObject } from "../internal/check.js";
import { FOLLOWING, type Following } from "../internal/follow.js";
import { checkDeployment, DEPLOYMENT_FIELDS } from "../deployment/deployment.js";
import { profileUse, type ProfileUse } from "../deployment/profile-use.js";
import { servedLengths } from "../performance/operating-point.js";
import { checkFits, replicaOf } from "../performance/replica.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import { servingWarnings } from "../performance/serving-warnings.js";
import { simulatedReplica } from "../performance/simulated-replica.js";
import { lanesOf } from "../simulate/replica-settings.js";
import { simulateFleet } from "../simulate/simulate-fleet.js";
import type { SimulationOptions } from "../simulate/options.js";
import type { Simulation } from "../simulate/simulation.js";
import { isBatch } from "../workload/loads.js";
import { checkTargetsOf } from "../workload/check-targets.js";
import { targetNames, type Targets } from "../workload/targets.js";
import { shippedConstants } from "./predict-serving.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { assumedImages } from "./assumed-images.js";
import { namedModel, resolveNames, type NamedDeployment } from "./resolve-names.js";
import { requestLimits, targetResults, type TargetResult } from "./simulated-targets.js";
import { simulatedTraffic, TRAFFIC_FIELDS, type TrafficRequest } from "./simulated-traffic.js";

/** A fleet by name, and what comes to it. */
export interface SimulationRequest
  extends
    NamedDeployment,
    Pick<SimulationOptions, "routing" | "seed" | "warmUpShare" | "timeSeriesSeconds" | keyof Following>,
    TrafficRequest {
  /** Copies of the deployment, integer >= 1. @defaultValue 1 */
  readonly replicas?: number;
  /** What has to hold. */
  readonly targets?: Omit<Targets, "acceptance">;
}

/** What a fleet did, and what it was. */
export interface NamedSimulation extends Simulation {
  /** True when every target was met; null without targets. */
  readonly met: boolean | null;
  /** Each target beside what came of it. */
  readonly targets: readonly TargetResult[];
  /** Copies of the deployment. */
  readonly replicas: number;
  /** GPUs of all of them. */
  readonly gpus: number;
  /** Requests that a replica may run at once, room in the cache aside. */
  readonly slots: number;
  /** Tokens that its cache holds of ordinary requests, about; null without limit. */
  readonly cacheTokens: number | null;
  /** Id of the model. */
  readonly model: string;
  /** Id of the GPU. */
  readonly gpu: string;
  /** Id of the engine's rules. */
  readonly engine: string;
  /** Whether the constants are of this very GPU and engine, or general ones. */
  readonly source: string;
  /** What an engine profile was fitted to, against this; null without one. */
  readonly profile: ProfileUse | null;
  /** What is not served as it was asked. */
  readonly warnings: readonly PredictionWarning[];
  /** What was assumed because the request did not say it, or said it in other words. */
  readonly assumed: readonly Assumption[];
}

const RUN_FIELDS = ["replicas", "routing", "seed", "warmUpShare", "timeSeriesSeconds", ...FOLLOWING] as const;

/**
 * Runs traffic through a fleet of replicas, request by request and step by step, and says what every request met: waits
 * and times by percentile, which a mean cannot tell. Steps take what the engine model says; slots and cache are those of
 * the engine's memory.
 *
 * It holds for engines that batch continuously. A trace is replayed as it came; a workload is drawn by the seed, with users
 * or clients rounded to whole ones. What the prefix cache holds of a prompt is there, unless it is of a session of a trace, whose
 * blocks others may have taken.
 *
 * @param request - deployment, replicas, and a workload, a load or a trace.
 * @returns times in seconds, rates per second, and what came of the targets. The same seed gives the same numbers.
 * @throws {@link InfrascaleError} `unknown-id`, `invalid-type`, `out-of-range`, `impossible-parallelism`,
 * `contradictory-workload`, `contradictory-options`, `missing-target`, or `does-not-fit` when the GPUs do not hold the
 * weights and one request.
 * @example
 * ```ts
 * import { simulate } from "infrascale/simulate";
 *
 * const simulation = simulate({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   replicas: 2,
 *   workload: { requestsPerSecond: 4, inputTokens: { mean: 1155, cv: 0.96 }, outputTokens: { mean: 211, cv: 0.77 } },
 *   requests: 2000,
 *   targets: { ttft: { p95: 2 } },
 * });
 * simulation.met; // => true
 * simulation.rejected; // => 0
 * ```
 * @see `simulateFleet` for how it runs.
 */
export function simulate(request: SimulationRequest): NamedSimulation {
  checkKeys(checkObject(request, "request"), "request", [
    ...DEPLOYMENT_FIELDS,
    ...RUN_FIELDS,
    ...TRAFFIC_FIELDS,
    "targets",
  ]);
  const { targets } = request;
  // The traffic that is simulated is the one that is asked for: `verifyEstimate` runs the load test of an estimate.
  if (targets !== undefined) checkKeys(checkObject(targets, "targets"), "targets", targetNames());
  const limits = targets === undefined ? undefined : requestLimits(targets);
  const { traffic, lengths, longestTokens, shareTooLong, users } = simulatedTraffic(
    given(request, TRAFFIC_FIELDS),
    () => namedModel(request.model).model,
  );
  const { named, assumed } = resolveNames(request);
  const deployment = checkDeployment({ ...request, ...named });
  const replica = checkFits(
    replicaOf(deployment, servedLengths(lengths, { atOnce: isBatch(traffic) }), shippedConstants(), { longestTokens }),
  );
  const { model, gpu, engine, parallelism } = deployment;
  if (targets !== undefined) checkTargetsOf(targets, model);
  const simulated = simulatedReplica(replica);
  const lanes = lanesOf(simulated);
  const { slots, kv } = simulated;
  const simulation = simulateFleet({
    replicas: 1,
    ...given(request, RUN_FIELDS),
    ...simulated,
    traffic,
    ...(limits === undefined ? {} : { targets: limits }),
  });
  const results = targets === undefined ? [] : targetResults(targets, simulation, lengths.output.mean);
  const replicas = simulation.perReplica.length;
  const { tensor, pipeline, data } = parallelism;
  return {
    ...simulation,
    met: targets === undefined ? null : results.every(({ met }) => met),
    targets: results,
    replicas,
    gpus: replicas * tensor * pipeline * data,
    slots: lanes * slots,
    cacheTokens: kv === undefined ? null : lanes * kv.blocks * kv.blockTokens,
    model: model.id,
    gpu: gpu.id,
    engine: engine.id,
    source: replica.timing.source,
    profile: profileUse(deployment),
    warnings: servingWarnings(replica, {
      shareTooLong,
      running: simulation.utilisation.running / replicas,
      users: users / replicas,
      requestsPerSecond: simulation.requestsPerSecond / replicas,
    }),
    assumed: [...assumed, ...assumedImages(request.workload ?? request, model)],
  };
}

/** The fields of a list that an object has. */
function given<T extends object, Key extends keyof T>(object: T, keys: readonly Key[]): Pick<T, Key> {
  return Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]]))) as Pick<
    T,
    Key
  >;
}
