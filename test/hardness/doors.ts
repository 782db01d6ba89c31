import engineTiming from "../../catalogs/engine-timing.json" with { type: "json" };
import kernelLaws from "../../catalogs/kernel-laws.json" with { type: "json" };
import * as calibrateEntry from "../../src/calibrate.js";
import * as coreEntry from "../../src/core.js";
import * as engineEntry from "../../src/engine.js";
import * as importEntry from "../../src/import.js";
import * as root from "../../src/index.js";
import * as simulateEntry from "../../src/simulate.js";
import { denseModel } from "../support/arbitraries.js";

/** A function that users call, and arguments that it takes. */
export interface Door {
  readonly call: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
}

/** All that each entry of the package exports. */
export const ENTRIES = {
  ".": root,
  "./core": coreEntry,
  "./engine": engineEntry,
  "./simulate": simulateEntry,
  "./calibrate": calibrateEntry,
  "./import": importEntry,
} as const;

const door = <Args extends readonly unknown[]>(call: (...args: Args) => unknown, ...args: Args): Door => ({
  call: call,
  args,
});

const model: coreEntry.Model = { ...denseModel(2, 8, 2), maxContextTokens: 8192 };
const mixture: coreEntry.Model = {
  ...model,
  layers: [
    {
      count: 1,
      mixer: {
        kind: "latent",
        heads: 8,
        queryRank: 64,
        keyValueRank: 64,
        ropeHeadSize: 16,
        nopeHeadSize: 32,
        valueHeadSize: 32,
        indexer: { heads: 2, headSize: 16, topTokens: 64 },
      },
      feedForward: {
        kind: "experts",
        experts: 8,
        expertsPerToken: 2,
        expertIntermediateSize: 128,
        sharedIntermediateSize: 0,
        gated: true,
      },
    },
    { count: 1, mixer: { kind: "linear", family: "mamba2", stateElements: 1024, parameters: 1e6 }, feedForward: null },
  ],
};
const gpu = root.findGpu("h100-sxm5-80gb", root.gpus);
const engine = root.engineAtVersion(root.engines, "vllm") as engineEntry.Engine;
const precision = { weights: "bf16", kvCache: "bf16" } as const;
const parallelism = { tensor: 1, pipeline: 1, expert: 1, data: 1 };
const settings = { maxNumSeqs: 8, maxBatchedTokens: 2048, maxModelLen: 4096, utilization: 0.9 };
const speculation = { draftTokens: 2, acceptanceRate: 0.7 };
const lengths = { inputTokens: 200, outputTokens: 50, prefixCacheHitRate: 0.1 };
const inFlight = { requestsInFlight: 4, peakFactor: 1, ...lengths };
const users = {
  namedUsers: 40,
  activeFraction: 0.5,
  thinkSeconds: 20,
  inputTokens: { mean: 200, cv: 0.5 },
  outputTokens: { values: [20, 80] },
};
const targets = { tokensPerSecond: 5, waitSeconds: 5 };
const percentiles = { ttft: { p95: 3 }, tpot: 0.5, e2e: { p99: 60 } };
const constants = engineEntry.servingConstants({ kernelLaws, engineTiming });
const workload = root.resolveWorkload(inFlight);
const scenario: coreEntry.Scenario = {
  model,
  gpu,
  precision: { ...precision },
  settings: {},
  speculation: null,
  workload,
  targets,
  routing: "round-robin",
};
const decision = { gpusPerReplica: 2, replicas: 2, batchExponent: 3, queueRatio: 0.5 };
const classic = root.classicModel();
const inputs = coreEntry.classicInputs(scenario);
const spread = {
  input: coreEntry.lengthDistribution({ mean: 200, cv: 0.5 }, "input"),
  output: coreEntry.lengthDistribution(50, "output"),
};
const law = { stepSeconds: 0.01, requestSeconds: 1e-4, promptTokenSeconds: 2e-5 };
const curve = engineEntry.linearCurve({ ...law, slots: 4 }, spread);
const clock = simulateEntry.linearClock(law);
const search = { gpusPerReplica: [1, 2], batchExponent: [2, 3], minQueueRatio: 0.2, maxGpus: 64 } as const;
const served = { model, gpu, precision, settings, speculation };
const closedLoop = { kind: "closed-loop", requestsInFlight: 4, rounds: 8, equalLengths: false } as const;
const prediction = root.predictServing({ model: "llama-3.1-8b", gpu: "h100", load: closedLoop, ...lengths });
const observation = (concurrency: number, tpotSeconds: number): calibrateEntry.Observation => ({
  source: { tool: "plain", file: "a.csv", line: 2 },
  model: "meta-llama/Llama-3.1-8B-Instruct",
  gpu: "h100",
  gpus: 1,
  engine: "vllm",
  engineVersion: "0.19",
  weights: "bf16",
  kvCache: "bf16",
  tensor: 1,
  maxNumSeqs: 128,
  concurrency,
  arrivals: "sustained",
  inputTokens: 512,
  outputTokens: 256,
  statistic: "mean",
  tpotSeconds,
  ttftSeconds: 0.1,
  requestSeconds: 0.1 + 255 * tpotSeconds,
  requestsPerSecond: concurrency / (0.1 + 255 * tpotSeconds),
  completed: 1000,
  prompts: 1000,
  outputTokensPerSecond: (256 * concurrency) / (0.1 + 255 * tpotSeconds),
  failedFraction: 0,
  durationSeconds: 600,
  derived: ["requestsPerSecond"],
});
const observations = [observation(1, 0.008), observation(8, 0.009), observation(64, 0.014)];
const { profile } = calibrateEntry.calibrate(observations, { created: "2026-11-23" });
/** What a replay looks at of an estimate. */
const estimate = ((): root.ReplayableEstimate => {
  const { status, plan, request, maxBatchSize, replicas } = root.estimateGpus(
    { model: "llama-3.1-8b", gpu: "h100", workload: inFlight, targets },
    { search: { gpusPerReplica: [1], batchExponent: [2, 2] } },
  ) as root.ReplayableEstimate;
  return { status, plan, request, maxBatchSize, replicas } as root.ReplayableEstimate;
})();
const constraint: coreEntry.Constraint = {
  name: "budget",
  unit: "GPUs",
  withMoreReplicas: "harder",
  evaluate: ({ gpusPerReplica, replicas }) => ({ demand: gpusPerReplica * replicas, limit: 64 }),
};
const bowl = {
  objective: ([x = 0]: readonly number[]): number => (x - 1) ** 2,
  start: [0.5],
  bounds: [[0, 2]],
} as const;
const traceRequests = {
  arrivalSeconds: [0, 1],
  inputTokens: [10, 20],
  outputTokens: [5, 6],
  maxOutputTokens: [5, 6],
  cachedTokens: [0, 1],
  sharedTokens: [2, 2],
  prefixes: [1, 1],
  sessions: [1, 2],
  thinkSeconds: [0, 0],
};
const drawn = { requests: 12, ...spread, sharedTokens: 2, cachedShare: 0.1, maxOutputTokens: 200 };
const fleet = {
  clock,
  scheduler: { admission: "prompt", chunksPrompts: true, lagSteps: 1 },
  replicas: 2,
  engines: 1,
  lanes: 1,
  stages: 1,
  routing: "random",
  slots: 4,
  maxBatchedTokens: 64,
  seed: 1,
  warmUpShare: 0.1,
  timeSeriesSeconds: 5,
  onProgress: (): void => undefined,
} as const;
const table = "concurrency,inputTokens,outputTokens,tpotSeconds\n1,100,200,0.02\n";
const config = {
  model_type: "llama",
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  intermediate_size: 128,
  vocab_size: 100,
  max_position_embeddings: 1024,
  torch_dtype: "bfloat16",
};
const performance: root.PerformanceModel = { ...classic };

