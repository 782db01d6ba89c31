import { resolveWorkload, type Gpu, type Model, type Scenario, type Workload } from "../../src/index.js";
import { bytesFromGigabytes, fromBillions, fromTera } from "../../src/units.js";
import type { Precision } from "../../src/index.js";

/** Parameters of the original, with its names and units. */
export interface OriginalInput {
  readonly users: number;
  readonly target_speed: number;
  readonly model_b_params: number;
  readonly model_layers: number;
  readonly model_dim: number;
  readonly bytes_per_param: number;
  readonly tokens_per_request: number;
  readonly prompt_size: number;
  readonly memory_overhead_percent: number;
  readonly efficiency_factor: number;
  readonly gpu_vram_gb: number;
  readonly gpu_flops: number;
  readonly gpu_bandwidth: number;
  readonly max_wait: number;
}

const PRECISION_BY_BYTES: Readonly<Record<number, Precision>> = { 0.5: "fp4", 1: "fp8", 2: "bf16", 4: "fp32" };

/** The original's users and lengths. */
export const workloadOf = (input: OriginalInput): Workload => ({
  requestsInFlight: input.users,
  inputTokens: input.prompt_size,
  outputTokens: input.tokens_per_request - input.prompt_size,
});

/** The original's parameters as a scenario of this library. */
export function scenarioOf(input: OriginalInput): Scenario {
  const weights = PRECISION_BY_BYTES[input.bytes_per_param];
  if (weights === undefined) throw new Error(`bytes_per_param must be 0.5, 1, 2 or 4, got ${input.bytes_per_param}`);
  return {
    model: modelOf(input),
    gpu: gpuOf(input),
    precision: { weights, kvCache: "bf16" },
    workload: resolveWorkload(workloadOf(input)),
    targets: { tokensPerSecond: input.target_speed, waitSeconds: input.max_wait },
    routing: "round-robin",
    settings: {},
    speculation: null,
  };
}

const provenance = { sources: ["the original's parameters"], verified: false, gathered: "2026-11-23", notes: null };

function modelOf(input: OriginalInput): Model {
  const total = fromBillions(input.model_b_params);
  return {
    id: "original",
    family: "original",
    aliases: [],
    parameters: { total, active: total, embedding: 0, head: 0, vision: 0, multiTokenPrediction: 0 },
    hiddenSize: input.model_dim,
    vocabularySize: 1,
    maxContextTokens: null,
    layers: [{ count: input.model_layers, mixer: null, feedForward: null }],
    checkpoint: { weights: "bf16" },
    provenance,
  };
}

function gpuOf(input: OriginalInput): Gpu {
  const peak = fromTera(input.gpu_flops);
  return {
    id: "original",
    name: "original",
    vendor: "original",
    architecture: "original",
    aliases: [],
    memory: { marketedBytes: bytesFromGigabytes(input.gpu_vram_gb), driverBytes: null, visibleBytes: null },
    memoryBandwidthBytesPerSecond: fromTera(input.gpu_bandwidth),
    peakFlopsPerSecond: { fp32: peak, bf16: peak, fp16: peak, fp8: peak, int8: peak, fp4: peak },
    interconnect: { kind: "none", bytesPerSecond: 1, domainGpus: 1, bridge: null },
    serverGpus: 8,
    powerWatts: 1,
    provenance,
  };
}
