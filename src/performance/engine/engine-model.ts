import { checkedEngine, type Engine } from "../../catalog/engine.js";
import { checkEngineProfile } from "../../deployment/check-engine-profile.js";
import { checkVersion, type Deployment } from "../../deployment/deployment.js";
import type { EngineProfile } from "../../deployment/engine-profile.js";
import { launchFlags } from "../../deployment/launch-flags.js";
import { batchDefaults } from "../../deployment/memory/engine-memory.js";
import type { Parallelism } from "../../deployment/parallelism.js";
import { profileUse } from "../../deployment/profile-use.js";
import type { Scenario } from "../../deployment/scenario.js";
import { replicaSizes, splitsOf, tensorDomain } from "../../deployment/splits.js";
import { InfrascaleError } from "../../errors.js";
import { checkKeys, checkObject } from "../../internal/check.js";
import { waitingSlowed } from "../../queueing/slowed.js";
import { maxBatchSize, type Decision } from "../decision.js";
import { servedLengths, type OperatingPoint } from "../operating-point.js";
import { guarded, type PerformanceModel, type SearchDefaults } from "../performance-model.js";
import { replicaOf, type Replica } from "../replica.js";
import { checkedConstants, type ServingConstants } from "../timing/serving-constants.js";
import { sizedReplicas } from "./sized-replicas.js";

/** What an engine model is made of. */
export interface EngineModelOptions {
  /** Memory rules and defaults of the engine. */
  readonly engine: Engine;
  /** Version that the timing depends on; the profile's own when absent. */
  readonly engineVersion?: string;
  /** Laws of kernels and timing of engines. */
  readonly constants: ServingConstants;
  /** What one's own load tests say beyond the constants; absent without. */
  readonly profile?: EngineProfile;
}

const LEAST_QUEUE_RATIO = 0.1;

/** More requests at once than engines are told to run. */
const LARGEST_BATCH_EXPONENT = 10;

/**
 * The performance model of real serving engines: memory by the engine's own rules, times by the laws of its kernels.
 *
 * For each S the split is chosen (tensor, pipeline across domains, experts whole or sharded, data-parallel attention)
 * that serves most requests at the engine's own batch limit. Slots are what fits: k = min(2^B, what the cache holds).
 * Times are those of the requests that run, min(Q,1) k; above Q = 1 the excess waits, and nothing divides by Q below 1:
 *
 * $$ v = v_1\, f(S)\, g(S, B, Q)\, \frac{1}{\max(Q, 1)} $$
 *
 * with f(S) the rate at S GPUs over that at one, at batch 1, and g the rate at the occupancy over that at batch 1, at S.
 * Between the sizes that can be built, times are interpolated geometrically and memory linearly.
 *
 * @param options - engine, constants and profile.
 * @returns a performance model.
 * @throws {@link InfrascaleError} `impossible-parallelism` when a size that the caller names cannot be split;
 * `invalid-type` or `out-of-range` for what is no engine, no constants or no profile.
 */