/** What a curve, a clock or another bundle of functions says: doors of their own. */
const readCurve = ({
  slots,
  residenceSeconds,
  stepSeconds,
  readingSeconds,
  tokenSeconds,
}: engineEntry.ReplicaCurve): unknown => [
  slots,
  residenceSeconds(2),
  stepSeconds(2),
  readingSeconds(2, 100),
  tokenSeconds(2),
];
const readModel =
  (of: root.PerformanceModel) =>
  (at: root.Decision, given: root.Scenario): unknown => [
    of.searchDefaults(given),
    of.memory(at, given),
    of.slots(at, given),
    of.requestTokensPerSecond(at, given),
    of.secondsPerOutputToken(at, given),
    of.secondsToFirstToken(at, given),
    of.secondsPerBatch(at, given),
    of.waiting?.(at, given),
  ];
const evaluated =
  (of: coreEntry.Constraint) =>
  (at: root.Decision, given: root.Scenario): unknown =>
    root.evaluateConstraint(of, at, given);

/** Exports that are called with what is good, by their names; several where one name has several doors. Of a name that the root exports, the root's. */
const DOORS: Readonly<Record<string, Door | readonly Door[]>> = {
  bytesPerElement: door(coreEntry.bytesPerElement, "bf16"),
  capacityConstraint: [
    door(root.capacityConstraint, performance),
    door(evaluated(root.capacityConstraint(classic)), decision, scenario),
  ],
  checkGpu: door((given: root.Gpu, field: string) => coreEntry.checkGpu(given, field).id, gpu, "gpu"),
  checkModel: [model, mixture].map((of) =>
    door((given: root.Model, field: string) => coreEntry.checkModel(given, field).id, of, "model"),
  ),
  checkTargets: [door(coreEntry.checkTargets, targets), door(coreEntry.checkTargets, percentiles)],
  classicBatchScaling: door(root.classicBatchScaling, 3, 0.5),
  classicBatchSeconds: door(coreEntry.classicBatchSeconds, inputs, 4),
  classicDecodeSeconds: door(coreEntry.classicDecodeSeconds, inputs, 4),
  classicGpuScaling: door(root.classicGpuScaling, 4, 0.85),
  classicInputs: door(coreEntry.classicInputs, scenario),
  classicMemoryGigabytes: door(coreEntry.classicMemoryGigabytes, inputs, 4, 20),
  classicModel: [
    door(root.classicModel, {
      memoryOverheadPercent: 20,
      efficiency: 0.85,
      gpuScaling: () => 2,
      batchScaling: () => 1.5,
    }),
    door(readModel(classic), decision, scenario),
    door(classic.gpuScaling, 2, scenario),
    door(classic.batchScaling, 3, 0.5, scenario, 2),
  ],
  classicPrefillSeconds: door(coreEntry.classicPrefillSeconds, inputs, 4),
  countParameters: [door(coreEntry.countParameters, model), door(coreEntry.countParameters, mixture)],
  deploymentMemory: [
    door((options: root.DeploymentMemoryOptions) => root.deploymentMemory(options).maxConcurrency(1000), {
      model,
      gpu,
      engine,
      precision,
      parallelism,
      ...settings,
      blockTokens: 16,
      latentLayout: "scaled",
    }),
    door(root.deploymentMemory({ model, gpu, engine, precision }).maxConcurrency, 1000),
  ],
  engineAtVersion: door(root.engineAtVersion, root.engines, "vllm", "0.19"),
  engineModel: [
    door(root.engineModel, "vllm@0.19", { profile }),
    door(root.engineModel, engine, { engineVersion: "0.19", constants, profile }),
    door(readModel(root.engineModel(engine)), decision, scenario),
    door(root.engineModel().gpuScaling, 2, scenario),
    door(root.engineModel().batchScaling, 3, 0.5, scenario, 2),
  ],
  estimatedDeployment: door(root.estimatedDeployment, estimate),
  estimateGpus: [
    door(
      root.estimateGpus,
      {
        model: "llama-3.1-8b",
        gpu: "h100",
        engine: "vllm",
        precision,
        workload: users,
        targets: percentiles,
        routing: "random",
      },
      { search, maxUtilisation: 0.9, spareReplicas: 1, confidence: 0.6, band: { confidence: 0.5 } },
    ),
    door(
      root.estimateGpus,
      { model: "llama-3.1-8b", gpu: "h100", settings, speculation, workload: inFlight, targets },
      { search, verify: { requests: 20, seed: 1 } },
    ),
  ],
  evaluateConstraint: door(root.evaluateConstraint, constraint, decision, scenario),
  exhaustive: [door(root.exhaustive, { pointsPerAxis: 3 }), door(root.exhaustive({ pointsPerAxis: 3 }), bowl)],
  feedForwardParameters: [
    door(coreEntry.feedForwardParameters, model.layers[0]?.feedForward ?? null, 64),
    door(coreEntry.feedForwardParameters, mixture.layers[0]?.feedForward ?? null, 64),
  ],
  findGpu: door((id: string, list: readonly root.Gpu[]) => root.findGpu(id, list).id, "h100-sxm5-80gb", [gpu]),
  imageTokens: door(
    coreEntry.imageTokens,
    root.findModel("qwen3-vl-8b", root.models).imageEncoder as coreEntry.ImageEncoder,
    { widthPixels: 1024, heightPixels: 768 },
  ),
  findModel: door((id: string, list: readonly root.Model[]) => root.findModel(id, list).id, "test/dense", [model]),
  layerCount: door(coreEntry.layerCount, model),
  lengthDistribution: [
    door(coreEntry.lengthDistribution, { mean: 100, cv: 0.5 }, "input"),
    door(coreEntry.lengthDistribution, { values: [1, 2] }, "input"),
    door(coreEntry.lengthDistribution(100, "input").quantile, 0.5),
    door(coreEntry.lengthDistribution({ mean: 100, cv: 1 }, "input").quantile, 0.5),
  ],
  linearCurve: door(
    (options: engineEntry.LinearCurveOptions, of: engineEntry.WaitingLengths) =>
      readCurve(engineEntry.linearCurve(options, of)),
    { ...law, slots: 4 },
    spread,
  ),
  maxBatchSize: door(root.maxBatchSize, { batchExponent: 3 }),
  measuredCurve: door(
    (options: engineEntry.MeasuredCurveOptions, of: engineEntry.WaitingLengths) =>
      readCurve(engineEntry.measuredCurve(options, of)),
    {
      points: [
        { running: 1, residenceSeconds: 2 },
        { running: 4, residenceSeconds: 3 },
      ],
      slots: 4,
      promptTokenSeconds: 1e-5,
    },
    spread,
  ),
  memoryConstraint: [
    door(root.memoryConstraint, performance),
    door(evaluated(root.memoryConstraint(classic)), decision, scenario),
  ],
  mixerParameters: [
    door(coreEntry.mixerParameters, model.layers[0]?.mixer ?? null, 64),
    ...mixture.layers.map(({ mixer }) => door(coreEntry.mixerParameters, mixer, 64)),
  ],
  nelderMead: [
    door(root.nelderMead, {
      adaptive: true,
      xTolerance: 1e-3,
      valueTolerance: 1e-3,
      relativeTolerance: 0,
      maxEvaluations: 50,
      initialStep: [0.1],
      restarts: 1,
    }),
    door(root.nelderMead(), bowl),
  ],
  normaliseName: door(root.normaliseName, "H100 SXM"),
  parseModelName: door(root.parseModelName, "org/Model-FP8"),
  predictServing: [
    door(root.predictServing, {
      model: "llama-3.1-8b",
      gpu: "h100",
      engine: "vllm@0.19",
      precision,
      parallelism,
      settings,
      speculation,
      profile,
      replicas: 2,
      load: closedLoop,
      ...lengths,
    }),
    door(root.predictServing, { ...served, engine, engineVersion: "0.19", load: closedLoop, ...lengths }, constants),
    door(root.predictServing, {
      model: "llama-3.1-8b",
      gpu: "h100",
      load: { kind: "open", requestsPerSecond: 1, cv: 1 },
      inputTokens: { mean: 200, cv: 0.5 },
      outputTokens: 50,
    }),
  ],
  predictWaiting: door(root.predictWaiting, {
    model: "llama-3.1-8b",
    gpu: "h100",
    parallelism,
    settings,
    replicas: 2,
    routing: "least-loaded",
    workload: users,
  }),
  presetTargets: door(root.presetTargets, "chat"),
  presetWorkload: door(root.presetWorkload, "chat", { concurrentUsers: 5 }),
  requestSpeed: door(coreEntry.requestSpeed, performance, decision, scenario),
  requestsHeld: door(coreEntry.requestsHeld, decision, 8),
  requestsInFlight: door(root.requestsInFlight, performance, decision, scenario),
  resolveWorkload: [
    door(root.resolveWorkload, inFlight),
    door(root.resolveWorkload, users as root.Workload),
    door(root.resolveWorkload, { requestsPerSecond: 2, arrivalCv: 1.5, ...lengths }),
  ],
  searchCatalog: door(
    (list: readonly root.Gpu[], text: string) => root.searchCatalog(list, text).length,
    [gpu],
    "h100",
  ),
  servingIntervals: door(root.servingIntervals, prediction, { confidence: 0.8 }),
  spareReplicas: door(root.spareReplicas, { replicas: 8, availability: 0.99, target: 0.999 }),
  standardConstraints: door(root.standardConstraints, performance, targets, 0.9),
  throughputConstraint: [
    door(root.throughputConstraint, performance, 20),
    door(evaluated(root.throughputConstraint(classic, 20)), decision, scenario),
  ],
  timeConstraint: door(root.timeConstraint, root.engineModel(), "ttft", "p95", 2),
  utilisationConstraint: door(root.utilisationConstraint, root.engineModel(), 0.9),
  verifyEstimate: door(root.verifyEstimate, estimate, { requests: 20, seed: 1 }),
  waitConstraint: [
    door(root.waitConstraint, performance, 2),
    door(evaluated(root.waitConstraint(classic, 2)), decision, scenario),
  ],
  waitSeconds: door(coreEntry.waitSeconds, performance, decision, scenario),
  waiting: [
    door(
      engineEntry.waiting,
      curve,
      spread,
      { kind: "users", users: 10, thinkSeconds: 5 },
      { replicas: 2, routing: "random" },
    ),
    door(
      engineEntry.waiting,
      curve,
      spread,
      { kind: "open", requestsPerSecond: 1, cv: 1.5 },
      { replicas: 2, routing: "least-loaded" },
    ),
  ],
  waitingOf: door(coreEntry.waitingOf, root.engineModel(), decision, {
    ...scenario,
    workload: root.resolveWorkload(users as root.Workload),
  }),
};

