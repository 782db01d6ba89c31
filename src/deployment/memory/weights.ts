import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { hasExperts, type LatentAttention, layerCount, type LayerGroup, type Mixer, type MixtureOfExperts, type Model, type SelfAttention } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";
import { isAmd } from "./non-torch.js";
import { expertGpus, type Parallelism } from "../parallelism.js";
import type { PipelineStage } from "./pipeline-stage.js";

/** What decides the weights of one GPU. */
export interface WeightOptions {
  readonly engine: Engine;
  readonly gpu: Gpu;
  readonly parallelism: Parallelism;
  readonly weights: Precision;
}

/** Parameters of one GPU, by part. */
interface LayerParameters {
  /** Attention and other mixers. */
  mixers: number;
  /** Mixers that quantisers leave in 16 bit. */
  kept: number;
  dense: number;
  shared: number;
  experts: number;
  routers: number;
}

/** Vocabulary is padded to a multiple of this (vllm/model_executor/layers/vocab_parallel_embedding.py). */
const VOCABULARY_PADDING = 64;
/**
 * Scales stored per weight, bytes: NVFP4 one byte for 16, GPTQ and AWQ two for 128, blocks of 128 x 128 four.
 * MXFP4 needs one byte for 32, but gpt-oss is padded from 2880 to 3072 as it loads: 4.53 bits for each of its weights,
 * near the 4.5 here (vLLM logs of the 120B: 64.4 GiB; 64.1 by this rule).
 */
const FP4_SCALE_BYTES = 1 / 16;
const INT4_SCALE_BYTES = 2 / 128;
/** Block-scaled 4-bit checkpoints of their makers: groups of 32 (config of Kimi K2.5). */
const INT4_BLOCK_SCALE_BYTES = 2 / 32;
const BLOCK_SCALE_BYTES = 4 / (128 * 128);
/** A remainder above this share of the model is a part whose shape is not known (sharded); below it, norms and biases (on every GPU). */
const UNSHARDED_REMAINDER = 0.005;
const ONE_GPU: Parallelism = { tensor: 1, pipeline: 1, expert: 1, data: 1 };

/**
 * Bytes of weights that one GPU of a pipeline stage holds, as an engine's log states them.
 *
 * Layers are sharded over $t$ GPUs; key and value heads are replicated once there are more GPUs than heads; down
 * projections of latent attention, routers, norms and the table of rotary embeddings (whole context of the model) are on
 * every GPU; experts are spread over the $t \cdot d$ GPUs of the stage. Latent attention keeps a second, 16-bit copy of
 * its up projection for decoding.
 *
 * In a quantised checkpoint embedding, head, router, norms, vision encoder, gated delta nets and attention between Mamba 2
 * layers (with the Mamba layers before it) stay in 16 bit, and in a mixture of 4 bit all but the routed experts; a share that the model states for its own checkpoint replaces these rules.
 *
 * @param model - a model.
 * @param stage - the stage's layers.
 * @param options - engine, GPU, parallelism and precision.
 * @returns bytes per GPU.
 * @see vLLM start-up logs: dense models within 1 %. The rule for 4 bit is that of the ignore lists of published NVFP4
 * checkpoints (GLM-5.1, Qwen3.5-122B-A10B, MiniMax-M2.5) and of gpt-oss.
 */
export function weightBytes(model: Model, stage: PipelineStage, options: WeightOptions): number {
  const { parallelism, weights, engine, gpu } = options;
  const { tensor } = parallelism;
  const plainBytes = bytesPerElement(weights === "fp32" ? "fp32" : "bf16");
  const parts = layerParameters(stage.layers, model.hiddenSize, parallelism, weights === "fp8" ? engine.memory.weights.expertAlignment : 1);
  const elementBytes = storedBytes(model, weights, plainBytes);
  const expertFactor = isAmd(gpu) && bytesPerElement(weights) === bytesPerElement("bf16") ? engine.memory.weights.amdExpertFactor : 1;
  let bytes = parts.mixers * elementBytes.mixers + parts.kept * elementBytes.kept + parts.dense * elementBytes.mixers;
  bytes += parts.shared * elementBytes.mixers + parts.experts * elementBytes.experts * expertFactor + parts.routers * plainBytes;
  bytes += outsideLayers(model, stage, tensor) * plainBytes;
  for (const { count, mixer } of stage.layers)
    if (mixer?.kind === "latent") bytes += (count * upProjection(mixer) * plainBytes) / tensor;
  return bytes + rotaryTableElements(model) * plainBytes;
}

