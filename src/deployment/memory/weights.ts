import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { mixerRule, mixersOf } from "../../catalog/mixers.js";
import {
  layerCount,
  type LayerGroup,
  type MixtureOfExperts,
  type Model,
  WEIGHT_PARTS,
  type WeightPart,
} from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";
import { storedWeights, type PartBytes } from "../../catalog/stored-weights.js";
import { mixerMemory } from "./mixers.js";
import { isAmd } from "./non-torch.js";
import { expertGpus, type Parallelism } from "../parallelism.js";
import type { PipelineStage } from "./pipeline-stage.js";

/** What decides the weights of one GPU. */
export interface WeightOptions {
  readonly engine: Engine;
  readonly gpu: Gpu;
  readonly parallelism: Parallelism;
  readonly weights: Precision;
  /** Layers loaded to draft tokens with. @defaultValue none */
  readonly draftLayers?: readonly LayerGroup[];
  /** True when no encoder is loaded. @defaultValue false */
  readonly languageModelOnly?: boolean;
}

/** Parameters of one GPU, by part; routers, which are never quantised, apart. */
type LayerParameters = Record<Exclude<WeightPart, "embedding" | "head" | "vision" | "draft">, number> & {
  routers: number;
};

/** Vocabulary is padded to a multiple of this (vllm/model_executor/layers/vocab_parallel_embedding.py). */
const VOCABULARY_PADDING = 64;
/**
 * Widths of MXFP4 experts are padded to a multiple of this as they load: gpt-oss from 2880 to 3072 (vLLM logs of the 120B: 64.4 GiB;
 * 64.5 by this rule).
 */
const MXFP4_ALIGNMENT = 256;
/** A remainder above this share of the model is a part whose shape is not known (sharded); below it, norms and biases (on every GPU). */
const UNSHARDED_REMAINDER = 0.005;
const ONE_GPU: Parallelism = { tensor: 1, pipeline: 1, expert: 1, data: 1 };
/** A layer to draft with joins the last hidden state and the embedding of the next token: two widths to one. */
const DRAFT_PROJECTION = 2;