/** Those that take less than the export of the same name in the root, and those of one entry alone. */
const OTHERS: Readonly<Record<string, Door | readonly Door[]>> = {
  "./core estimateGpus": door(
    coreEntry.estimateGpus,
    { ...served, workload: inFlight, targets },
    {
      performance,
      constraints: [constraint],
      objective: { ...coreEntry.gpuObjective },
      search,
      minimizer: root.nelderMead(),
    },
  ),
  "./engine engineModel": door(engineEntry.engineModel, engine, { engineVersion: "0.19", constants, profile }),
  "./import modelFromHuggingFace": door(importEntry.modelFromHuggingFace, config, {
    id: "org/tiny",
    gathered: "2026-11-23",
  }),
  "./engine predictServing": door(
    engineEntry.predictServing,
    { ...served, engine, engineVersion: "0.19", parallelism, profile, replicas: 2, load: closedLoop, ...lengths },
    constants,
  ),
  "./engine servingConstants": door((tables: engineEntry.ConstantTables) => engineEntry.servingConstants(tables).laws, {
    kernelLaws,
    engineTiming,
  }),
  "./simulate linearClock": door(simulateEntry.linearClock, { ...law, cachedTokenSeconds: 1e-9 }),
  "./simulate simulate": [
    door(simulateEntry.simulate, {
      model: "llama-3.1-8b",
      gpu: "h100",
      parallelism,
      settings,
      speculation,
      replicas: 2,
      routing: "random",
      workload: users,
      requests: 20,
      seed: 1,
      targets: percentiles,
    }),
    door(simulateEntry.simulate, { model: "llama-3.1-8b", gpu: "h100", trace: traceRequests }),
  ],
  "./simulate simulateFleet": [
    door(simulateEntry.simulateFleet, {
      ...fleet,
      kv: { blocks: 100, blockTokens: 16, requestBlocks: 1 },
      targets: { ttftSeconds: 1 },
      traffic: { kind: "open", requestsPerSecond: 1, cv: 1.5, ...drawn },
    }),
    door(simulateEntry.simulateFleet, {
      ...fleet,
      traffic: { kind: "users", users: 5, thinkSeconds: 1, thinking: "fixed", ...drawn },
    }),
    door(simulateEntry.simulateFleet, { ...fleet, traffic: { kind: "trace", requests: traceRequests } }),
  ],
  "./calibrate calibrate": door(calibrateEntry.calibrate, [observation(8, 0.009)], {
    created: "2026-11-23",
    priors: true,
    minimizer: root.nelderMead({ maxEvaluations: 20 }),
    maxIterations: 20,
    weights: [2],
    model: "llama-3.1-8b",
    gpu: "h100",
    engine: "vllm",
    precision,
    parallelism,
    settings: { maxNumSeqs: 128 },
    prefixCacheHitRate: 0.1,
    inputTokens: 512,
    equalLengths: false,
  }),
  "./calibrate checkObservations": door(calibrateEntry.checkObservations, observations),
  "./calibrate readLoadTest": door(calibrateEntry.readLoadTest, table, { file: "a.csv" }),
  "./calibrate readLoadTests": door(calibrateEntry.readLoadTests, [
    { name: "a.csv", text: table },
  ] as readonly calibrateEntry.NamedText[]),
};

/** The doors of an export; undefined where the table has none. */
export function doorsOf(entry: keyof typeof ENTRIES, name: string): readonly Door[] | undefined {
  const doors = OTHERS[`${entry} ${name}`] ?? DOORS[name];
  return doors === undefined || Array.isArray(doors) ? (doors as readonly Door[] | undefined) : [doors as Door];
}