/** Bytes per parameter of the parts that are quantised differently. */
function storedBytes(model: Model, weights: Precision, plainBytes: number): { mixers: number; kept: number; experts: number } {
  const { checkpoint } = model;
  const native = weights === checkpoint.weights;
  const quantised = bytesPerElement(weights) + scaleBytes(weights, native && checkpoint.scaling === "block");
  if (native && checkpoint.unquantisedShare !== undefined) {
    const mean = checkpoint.unquantisedShare * plainBytes + (1 - checkpoint.unquantisedShare) * quantised;
    return { mixers: mean, kept: mean, experts: mean };
  }
  const fourBit = bytesPerElement(weights) < 1;
  return { mixers: fourBit && hasExperts(model) ? plainBytes : quantised, kept: plainBytes, experts: quantised };
}

function scaleBytes(weights: Precision, blocks: boolean): number {
  if (weights === "fp4") return FP4_SCALE_BYTES;
  if (weights === "int4") return blocks ? INT4_BLOCK_SCALE_BYTES : INT4_SCALE_BYTES;
  return blocks ? BLOCK_SCALE_BYTES : 0;
}

function layerParameters(layers: readonly LayerGroup[], hiddenSize: number, parallelism: Parallelism, expertAlignment: number): LayerParameters {
  const { tensor } = parallelism;
  const parts: LayerParameters = { mixers: 0, kept: 0, dense: 0, shared: 0, experts: 0, routers: 0 };
  for (const { count, mixer, feedForward } of layers) {
    const mixing = count * mixerParameters(mixer, hiddenSize, tensor);
    const kept = mixing * keptShare(mixer, layers);
    parts.kept += kept;
    parts.mixers += mixing - kept;
    if (feedForward === null) continue;
    const matrices = feedForward.gated ? 3 : 2;
    if (feedForward.kind === "dense") {
      parts.dense += (count * matrices * hiddenSize * feedForward.intermediateSize) / tensor;
      continue;
    }
    const { sharedIntermediateSize, latentSize, experts } = feedForward;
    const latent = latentSize === undefined ? 0 : 2 * hiddenSize * latentSize;
    parts.experts += count * expertParameters(feedForward, hiddenSize, parallelism, expertAlignment);
    parts.shared += (count * (matrices * hiddenSize * sharedIntermediateSize + latent)) / tensor;
    parts.routers += count * experts * hiddenSize;
  }
  return parts;
}

/**
 * Share of layers with this mixer that quantisers leave in 16 bit: gated delta nets; with Mamba 2, attention and as many of
 * the Mamba layers, those that feed it (NVIDIA's FP8 checkpoints of Nemotron 3, recalled; vLLM's
 * logs of Nano and Super agree with it within 0.5 %).
 */
function keptShare(mixer: Mixer | null, layers: readonly LayerGroup[]): number {
  if (mixer === null || mixer.kind === "latent") return 0;
  if (mixer.kind === "linear" && mixer.family === "gated-delta") return 1;
  let attention = 0;
  let mamba = 0;
  for (const group of layers) {
    if (group.mixer?.kind === "self") attention += group.count;
    if (group.mixer?.kind === "linear" && group.mixer.family === "mamba2") mamba += group.count;
  }
  if (mamba === 0) return 0;
  return mixer.kind === "self" ? 1 : Math.min(1, attention / mamba);
}

/** Routed experts of one layer on one GPU: whole ones when expert parallel, else a slice of each. */
function expertParameters(block: MixtureOfExperts, hiddenSize: number, parallelism: Parallelism, alignment: number): number {
  const gpus = expertGpus(parallelism);
  const whole = parallelism.expert > 1;
  const width = whole ? block.expertIntermediateSize : block.expertIntermediateSize / gpus;
  const paddedWidth = alignment > 1 ? Math.ceil(width / alignment) * alignment : width;
  const experts = whole ? Math.ceil(block.experts / gpus) : block.experts;
  return experts * (block.gated ? 3 : 2) * (block.latentSize ?? hiddenSize) * paddedWidth;
}

