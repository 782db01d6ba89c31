import type { Parallelism } from "../../src/deployment/memory/index.js";
import { deploymentMemory } from "../../src/deployment/memory/index.js";
import { timingAtVersion } from "../../src/performance/serving/engine-timing.js";
import { occupancy, type Occupancy } from "../../src/performance/serving/occupancy.js";
import type { ServingModel, Speculation } from "../../src/performance/serving/serving-times.js";
import { speedProfile } from "../../src/kernels/speed-profile.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { engineOf, gpuOf, modelOf } from "../../src/shipped/resolve-names.js";
import { simulateFleet, simulatedReplica, type Simulation } from "../../src/simulate/index.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";

/** A closed loop on one replica. */
export interface LoopCase {
  readonly model: string;
  readonly gpu: string;
  readonly engine: string;
  readonly parallelism?: Partial<Parallelism>;
  readonly clients: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly speculation?: Speculation;
}

/** The closed form and the simulation of one case. */
export interface LoopComparison {
  readonly predicted: Occupancy;
  readonly simulated: Simulation;
  /** Simulated over predicted. */
  readonly throughput: number;
  readonly tpot: number;
  readonly ttft: number;
}

/** Several models, GPUs, engines, splits, lengths and numbers of clients. */
export const LOOP_CASES: readonly LoopCase[] = [
  ...[1, 8, 64, 256].map((clients) => ({ model: "llama-3.1-8b", gpu: "h100", engine: "vllm", clients, inputTokens: 1155, outputTokens: 211 })),
  { model: "llama-3.1-8b", gpu: "l40s", engine: "vllm@0.7", clients: 16, inputTokens: 1155, outputTokens: 211 },
  { model: "llama-3.1-8b", gpu: "l40s", engine: "sglang", clients: 32, inputTokens: 512, outputTokens: 512 },
  { model: "llama-3.1-70b", gpu: "h100", engine: "vllm", parallelism: { tensor: 4 }, clients: 32, inputTokens: 1024, outputTokens: 1024 },
  { model: "llama-3.1-70b", gpu: "h100", engine: "tensorrt-llm", parallelism: { tensor: 4 }, clients: 64, inputTokens: 2944, outputTokens: 283 },
  { model: "llama-3.1-70b", gpu: "h100", engine: "vllm", parallelism: { tensor: 2, pipeline: 2 }, clients: 64, inputTokens: 1024, outputTokens: 256 },
  { model: "gpt-oss-120b", gpu: "h200", engine: "vllm", clients: 64, inputTokens: 1024, outputTokens: 512 },
  { model: "deepseek-v3", gpu: "b200", engine: "sglang", parallelism: { tensor: 8 }, clients: 128, inputTokens: 1024, outputTokens: 1024 },
  { model: "deepseek-v3", gpu: "h200", engine: "vllm", parallelism: { data: 8, expert: 8 }, clients: 128, inputTokens: 1024, outputTokens: 512 },
  { model: "llama-3.1-8b", gpu: "h100", engine: "vllm", clients: 16, inputTokens: 12035, outputTokens: 343 },
  { model: "llama-3.1-8b", gpu: "h100", engine: "vllm", clients: 16, inputTokens: 1024, outputTokens: 512, speculation: { draftTokens: 3, acceptanceRate: 0.7 } },
];

/** Answers differ, so that requests keep apart; few enough that the mean is what counts. */
const ANSWER_VARIATION = 0.3;
const ROUNDS = 60;

/** Predicts and simulates a closed loop without a start. */
export function compareLoop({ model: modelName, gpu: gpuName, engine: engineName, parallelism: given = {}, clients, inputTokens, outputTokens, speculation }: LoopCase): LoopComparison {
  const [model, gpu, { engine, version }] = [modelOf(modelName), gpuOf(gpuName), engineOf(engineName)];
  const parallelism: Parallelism = { tensor: 1, pipeline: 1, data: 1, expert: 1, ...given };
  const constants = shippedConstants();
  const { weights, scaling } = model.checkpoint;
  const memory = deploymentMemory({ model, gpu, engine, precision: { weights, kvCache: "bf16" }, parallelism, maxNumSeqs: Math.ceil(clients / parallelism.data), maxModelLen: 4 * (inputTokens + outputTokens) });
  const serving: ServingModel = {
    profile: speedProfile({ model, gpu, engine: engine.engine, storage: { weights, ...(scaling === undefined ? {} : { scaling }) }, cache: "bf16", parallelism }, constants.laws),
    timing: timingAtVersion(constants.timings, engine.engine, version ?? engine.version),
    speculation,
  };
  const predicted = occupancy(serving, clients, { inputTokens, outputTokens, prefixCacheHitRate: 0, equal: false, outputSquaredCv: 0 });
  const simulated = simulateFleet({
    ...simulatedReplica({ model: serving, memory, engine }),
    replicas: 1,
    traffic: { kind: "sustained", requestsInFlight: clients, requests: ROUNDS * clients, input: lengthDistribution(inputTokens, "input"), output: lengthDistribution({ mean: outputTokens, cv: ANSWER_VARIATION }, "output") },
  });
  return {
    predicted,
    simulated,
    throughput: simulated.requestsPerSecond / predicted.requestsPerSecond,
    tpot: (simulated.tpotSeconds?.mean ?? NaN) / predicted.tpotSeconds,
    ttft: (simulated.ttftSeconds?.mean ?? NaN) / predicted.serviceTtftSeconds,
  };
}
