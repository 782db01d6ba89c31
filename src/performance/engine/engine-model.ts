import { checkedEngine, timedVersion, type Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { isPoolingModel, type Model } from "../../catalog/model.js";
import { checkEngineProfile } from "../../deployment/check-engine-profile.js";
import { checkVersion, SERVED_MODEL_FIELDS } from "../../deployment/deployment.js";
import type { EngineProfile } from "../../deployment/engine-profile.js";
import { keepsPrompts } from "../../deployment/assumed-settings.js";
import { longestCachedTokens } from "../../deployment/memory/engine-memory.js";
import { batchDefaults } from "../../deployment/memory/memory-settings.js";
import { replicaGpus, type Parallelism } from "../../deployment/parallelism.js";
import { profileUse } from "../../deployment/profile-use.js";
import type { Scenario } from "../../deployment/scenario.js";
import { replicaSizes, splitsOf, tensorDomain } from "../../deployment/splits.js";
import { InfrascaleError } from "../../errors.js";
import { checkKeys, checkObject } from "../../internal/check.js";
import { valueAt } from "../../internal/remembered.js";
import { waitingSlowed } from "../../queueing/slowed.js";
import type { Waiting } from "../../queueing/fleet-waiting.js";
import { clientsOf, sourceOf } from "../../workload/loads.js";
import { MOST_TOKENS } from "../../workload/limits.js";
import type { ResolvedLengths } from "../../workload/request-lengths.js";
import { shareTooLong } from "../../workload/too-long.js";
import { usersAtPeak } from "../../workload/users.js";
import { maxBatchSize, type Decision } from "../decision.js";
import { kvCacheUse } from "../kv-cache-use.js";
import { servedLengths, type OperatingPoint } from "../operating-point.js";
import { guarded, type PerformanceModel, type SearchDefaults } from "../performance-model.js";
import { replicaOf, type Replica } from "../replica.js";
import { servingWarnings, type WarnedLoad } from "../serving-warnings.js";
import { checkedConstants, type ServingConstants } from "../timing/serving-constants.js";
import { predictReplica } from "../predict-load.js";
import { inLoadTest } from "./load-test.js";
import { sizedReplicas, type Size, type SizedReplicas } from "./sized-replicas.js";
import { performanceRule } from "../../rules/performance.js";

/** What an engine model is made of beside the rules of its engine. */
export interface EngineModelOptions {
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
 * @param rules - memory rules and defaults of the engine.
 * @param options - version, constants and profile.
 * @returns a performance model.
 * @throws {@link InfrascaleError} `impossible-parallelism` when a size that the caller names cannot be split;
 * `invalid-type` or `out-of-range` for what is no engine, no constants or no profile.
 */
export function engineModel(rules: Engine, options: EngineModelOptions): PerformanceModel {
  checkKeys(checkObject(options, "options"), "options", ["engineVersion", "constants", "profile"]);
  const { profile } = options;
  const engine = checkedEngine(rules);
  const engineVersion = checkVersion(options.engineVersion) ?? timedVersion(engine);
  const constants = checkedConstants(options.constants);
  const own = profile === undefined ? null : checkEngineProfile(profile, "profile");
  const fleetOf = perServed((scenario) => {
    const { model, gpu, precision, settings, speculation, workload } = scenario;
    const lengths = servedLengths(workload, { equal: scenario.targets.acceptance?.equalLengths === true });
    const ofSplit = (parallelism: Parallelism): Replica =>
      replicaOf(
        { model, gpu, engine, engineVersion, precision, parallelism, settings, speculation, profile: own },
        lengths,
        constants,
      );
    const fleet: SizedReplicas = sizedReplicas(
      replicaSizes(model, gpu),
      (gpus) => bestReplica(scenario, gpus, engine, (split) => fleet.exact({ gpusPerReplica: gpus, split })),
      ofSplit,
    );
    return { ...fleet, waits: waitsOf() };
  });

  const running = (replica: Replica, decision: Decision): number =>
    Math.max(1, (Math.min(decision.queueRatio, 1) * slotsOf(replica, decision)) / replica.engines);
  const time = (decision: Decision, scenario: Scenario, read: (at: OperatingPoint) => number): number => {
    const isBuildable = Number.isInteger(decision.gpusPerReplica);
    return fleetOf(scenario).geometric(decision, (replica) => {
      const n = running(replica, decision);
      return isBuildable ? read(replica.at(n)) : betweenPowersOfTwo(n, (power) => read(replica.at(power)));
    });
  };
  const residence = ({ residenceSeconds }: OperatingPoint): number => residenceSeconds;
  const aloneAt = (size: Size, scenario: Scenario): number =>
    fleetOf(scenario).geometric(size, (replica) => replica.at(1).residenceSeconds);

  const waiting = (decision: Decision, scenario: Scenario, timeFactor = 1): Waiting => {
    const { size, replicas } = buildable(decision, scenario);
    const { exact, waits } = fleetOf(scenario);
    const replica = exact(size);
    const slots = Math.floor(slotsOf(replica, decision) / replica.engines);
    const engines = replicas * replica.engines;
    const steady = waits(scenario, replica, slots, engines, timeFactor);
    const { acceptance } = scenario.targets;
    if (acceptance === undefined || !steady.stable) return steady;
    const requests = clientsOf(sourceOf(scenario.workload.arrivals)) ?? steady.inFlight;
    const load = { kind: "closed-loop", requestsInFlight: requests / engines, ...acceptance } as const;
    return inLoadTest(steady, () => predictReplica(replica, load, slots, engines), timeFactor);
  };
  /** Requests that a replica runs and answers per second, mean; all that it has slots for where more comes than it can serve. */
  const meanLoad = (
    replica: Replica,
    decision: Decision,
    scenario: Scenario,
  ): Pick<WarnedLoad, "running" | "requestsPerSecond"> => {
    const waits = waiting(decision, scenario);
    const [running, rate] = waits.stable
      ? [waits.running / decision.replicas, waits.requestsPerSecond]
      : [slotsOf(replica, decision), waits.capacityPerSecond];
    return { running, requestsPerSecond: rate / decision.replicas };
  };

  return guarded({
    name: engine.id,
    searchDefaults: (scenario) =>
      searchDefaults(
        engine,
        scenario,
        (split) =>
          fleetOf(scenario)
            .exact({ gpusPerReplica: replicaGpus(split), split })
            .memory(1).fits,
      ),
    splits: (gpusPerReplica, { model, gpu }) => checkedSplits(model, gpu, gpusPerReplica),
    memory: (decision, scenario) => fleetOf(scenario).memory(decision, batchLimit(decision)),
    slots: (decision, scenario) => fleetOf(scenario).geometric(decision, (replica) => slotsOf(replica, decision)),
    requestTokensPerSecond: (decision, scenario) =>
      scenario.workload.outputTokens / (Math.max(decision.queueRatio, 1) * time(decision, scenario, residence)),
    secondsPerOutputToken: (decision, scenario) =>
      isPoolingModel(scenario.model) ? 0 : time(decision, scenario, ({ tpotSeconds }) => tpotSeconds),
    secondsToFirstToken: (decision, scenario) =>
      time(decision, scenario, ({ serviceTtftSeconds }) => serviceTtftSeconds),
    secondsPerBatch: (decision, scenario) => time(decision, scenario, residence),
    waiting,
    plan: (decision, scenario) => {
      const replica = fleetOf(scenario).exact(decision);
      const memory = replica.memory(batchLimit(decision));
      const { parallelism, settings, precision, speculation } = replica.deployment;
      const longestTokens = longestCachedTokens(memory, scenario.model.maxContextTokens ?? MOST_TOKENS);
      return {
        engine: engine.id,
        engineVersion,
        ...parallelism,
        slots: slotsOf(replica, decision),
        precision,
        settings: {
          maxNumSeqs: memory.maxNumSeqs,
          maxBatchedTokens: replica.served.maxBatchedTokens,
          // What the workload promises fits the longest that model and cache take, by the memory constraint.
          maxModelLen: settings.maxModelLen ?? longestTokens,
          utilization: memory.utilization,
          prefixCaching: keepsPrompts(replica.deployment, replica.lengths),
          receiveIntervalSteps: settings.receiveIntervalSteps ?? 1,
        },
        longestTokens,
        draftTokens: speculation?.draftTokens ?? 0,
        source: replica.timing.source,
        profile: profileUse(replica.deployment),
      };
    },
    kvCache: (decision, scenario) => {
      const replica = fleetOf(scenario).exact(decision);
      return kvCacheUse(replica, meanLoad(replica, decision, scenario).running, batchLimit(decision));
    },
    warnings: (decision, scenario) => {
      const { workload } = scenario;
      const replica = fleetOf(scenario).exact(decision);
      return servingWarnings(
        replica,
        {
          shareTooLong: (limitTokens) => shareTooLong(workload, limitTokens),
          ...meanLoad(replica, decision, scenario),
          users: usersAtPeak(workload) / decision.replicas,
        },
        batchLimit(decision),
      );
    },
    gpuScaling: (gpusPerReplica, scenario, split) =>
      aloneAt({ gpusPerReplica: 1 }, scenario) / aloneAt(sizeOf(gpusPerReplica, split), scenario),
    batchScaling: (batchExponent, queueRatio, scenario, gpusPerReplica, split) => {
      const size = sizeOf(gpusPerReplica, split);
      return aloneAt(size, scenario) / time({ ...size, batchExponent, queueRatio, replicas: 1 }, scenario, residence);
    },
  });
}

/** The limit that the engine is told: a whole number of requests, and in the relaxation a power of two. */
const batchLimit = ({ gpusPerReplica, batchExponent }: Decision): number =>
  Number.isInteger(gpusPerReplica) ? Math.ceil(2 ** batchExponent) : 2 ** Math.ceil(batchExponent);

/** Requests that a replica runs at once: in the relaxation a batch limit need not be whole. */
const slotsOf = (replica: Replica, decision: Decision): number =>
  Math.min(maxBatchSize(decision) * replica.deployment.parallelism.data, replica.slots(batchLimit(decision)));

/** A positive function in geometric steps between powers of two: the relaxation asks for thousands of values nearby. */
function betweenPowersOfTwo(n: number, read: (power: number) => number): number {
  const exponent = Math.floor(Math.log2(n));
  const low = read(2 ** exponent);
  const share = Math.log2(n) - exponent;
  return share === 0 ? low : low * (read(2 ** (exponent + 1)) / low) ** share;
}

const sizeOf = (gpusPerReplica: number, split: Parallelism | undefined): Size =>
  split === undefined ? { gpusPerReplica } : { gpusPerReplica, split };

/**
 * Sizes of one server; several too where the model takes a whole one, so that a cache may be shared by more GPUs. Hardly a load test over
 * several servers was published: where parts of a server do, they are not searched.
 */
function searchDefaults(
  engine: Engine,
  { model, gpu, settings }: Scenario,
  fits: (split: Parallelism) => boolean,
): SearchDefaults {
  const most = Math.floor(Math.log2(settings.maxNumSeqs ?? batchDefaults(engine, gpu).maxNumSeqs));
  const sizes = replicaSizes(model, gpu);
  const server = Math.max(gpu.serverGpus, gpu.interconnect.domainGpus);
  const fitsPart = sizes.some((gpus) => gpus < server && splitsOf(model, gpu, gpus).some(fits));
  return {
    gpusPerReplica: fitsPart ? sizes.filter((gpus) => gpus <= server) : sizes,
    batchExponent: [0, Math.min(most, LARGEST_BATCH_EXPONENT)],
    minQueueRatio: LEAST_QUEUE_RATIO,
  };
}

function checkedSplits(model: Model, gpu: Gpu, gpus: number): readonly Parallelism[] {
  const splits = splitsOf(model, gpu, gpus);
  if (splits.length === 0)
    throw new InfrascaleError({
      code: "impossible-parallelism",
      field: "search.gpusPerReplica",
      ...performanceRule("divides-heads-in-domains", { model: model.id, gpus: tensorDomain(gpu) }),
      value: gpus,
    });
  return splits;
}

/** Of the splits of S GPUs the one that serves most requests at the engine's own batch limit; the plainest of equals. */
function bestReplica(
  { model, gpu }: Scenario,
  gpus: number,
  engine: Engine,
  build: (parallelism: Parallelism) => Replica,
): Replica {
  const [first, ...others] = checkedSplits(model, gpu, gpus).map(build) as [Replica, ...Replica[]];
  if (others.length === 0) return first;
  const { maxNumSeqs } = batchDefaults(engine, gpu);
  const rate = (replica: Replica): number =>
    replica.memory(maxNumSeqs).fits
      ? replica.at(replica.slots(maxNumSeqs) / replica.engines).requestsPerSecond * replica.engines
      : 0;
  let best = { replica: first, rate: rate(first) };
  for (const replica of others) {
    const candidate = { replica, rate: rate(replica) };
    if (candidate.rate > best.rate) best = candidate;
  }
  return best.replica;
}

/** The decision that can be built nearest to a real one, no smaller. */
function buildable(
  { gpusPerReplica, replicas, split }: Decision,
  { model, gpu }: Scenario,
): { readonly size: Size; readonly replicas: number } {
  if (split !== undefined) return { size: { gpusPerReplica, split }, replicas: Math.ceil(replicas) };
  const sizes = Number.isInteger(gpusPerReplica) ? [gpusPerReplica] : replicaSizes(model, gpu);
  return {
    size: { gpusPerReplica: sizes.find((size) => size >= gpusPerReplica) ?? Math.max(...sizes) },
    replicas: Math.ceil(replicas),
  };
}

/** Waits by scenario, replica, and by its slots, number and factor: every constraint on a percentile asks for the same. */
function waitsOf(): (
  scenario: Scenario,
  replica: Replica,
  slots: number,
  replicas: number,
  timeFactor: number,
) => Waiting {
  const kept = new WeakMap<Scenario, Map<Replica, Map<string, Waiting>>>();
  return (scenario, replica, slots, replicas, timeFactor) => {
    const ofScenario = valueAt(kept, scenario, () => new Map<Replica, Map<string, Waiting>>());
    const ofReplica = valueAt(ofScenario, replica, () => new Map<string, Waiting>());
    return valueAt(ofReplica, `${slots} ${replicas} ${timeFactor}`, () =>
      waitingSlowed(
        replica.queue(slots),
        sourceOf(scenario.workload.arrivals),
        { replicas, routing: scenario.routing },
        timeFactor,
      ),
    );
  };
}

/** What is served, by whom it is asked for apart: a search asks for the same thousands of times, under loads of all sizes. */
function perServed<Value>(compute: (scenario: Scenario) => Value): (scenario: Scenario) => Value {
  let last: { readonly scenario: Scenario; readonly value: Value } | undefined;
  return (scenario) => {
    if (last?.scenario !== scenario)
      last = {
        scenario,
        value: last !== undefined && servesTheSame(last.scenario, scenario) ? last.value : compute(scenario),
      };
    return last.value;
  };
}

const LENGTHS = [
  "input",
  "output",
  "maxOutputTokens",
  "sharedPrefixTokens",
  "prefixCacheHitRate",
  "images",
] as const satisfies readonly (keyof ResolvedLengths)[];

/** Formats and settings are made anew for every request. */
const servesTheSame = (one: Scenario, other: Scenario): boolean =>
  SERVED_MODEL_FIELDS.every(
    (field) =>
      one[field] === other[field] ||
      (field !== "model" && field !== "gpu" && JSON.stringify(one[field]) === JSON.stringify(other[field])),
  ) &&
  LENGTHS.every((field) => one.workload[field] === other.workload[field]) &&
  one.targets.acceptance?.equalLengths === other.targets.acceptance?.equalLengths;