export function engineModel(options: EngineModelOptions): PerformanceModel {
  checkKeys(checkObject(options, "options"), "options", ["engine", "engineVersion", "constants", "profile"]);
  const { profile } = options;
  const engine = checkedEngine(options.engine);
  const engineVersion = checkVersion(options.engineVersion) ?? engine.version;
  const constants = checkedConstants(options.constants);
  const own = profile === undefined ? null : checkEngineProfile(profile, "profile");
  const build = (scenario: Scenario, gpus: number): Replica => {
    const { model, gpu, precision, settings, speculation, workload } = scenario;
    const lengths = servedLengths(workload);
    const deploymentOf = (parallelism: Parallelism): Deployment => ({ model, gpu, engine, engineVersion, precision, parallelism, settings, speculation, profile: own });
    return bestReplica(scenario, gpus, engine, (parallelism) => replicaOf(deploymentOf(parallelism), lengths, constants));
  };
  const fleetOf = perScenario((scenario) => sizedReplicas(replicaSizes(scenario.model, scenario.gpu), (gpus) => build(scenario, gpus)));

  const running = (replica: Replica, decision: Decision): number => Math.max(1, Math.min(decision.queueRatio, 1) * slotsOf(replica, decision) / replica.engines);
  const time = (decision: Decision, scenario: Scenario, read: (at: OperatingPoint) => number): number => {
    const isBuildable = Number.isInteger(decision.gpusPerReplica);
    return fleetOf(scenario).geometric(decision.gpusPerReplica, (replica) => {
      const n = running(replica, decision);
      return isBuildable ? read(replica.at(n)) : betweenPowersOfTwo(n, (power) => read(replica.at(power)));
    });
  };
  const residence = ({ residenceSeconds }: OperatingPoint): number => residenceSeconds;
  const aloneAt = (gpus: number, scenario: Scenario): number => fleetOf(scenario).geometric(gpus, (replica) => replica.at(1).residenceSeconds);

  return guarded({
    name: engine.id,
    searchDefaults: (scenario) => searchDefaults(engine, scenario),
    memory: (decision, scenario) => fleetOf(scenario).memory(decision.gpusPerReplica, batchLimit(decision)),
    slots: (decision, scenario) => fleetOf(scenario).geometric(decision.gpusPerReplica, (replica) => slotsOf(replica, decision)),
    requestTokensPerSecond: (decision, scenario) => scenario.workload.outputTokens / (Math.max(decision.queueRatio, 1) * time(decision, scenario, residence)),
    secondsPerOutputToken: (decision, scenario) => time(decision, scenario, ({ tpotSeconds }) => tpotSeconds),
    secondsToFirstToken: (decision, scenario) => time(decision, scenario, ({ serviceTtftSeconds }) => serviceTtftSeconds),
    secondsPerBatch: (decision, scenario) => time(decision, scenario, residence),
    waiting: perDecision((decision, scenario, timeFactor) => {
      const { gpusPerReplica, replicas } = buildable(decision, scenario);
      const replica = fleetOf(scenario).exact(gpusPerReplica);
      const { engines } = replica;
      return waitingSlowed(replica.queue(slotsOf(replica, decision) / engines), scenario.workload.arrivals, { replicas: replicas * engines, routing: scenario.routing }, timeFactor);
    }),
    plan: (decision, scenario) => {
      const replica = fleetOf(scenario).exact(decision.gpusPerReplica);
      const maxNumSeqs = batchLimit(decision);
      // The longest request that the cache holds: the lengths of the workload are means.
      const maxModelLen = Math.min(scenario.model.maxContextTokens ?? Infinity, Math.floor(replica.memory(maxNumSeqs).kvTokens ?? Infinity));
      const { parallelism } = replica.deployment;
      return {
        engine: engine.id,
        ...parallelism,
        slots: slotsOf(replica, decision),
        flags: launchFlags(engine.engine, { parallelism, maxNumSeqs, maxModelLen }),
        source: replica.timing.kernels.source,
        profile: profile === undefined ? null : profileUse(profile, { model: scenario.model.id, gpu: scenario.gpu.id, engine: engine.engine, engineVersion, tensor: parallelism.tensor }),
      };
    },
    gpuScaling: (gpusPerReplica, scenario) => aloneAt(1, scenario) / aloneAt(gpusPerReplica, scenario),
    batchScaling: (batchExponent, queueRatio, scenario, gpusPerReplica) =>
      aloneAt(gpusPerReplica, scenario) / time({ gpusPerReplica, batchExponent, queueRatio, replicas: 1 }, scenario, residence),
  });
}

/** The limit that the engine is told: a whole number of requests, and in the relaxation a power of two. */
const batchLimit = ({ gpusPerReplica, batchExponent }: Decision): number => (Number.isInteger(gpusPerReplica) ? Math.ceil(2 ** batchExponent) : 2 ** Math.ceil(batchExponent));

