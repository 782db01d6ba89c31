import fc from "fast-check";
import type { Decision, Gpu, Model, Scenario } from "../../src/core.js";
import type { EstimateRequest } from "../../src/core.js";
import { scenarioFor } from "./scenario.js";

const provenance = { sources: ["drawn at random"], verified: false, gathered: "2026-11-23", notes: null };

/** A dense model of the given shape; parameters follow from it. */
export function denseModel(layers: number, heads: number, keyValueHeads: number): Model {
  const headSize = 128;
  const hiddenSize = heads * headSize;
  const intermediateSize = 4 * hiddenSize;
  const vocabularySize = 32_000;
  const perLayer =
    2 * hiddenSize * hiddenSize + 2 * hiddenSize * keyValueHeads * headSize + 3 * hiddenSize * intermediateSize;
  const embedding = vocabularySize * hiddenSize;
  const total = layers * perLayer + 2 * embedding;
  return {
    id: "test/dense",
    family: "test",
    aliases: [],
    parameters: { total, active: total, embedding, head: embedding, vision: 0, multiTokenPrediction: 0 },
    hiddenSize,
    vocabularySize,
    maxContextTokens: null,
    layers: [
      {
        count: layers,
        mixer: { kind: "self", queryHeads: heads, keyValueHeads, headSize },
        feedForward: { kind: "dense", intermediateSize, gated: true },
      },
    ],
    checkpoint: { weights: "bf16" },
    provenance,
  };
}

/** A GPU with the given memory (bytes), bandwidth (bytes/s) and 16-bit peak (FLOP/s). */
export function plainGpu(memoryBytes: number, bandwidth: number, peak: number): Gpu {
  return {
    id: "test-gpu",
    name: "Test GPU",
    vendor: "test",
    architecture: "test",
    aliases: [],
    memory: { marketedBytes: memoryBytes, driverBytes: null, visibleBytes: null },
    memoryBandwidthBytesPerSecond: bandwidth,
    peakFlopsPerSecond: { fp32: peak / 2, bf16: peak, fp16: peak, fp8: 2 * peak, int8: 2 * peak },
    interconnect: { kind: "test", bytesPerSecond: 1e11, domainGpus: 8, bridge: null },
    serverGpus: 8,
    powerWatts: 500,
    provenance,
  };
}

export const modelArbitrary: fc.Arbitrary<Model> = fc
  .record({
    layers: fc.integer({ min: 4, max: 100 }),
    heads: fc.constantFrom(8, 16, 32, 64),
    share: fc.constantFrom(1, 2, 4, 8),
  })
  .map(({ layers, heads, share }) => denseModel(layers, heads, heads / share));

export const gpuArbitrary: fc.Arbitrary<Gpu> = fc
  .record({
    gigabytes: fc.integer({ min: 16, max: 300 }),
    terabytes: fc.double({ min: 0.3, max: 8, noNaN: true }),
    teraflops: fc.double({ min: 50, max: 2500, noNaN: true }),
  })
  .map(({ gigabytes, terabytes, teraflops }) => plainGpu(gigabytes * 1e9, terabytes * 1e12, teraflops * 1e12));

export const requestArbitrary: fc.Arbitrary<EstimateRequest> = fc.record({
  model: modelArbitrary,
  gpu: gpuArbitrary,
  precision: fc.record({ weights: fc.constantFrom("bf16" as const, "fp8" as const, "int4" as const) }),
  workload: fc.record({
    requestsInFlight: fc.double({ min: 0.5, max: 20_000, noNaN: true }),
    inputTokens: fc.integer({ min: 1, max: 4000 }),
    outputTokens: fc.integer({ min: 1, max: 2000 }),
  }),
  targets: fc.record({
    tokensPerSecond: fc.double({ min: 0.5, max: 60, noNaN: true }),
    waitSeconds: fc.double({ min: 0.05, max: 60, noNaN: true }),
  }),
});

export const scenarioArbitrary: fc.Arbitrary<Scenario> = requestArbitrary.map(
  ({ model, gpu, precision, workload, targets }) =>
    scenarioFor({
      model,
      gpu,
      precision: { weights: precision?.weights ?? "bf16", kvCache: "bf16" },
      workload,
      targets,
    }),
);

/** Real-valued decisions, as the relaxation visits them. */
export const decisionArbitrary: fc.Arbitrary<Decision> = fc.record({
  gpusPerReplica: fc.double({ min: 1, max: 64, noNaN: true }),
  replicas: fc.double({ min: 1, max: 1000, noNaN: true }),
  batchExponent: fc.double({ min: 0, max: 9, noNaN: true }),
  queueRatio: fc.double({ min: 0.1, max: 100, noNaN: true }),
});