/** Bytes of weights that one GPU of a stage holds; least and most where publishers of such a checkpoint differ, else equal. */
export interface StageWeights {
  readonly bytes: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Bytes of weights that one GPU of a pipeline stage holds, as an engine's log states them.
 *
 * Layers are sharded over $t$ GPUs; key and value heads are replicated once there are more GPUs than heads; down
 * projections of latent attention, routers, norms and the table of rotary embeddings (whole context of the model) are on
 * every GPU; experts are spread over the $t \cdot d$ GPUs of the stage. Latent attention keeps a second, 16-bit copy of
 * its up projection for decoding. Routers and norms stay in 16 bit; the format of every other part is that of `storedWeights`.
 *
 * @param model - a model.
 * @param stage - the stage's layers.
 * @param options - engine, GPU, parallelism, precision, and what is loaded besides.
 * @returns bytes per GPU.
 * @see vLLM start-up logs: dense models within 1 %.
 */
export function stageWeights(model: Model, stage: PipelineStage, options: WeightOptions): StageWeights {
  const stored = storedWeights(model, options.weights);
  const { plain, parts } = countedElements(model, stage, options);
  const plainBytes = plain * bytesPerElement(options.weights === "fp32" ? "fp32" : "bf16");
  const bytesOf = (format: PartBytes): number =>
    WEIGHT_PARTS.reduce((sum, part) => sum + parts[part] * format[part], plainBytes);
  const bytes = bytesOf(stored.bytes);
  return stored.low === stored.high
    ? { bytes, low: bytes, high: bytes }
    : { bytes, low: bytesOf(stored.low), high: bytesOf(stored.high) };
}

/** Elements of one GPU: by part, and those that no format changes. */
function countedElements(
  model: Model,
  stage: PipelineStage,
  { parallelism, weights, engine, gpu, draftLayers = [], languageModelOnly = false }: WeightOptions,
): { readonly plain: number; readonly parts: Readonly<Record<WeightPart, number>> } {
  const { tensor } = parallelism;
  const { hiddenSize, checkpoint } = model;
  const alignment =
    weights === "fp8"
      ? engine.memory.weights.expertAlignment
      : weights === "fp4" && checkpoint.weightOnly === true && checkpoint.weights === weights
        ? MXFP4_ALIGNMENT
        : 1;
  const expertFactor =
    isAmd(gpu) && bytesPerElement(weights) === bytesPerElement("bf16") ? engine.memory.weights.amdExpertFactor : 1;
  const { routers, ...counted } = layerParameters(stage.layers, hiddenSize, parallelism, alignment);
  const { embedding, head, vision, rest } = outsideLayers(model, stage, tensor);
  let plain = routers + rest + rotaryTableElements(model);
  for (const { count, mixer } of [...stage.layers, ...draftLayers])
    if (mixer !== null) plain += (count * mixerMemory(mixer).copiedParameters(mixer)) / tensor;
  return {
    plain,
    parts: {
      ...counted,
      experts: counted.experts * expertFactor,
      draft: draftParameters(draftLayers, hiddenSize, parallelism),
      embedding,
      head,
      vision: languageModelOnly ? 0 : vision,
    },
  };
}

function draftParameters(layers: readonly LayerGroup[], hiddenSize: number, parallelism: Parallelism): number {
  const { attention, states, dense, shared, experts, routers } = layerParameters(layers, hiddenSize, parallelism, 1);
  const count = layers.reduce((sum, group) => sum + group.count, 0);
  return (
    attention +
    states +
    dense +
    shared +
    experts +
    routers +
    (count * DRAFT_PROJECTION * hiddenSize ** 2) / parallelism.tensor
  );
}

function layerParameters(
  layers: readonly LayerGroup[],
  hiddenSize: number,
  parallelism: Parallelism,
  expertAlignment: number,
): LayerParameters {
  const { tensor } = parallelism;
  const parts: LayerParameters = { attention: 0, states: 0, dense: 0, shared: 0, experts: 0, routers: 0 };
  for (const { count, mixer, feedForward } of layers) {
    if (mixer !== null)
      parts[mixerRule(mixer).part] += count * mixerMemory(mixer).parameters(mixer, hiddenSize, tensor);
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

/** Routed experts of one layer on one GPU: whole ones when expert parallel, else a slice of each. */
function expertParameters(
  block: MixtureOfExperts,
  hiddenSize: number,
  parallelism: Parallelism,
  alignment: number,
): number {
  const gpus = expertGpus(parallelism);
  const whole = parallelism.expert > 1;
  // MXFP4 experts are padded as a whole, 8-bit ones as slices.
  const padded = (width: number): number => Math.ceil(width / alignment) * alignment;
  const slices = whole ? 1 : gpus;
  const paddedWidth =
    alignment === MXFP4_ALIGNMENT
      ? padded(block.expertIntermediateSize) / slices
      : alignment > 1
        ? padded(block.expertIntermediateSize / slices)
        : block.expertIntermediateSize / slices;
  const experts = whole ? Math.ceil(block.experts / gpus) : block.experts;
  return experts * (block.gated ? 3 : 2) * (block.latentSize ?? hiddenSize) * paddedWidth;
}

/** Embedding, head, vision encoder, and the stage's part of what the stated total has beyond all parts of known shape. */
function outsideLayers(
  model: Model,
  { first, last, layers }: PipelineStage,
  tensor: number,
): Record<"embedding" | "head" | "vision" | "rest", number> {
  const { total, embedding, head, vision } = model.parameters;
  const padding = (Math.ceil(model.vocabularySize / VOCABULARY_PADDING) * VOCABULARY_PADDING) / model.vocabularySize;
  const tied = head === 0;
  const { attention, states, dense, shared, experts, routers } = layerParameters(
    model.layers,
    model.hiddenSize,
    ONE_GPU,
    1,
  );
  const counted = attention + states + dense + shared + experts + routers + embedding + head;
  let stageLayers = 0;
  for (const { count } of layers) stageLayers += count;
  const remainder = ((total - counted) * stageLayers) / layerCount(model);
  const onEveryGpu = total >= counted && total - counted <= UNSHARDED_REMAINDER * total;
  return {
    embedding: first || (last && tied) ? (embedding * padding) / tensor : 0,
    head: last ? (head * padding) / tensor : 0,
    vision: first ? vision / tensor : 0,
    rest: onEveryGpu ? remainder : remainder / tensor,
  };
}

/**
 * Tables of cosines and sines, one for each size of rotated head, as long as the model's context
 * (vllm/model_executor/layers/rotary_embedding). Partial rotation is not known here, so the whole head is taken.
 */
function rotaryTableElements(model: Model): number {
  const sizes = new Set(mixersOf(model).map((mixer) => mixerRule(mixer).sizes(mixer).rotaryHeadSize ?? 0));
  let elements = 0;
  for (const size of sizes) elements += size * (model.maxContextTokens ?? 0);
  return elements;
}
