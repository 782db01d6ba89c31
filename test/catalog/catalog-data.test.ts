import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkGpu, checkModel, countParameters, layerCount, type Mixer } from "../../src/core.js";
import { gpus, models, normaliseName, type Model } from "../../src/index.js";

const model = (id: string): Model => {
  const found = models.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`${id} is not in the catalog`);
  return found;
};

/** Per-layer embeddings are counted into `parameters.embedding` only in part; 1.8 % of the model is neither layer nor head. */
const PER_LAYER_EMBEDDINGS = new Set([
  "google/gemma-3n-E4B-it",
  "google/gemma-3n-E2B-it",
  "google/gemma-4-E4B-it",
  "google/gemma-4-E2B-it",
]);

/** Elements that one token adds to the cache of all layers while it is inside every window. */
function cacheElements({ layers }: Model): number {
  const elements = (mixer: Mixer | null): number => {
    if (mixer === null || mixer.kind === "linear" || (mixer.kind === "self" && mixer.bidirectional === true)) return 0;
    if (mixer.kind === "latent") return mixer.keyValueRank + mixer.ropeHeadSize;
    return mixer.sharesCache ? 0 : mixer.keyValueHeads * (mixer.headSize + (mixer.valueHeadSize ?? mixer.headSize));
  };
  return layers.reduce((sum, { count, mixer }) => sum + count * elements(mixer), 0);
}

/** No dense figure was published of three; the P40 has no fast 16-bit arithmetic. */
const NO_TENSOR_RATE = new Set(["l2", "rubin-nvl72", "mi308x", "p40"]);

/** Norms, biases and the pooling layer are more of a small encoder. */
const toleranceOf = ({ id, kind }: Model): number =>
  PER_LAYER_EMBEDDINGS.has(id) ? 0.02 : kind === undefined ? 0.005 : 0.01;

