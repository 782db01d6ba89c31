import engineEntries from "../../../catalogs/engines.json" with { type: "json" };
import { engineAtVersion, type Engine, type EngineName } from "../../../src/catalog/engine.js";
import type { Gpu } from "../../../src/catalog/gpu.js";
import type { FeedForward, LayerGroup, Mixer, Model, ModelParameters } from "../../../src/catalog/model.js";
import { bytesFromGib } from "../../../src/units.js";

const provenance = { sources: ["hand-written for tests"], verified: false, gathered: "2026-11-25", notes: null };

export const engines = engineEntries as readonly Engine[];

export function engine(name: EngineName, version?: string): Engine {
  const found = engineAtVersion(engines, name, version);
  if (found === undefined) throw new Error(`no ${name} ${version}`);
  return found;
}

/** A GPU whose memory an engine sees as `visibleGib`; the rest as an H100. */
export const gpu = (visibleGib: number, changes: Partial<Gpu> = {}): Gpu => ({
  id: "test-gpu",
  name: "Test GPU",
  vendor: "NVIDIA",
  architecture: "Hopper",
  aliases: [],
  memory: { marketedBytes: 80e9, driverBytes: bytesFromGib(visibleGib + 0.46), visibleBytes: bytesFromGib(visibleGib) },
  memoryBandwidthBytesPerSecond: 3.35e12,
  peakFlopsPerSecond: { bf16: 989e12, fp8: 1979e12 },
  interconnect: { kind: "NVLink4", bytesPerSecond: 900e9, domainGpus: 8, bridge: null },
  serverGpus: 8,
  powerWatts: 700,
  provenance,
  ...changes,
});

/** Total memory in vLLM's logs: H100 80GB. */
export const h100: Gpu = gpu(79.19);
/** Assumed total that fits the logs. */
export const h200: Gpu = gpu(139.81);

/** Total memory in vLLM's logs: RTX PRO 6000, on PCIe. */
export const rtxPro6000: Gpu = gpu(94.97, {
  architecture: "Blackwell (GB202)",
  interconnect: { kind: "PCIe5", bytesPerSecond: 128e9, domainGpus: 1, bridge: null },
});

interface Shape {
  readonly hiddenSize: number;
  readonly vocabularySize: number;
  readonly maxContextTokens?: number;
  readonly layers: readonly LayerGroup[];
  readonly parameters: Partial<ModelParameters> & { readonly total: number };
}

export const model = ({ parameters, maxContextTokens = 131072, ...shape }: Shape): Model => ({
  id: "test/model",
  family: "Test",
  aliases: [],
  maxContextTokens,
  checkpoint: { weights: "bf16" },
  provenance,
  ...shape,
  parameters: {
    active: parameters.total,
    embedding: shape.hiddenSize * shape.vocabularySize,
    head: shape.hiddenSize * shape.vocabularySize,
    vision: 0,
    multiTokenPrediction: 0,
    ...parameters,
  },
});

export const dense = (intermediateSize: number): FeedForward => ({ kind: "dense", intermediateSize, gated: true });
export const self = (
  queryHeads: number,
  keyValueHeads: number,
  headSize: number,
  windowTokens?: number,
  chunked = false,
): Mixer => ({
  kind: "self",
  queryHeads,
  keyValueHeads,
  headSize,
  ...(windowTokens === undefined ? {} : { windowTokens, chunked }),
});