/** Requests that a replica runs at once: in the relaxation a batch limit need not be whole. */
const slotsOf = (replica: Replica, decision: Decision): number => Math.min(maxBatchSize(decision) * replica.deployment.parallelism.data, replica.slots(batchLimit(decision)));

/** A positive function in geometric steps between powers of two: the relaxation asks for thousands of values nearby. */
function betweenPowersOfTwo(n: number, read: (power: number) => number): number {
  const exponent = Math.floor(Math.log2(n));
  const low = read(2 ** exponent);
  const share = Math.log2(n) - exponent;
  return share === 0 ? low : low * (read(2 ** (exponent + 1)) / low) ** share;
}

function searchDefaults(engine: Engine, { model, gpu, settings }: Scenario): SearchDefaults {
  const most = Math.floor(Math.log2(settings.maxNumSeqs ?? batchDefaults(engine, gpu).maxNumSeqs));
  return { gpusPerReplica: replicaSizes(model, gpu), batchExponent: [0, Math.min(most, LARGEST_BATCH_EXPONENT)], minQueueRatio: LEAST_QUEUE_RATIO };
}

/** Of the splits of S GPUs the one that serves most requests at the engine's own batch limit; the plainest of equals. */
function bestReplica({ model, gpu }: Scenario, gpus: number, engine: Engine, build: (parallelism: Parallelism) => Replica): Replica {
  const [first, ...others] = splitsOf(model, gpu, gpus).map(build);
  if (first === undefined)
    throw new InfrascaleError({ code: "impossible-parallelism", field: "search.gpusPerReplica", rule: `must divide the attention heads of ${model.id}, in domains of ${tensorDomain(gpu)} GPUs`, value: gpus });
  if (others.length === 0) return first;
  const { maxNumSeqs } = batchDefaults(engine, gpu);
  const rate = (replica: Replica): number => (replica.memory(maxNumSeqs).fits ? replica.at(replica.slots(maxNumSeqs) / replica.engines).requestsPerSecond * replica.engines : 0);
  let best = { replica: first, rate: rate(first) };
  for (const replica of others) {
    const candidate = { replica, rate: rate(replica) };
    if (candidate.rate > best.rate) best = candidate;
  }
  return best.replica;
}

/** The decision that can be built nearest to a real one, no smaller. */
function buildable({ gpusPerReplica, replicas }: Decision, { model, gpu }: Scenario): Pick<Decision, "gpusPerReplica" | "replicas"> {
  const sizes = Number.isInteger(gpusPerReplica) ? [gpusPerReplica] : replicaSizes(model, gpu);
  return { gpusPerReplica: sizes.find((size) => size >= gpusPerReplica) ?? Math.max(...sizes), replicas: Math.ceil(replicas) };
}

/** A search asks for the same decision again and again: by the constraint of every target, and to break ties. */
function perDecision<Value>(compute: (decision: Decision, scenario: Scenario, timeFactor: number) => Value): (decision: Decision, scenario: Scenario, timeFactor?: number) => Value {
  const ofScenario = perScenario(() => new Map<string, Value>());
  return (decision, scenario, timeFactor = 1) => {
    const known = ofScenario(scenario);
    const key = `${decision.gpusPerReplica} ${decision.batchExponent} ${decision.replicas} ${timeFactor}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(decision, scenario, timeFactor);
    known.set(key, value);
    return value;
  };
}

/** A search asks for the same scenario thousands of times. */
function perScenario<Value>(compute: (scenario: Scenario) => Value): (scenario: Scenario) => Value {
  let last: { readonly scenario: Scenario; readonly value: Value } | undefined;
  return (scenario) => {
    if (last?.scenario !== scenario) last = { scenario, value: compute(scenario) };
    return last.value;
  };
}