function mixerParameters(mixer: Mixer | null, hiddenSize: number, tensor: number): number {
  if (mixer === null) return 0;
  if (mixer.kind === "linear") return mixer.parameters / tensor;
  return mixer.kind === "self" ? selfParameters(mixer, hiddenSize, tensor) : latentParameters(mixer, hiddenSize, tensor);
}

function selfParameters(mixer: SelfAttention, hiddenSize: number, tensor: number): number {
  const { queryHeads, keyValueHeads, headSize, valueHeadSize = headSize, keysAreValues = false, sharesCache = false, outputGate = false } = mixer;
  const queryWidth = queryHeads * headSize * (outputGate ? 2 : 1);
  const keyValueWidth = sharesCache ? 0 : Math.max(keyValueHeads, tensor) * (keysAreValues ? headSize : headSize + valueHeadSize);
  return (hiddenSize * (queryWidth + queryHeads * valueHeadSize + keyValueWidth)) / tensor;
}

function latentParameters(mixer: LatentAttention, hiddenSize: number, tensor: number): number {
  const { heads, queryRank, keyValueRank, ropeHeadSize, nopeHeadSize, valueHeadSize, indexer } = mixer;
  const queryWidth = heads * (nopeHeadSize + ropeHeadSize);
  const query = queryRank === null ? (hiddenSize * queryWidth) / tensor : hiddenSize * queryRank + (queryRank * queryWidth) / tensor;
  const down = hiddenSize * (keyValueRank + ropeHeadSize);
  const output = (heads * valueHeadSize * hiddenSize) / tensor;
  const index =
    indexer === undefined ? 0 : (queryRank ?? hiddenSize) * indexer.heads * indexer.headSize + hiddenSize * (indexer.headSize + indexer.heads);
  return query + down + upProjection(mixer) / tensor + output + index;
}

/** Up projection of latent attention, which is absorbed into queries and outputs when decoding (vllm/v1/attention/backends/mla/common.py). */
const upProjection = ({ heads, keyValueRank, nopeHeadSize, valueHeadSize }: LatentAttention): number =>
  keyValueRank * heads * (nopeHeadSize + valueHeadSize);

/** Embedding, head, vision encoder, and the stage's part of what the stated total has beyond all parts of known shape. */
function outsideLayers(model: Model, { first, last, layers }: PipelineStage, tensor: number): number {
  const { total, embedding, head, vision } = model.parameters;
  const padding = (Math.ceil(model.vocabularySize / VOCABULARY_PADDING) * VOCABULARY_PADDING) / model.vocabularySize;
  const tied = head === 0;
  let parameters = first || (last && tied) ? (embedding * padding) / tensor : 0;
  if (last) parameters += (head * padding) / tensor;
  if (first) parameters += vision / tensor;
  const whole = layerParameters(model.layers, model.hiddenSize, ONE_GPU, 1);
  const counted = whole.mixers + whole.kept + whole.dense + whole.shared + whole.experts + whole.routers + embedding + head;
  let stageLayers = 0;
  for (const { count } of layers) stageLayers += count;
  const remainder = ((total - counted) * stageLayers) / layerCount(model);
  const onEveryGpu = total >= counted && total - counted <= UNSHARDED_REMAINDER * total;
  return parameters + (onEveryGpu ? remainder : remainder / tensor);
}

/**
 * Tables of cosines and sines, one for each size of rotated head, as long as the model's context
 * (vllm/model_executor/layers/rotary_embedding). Partial rotation is not known here, so the whole head is taken.
 */
function rotaryTableElements({ layers, maxContextTokens }: Model): number {
  const sizes = new Set<number>();
  for (const { mixer } of layers) {
    if (mixer?.kind === "self") sizes.add(mixer.headSize);
    if (mixer?.kind === "latent") sizes.add(mixer.ropeHeadSize);
  }
  let elements = 0;
  for (const size of sizes) elements += size * (maxContextTokens ?? 0);
  return elements;
}