describe("the catalogs", () => {
  test("hold 101 GPUs and 189 models", () => {
    expect(gpus).toHaveLength(101);
    expect(models).toHaveLength(189);
  });

  test.each(gpus)("$id is a GPU, with sources", (gpu) => {
    expect(checkGpu(gpu, gpu.id)).toBe(gpu);
    expect(gpu.provenance?.sources.length).toBeGreaterThan(0);
    expect(gpu.provenance?.gathered).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const { bf16, fp16 } = gpu.peakFlopsPerSecond;
    if (!NO_TENSOR_RATE.has(gpu.id)) expect(bf16 ?? fp16).toBeGreaterThan(1e13);
    const { marketedBytes, driverBytes, visibleBytes } = gpu.memory;
    // A driver lists decimal or binary gigabytes of the same chips: never more than 2^30/10^9 of the marketed figure.
    if (driverBytes !== null) expect(driverBytes).toBeLessThanOrEqual(marketedBytes * (2 ** 30 / 1e9));
    if (driverBytes !== null && visibleBytes !== null) expect(visibleBytes).toBeLessThanOrEqual(driverBytes);
  });

  test.each(models.filter(({ unsupported }) => unsupported === undefined))(
    "$id is a model whose shape gives its parameters",
    (entry) => {
      expect(checkModel(entry, entry.id)).toBe(entry);
      expect(entry.provenance?.sources.length).toBeGreaterThan(0);
      const { total } = countParameters(entry);
      expect(Math.abs(total / entry.parameters.total - 1)).toBeLessThan(toleranceOf(entry));
    },
  );

  test.each([
    ["gpus", gpus],
    ["models", models],
  ] as const)("no two names of %s are alike", (_, entries) => {
    const names = entries.flatMap(({ id, aliases }) => [id, ...aliases]).map(normaliseName);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("known answers", () => {
  // Peaks and bandwidths: NVIDIA H100, H200, A100 and L40S data sheets (dense figures), AMD MI300X data sheet.
  test.each([
    ["h100-sxm5-80gb", 989.4e12, 3.35e12],
    ["h200-sxm-141gb", 989.4e12, 4.8e12],
    ["a100-sxm4-80gb", 312e12, 2.039e12],
    ["l40s", 362.05e12, 0.864e12],
    ["mi300x", 1307.4e12, 5.3e12],
  ])("%s has %d FLOP/s and %d B/s", (id, flops, bandwidth) => {
    const gpu = gpus.find((entry) => entry.id === id);
    expect(gpu?.peakFlopsPerSecond.bf16).toBe(flops);
    expect(gpu?.memoryBandwidthBytesPerSecond).toBe(bandwidth);
  });

  test("sparse figures are not taken for dense ones, and missing precisions are null", () => {
    const peaks = (id: string) => gpus.find((entry) => entry.id === id)?.peakFlopsPerSecond;
    expect(peaks("a100-sxm4-80gb")?.fp8).toBeNull();
    expect(peaks("v100-sxm2-32gb")?.bf16).toBeNull();
    expect(peaks("h100-sxm5-80gb")?.fp8).toBe(1978.9e12);
  });

  // Layers, and cache elements per token and layer, from each model's published config.json.
  test.each([
    ["meta-llama/Llama-3.1-8B-Instruct", 32, 32 * 2048],
    ["meta-llama/Llama-3.1-70B-Instruct", 80, 80 * 2048],
    ["Qwen/Qwen3-235B-A22B", 94, 94 * 1024],
    ["deepseek-ai/DeepSeek-V3", 61, 61 * 576],
    ["google/gemma-3-27b-it", 62, 62 * 4096],
    ["openai/gpt-oss-120b", 36, 36 * 1024],
    ["google/gemma-4-26B-A4B", 30, 25 * 4096 + 5 * 2048],
    ["Qwen/Qwen3.5-35B-A3B", 40, 10 * 1024],
    ["nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", 88, 8 * 512],
    ["google/gemma-3n-E4B-it", 35, 20 * 1024],
  ])("%s has %d layers and %d cache elements per token", (id, layers, elements) => {
    expect(layerCount(model(id))).toBe(layers);
    expect(cacheElements(model(id))).toBe(elements);
  });

  // GPUs that NVLink or Infinity Fabric joins, and GPUs of the usual server; RTX PRO 6000 has PCIe only (NVIDIA and AMD data sheets).
  test.each([
    ["h100-sxm5-80gb", 8, 8],
    ["h100-nvl-94gb", 2, 8],
    ["h200-nvl-141gb", 4, 8],
    ["gb200", 72, 4],
    ["gh200-96gb", 1, 1],
    ["rtx-pro-6000-blackwell", 1, 8],
    ["mi300x", 8, 8],
  ])("%s reaches %d at full speed, in servers of %d", (id, domain, server) => {
    const gpu = gpus.find((entry) => entry.id === id);
    expect([gpu?.interconnect.domainGpus, gpu?.serverGpus]).toEqual([domain, server]);
  });

  // Learned positions: 1024 of GPT-2, 2048 and 2 reserved of OPT (config.json: n_positions; OPTLearnedPositionalEmbedding).
  test("embeddings are a row for each token, and for each position where positions are learned", () => {
    const positions = (id: string): number =>
      id.startsWith("openai-community/") ? 1024 : id.startsWith("facebook/opt") ? 2050 : 0;
    for (const { id, parameters, vocabularySize, hiddenSize } of models.filter(
      (entry) =>
        !PER_LAYER_EMBEDDINGS.has(entry.id) &&
        entry.layers.every(({ mixer }) => mixer?.kind !== "self" || mixer.bidirectional !== true),
    )) {
      expect([id, parameters.embedding]).toEqual([id, (vocabularySize + positions(id)) * hiddenSize]);
      expect([id, [0, vocabularySize * hiddenSize].includes(parameters.head)]).toEqual([id, true]);
    }
  });

  test("windows, experts and latent attention are where they should be", () => {
    expect(
      model("openai/gpt-oss-120b").layers.map(({ count, mixer }) => [
        count,
        mixer?.kind === "self" ? (mixer.windowTokens ?? null) : null,
      ]),
    ).toEqual([
      [18, 128],
      [18, null],
    ]);
    expect(model("deepseek-ai/DeepSeek-V3").layers.map(({ count, feedForward }) => [count, feedForward?.kind])).toEqual(
      [
        [3, "dense"],
        [58, "experts"],
      ],
    );
    expect(model("mistralai/Mixtral-8x7B-Instruct-v0.1").layers[0]?.feedForward).toMatchObject({
      kind: "experts",
      experts: 8,
      expertsPerToken: 2,
    });
    expect(model("facebook/opt-6.7b").layers[0]?.feedForward).toMatchObject({ kind: "dense", gated: false });
  });
});

const gathered = ["models.json", "models-2.json"].map(
  (name) => new URL(`../../../shared/catalog/${name}`, import.meta.url),
);

/** The facts overlook that its config.json says `is_causal: false`: it keeps no cache. */
const NOT_CAUSAL = "Alibaba-NLP/gte-Qwen2-7B-instruct";

/** Two attentions a layer, which stand as layers of their own; the facts count shared parts of a token's path otherwise; indexes that layers share. */
const COUNTED_OTHERWISE = new Set([
  "meituan-longcat/LongCat-Flash-Chat",
  "moonshotai/Kimi-K3",
  "zai-org/GLM-5.2",
  "zai-org/GLM-5.3",
]);

test.skipIf(!gathered.every((file) => existsSync(file)))(
  "agrees with the gathered facts on every model (skipped where they are not beside this checkout)",
  () => {
    interface Fact {
      readonly id: string;
      readonly num_layers: number;
      readonly params_language_model: number;
      readonly params_active_language_model: number;
      readonly kv_cache: Readonly<Record<string, number>>;
    }
    const facts = gathered.flatMap((file) => JSON.parse(readFileSync(file, "utf8")) as readonly Fact[]);
    for (const fact of facts) {
      const entry = model(fact.id);
      expect(entry.parameters.total).toBe(fact.params_language_model);
      if (entry.unsupported !== undefined || fact.id === NOT_CAUSAL) continue;
      const {
        global_layers = 0,
        window_layers = 0,
        elements_per_token_global_layer = 0,
        elements_per_token_window_layer = 0,
      } = fact.kv_cache;
      expect([fact.id, cacheElements(entry)]).toEqual([
        fact.id,
        global_layers * elements_per_token_global_layer + window_layers * elements_per_token_window_layer,
      ]);
      if (COUNTED_OTHERWISE.has(fact.id)) continue;
      expect([fact.id, layerCount(entry)]).toEqual([fact.id, fact.num_layers]);
      expect(Math.abs(countParameters(entry).active / fact.params_active_language_model - 1)).toBeLessThan(
        PER_LAYER_EMBEDDINGS.has(fact.id) ? 0.02 : 0.01,
      );
    }
  },
);