/** Published configs; totals are those of the checkpoints' safetensors. */
export const llama8b: Model = model({
  hiddenSize: 4096,
  vocabularySize: 128256,
  parameters: { total: 8030261248 },
  layers: [{ count: 32, mixer: self(32, 8, 128), feedForward: dense(14336) }],
});
export const llama70b: Model = model({
  hiddenSize: 8192,
  vocabularySize: 128256,
  parameters: { total: 70553706496 },
  layers: [{ count: 80, mixer: self(64, 8, 128), feedForward: dense(28672) }],
});
const latent: Mixer = {
  kind: "latent",
  heads: 128,
  queryRank: 1536,
  keyValueRank: 512,
  ropeHeadSize: 64,
  nopeHeadSize: 128,
  valueHeadSize: 128,
};
const deepSeekExperts: FeedForward = {
  kind: "experts",
  experts: 256,
  expertsPerToken: 8,
  expertIntermediateSize: 2048,
  sharedIntermediateSize: 2048,
  gated: true,
};
export const deepSeekV3: Model = {
  ...model({
    hiddenSize: 7168,
    vocabularySize: 129280,
    maxContextTokens: 163840,
    parameters: { total: 671026419200 },
    layers: [
      { count: 3, mixer: latent, feedForward: dense(18432) },
      { count: 58, mixer: latent, feedForward: deepSeekExperts },
    ],
  }),
  checkpoint: { weights: "fp8", scaling: "block" },
};
export const deepSeekV32: Model = {
  ...deepSeekV3,
  layers: deepSeekV3.layers.map((group) => ({
    ...group,
    mixer: { ...latent, indexer: { heads: 64, headSize: 128, topTokens: 2048 } },
  })),
};
const glmLatent: Mixer = {
  kind: "latent",
  heads: 64,
  queryRank: 2048,
  keyValueRank: 512,
  ropeHeadSize: 64,
  nopeHeadSize: 192,
  valueHeadSize: 256,
  indexer: { heads: 32, headSize: 128, topTokens: 2048 },
};
export const glm5: Model = model({
  hiddenSize: 6144,
  vocabularySize: 154880,
  parameters: { total: 743911218432 },
  layers: [
    { count: 3, mixer: glmLatent, feedForward: dense(12288) },
    {
      count: 75,
      mixer: glmLatent,
      feedForward: {
        kind: "experts",
        experts: 256,
        expertsPerToken: 8,
        expertIntermediateSize: 2048,
        sharedIntermediateSize: 2048,
        gated: true,
      },
    },
  ],
});
export const gemma3: Model = model({
  hiddenSize: 5376,
  vocabularySize: 262208,
  parameters: { total: 27009346304, head: 0, vision: 423060336 },
  layers: [
    { count: 10, mixer: self(32, 16, 128), feedForward: dense(21504) },
    { count: 52, mixer: self(32, 16, 128, 1024), feedForward: dense(21504) },
  ],
});
export const scoutLayers: readonly LayerGroup[] = [
  { count: 12, mixer: self(40, 8, 128), feedForward: null },
  { count: 36, mixer: self(40, 8, 128, 8192, true), feedForward: null },
];
export const nemotronNanoLayers: readonly LayerGroup[] = [
  { count: 6, mixer: self(32, 2, 128), feedForward: null },
  {
    count: 23,
    mixer: {
      kind: "linear",
      family: "mamba2",
      stateElements: 542720,
      convolutionElements: 18432,
      parameters: 38742208,
    },
    feedForward: null,
  },
];
export const qwen35Layers: readonly LayerGroup[] = [
  { count: 10, mixer: self(16, 2, 256), feedForward: null },
  {
    count: 30,
    mixer: {
      kind: "linear",
      family: "gated-delta",
      stateElements: 548864,
      convolutionElements: 24576,
      parameters: 33718272,
    },
    feedForward: null,
  },
];
/** Qwen3.5 to 3.8 of 27 B, text alone. */
export const qwen27: Model = model({
  hiddenSize: 5120,
  vocabularySize: 248320,
  maxContextTokens: 262144,
  parameters: { total: 26895998464 },
  layers: [
    { count: 16, mixer: { ...self(24, 4, 256), outputGate: true } as Mixer, feedForward: dense(17408) },
    {
      count: 48,
      mixer: {
        kind: "linear",
        family: "gated-delta",
        stateElements: 817152,
        convolutionElements: 30720,
        parameters: 115875840,
      },
      feedForward: dense(17408),
    },
  ],
});
