import type { LayerGroup, LatentAttention, Mixer, Model, SelfAttention } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";
import { expertGpus, type Parallelism } from "./parallelism.js";
import type { PipelineStage } from "./pipeline-stage.js";

/** Weights of one GPU, in numbers of parameters by how they are stored. */
interface StoredParameters {
  /** In the precision of the checkpoint. */
  quantised: number;
  /** Always in 16 bit (or 32, if the model is). */
  plain: number;
}

/** Vocabulary is padded to a multiple of this (vllm/model_executor/layers/vocab_parallel_embedding.py). */
const VOCABULARY_PADDING = 64;
/** Scales stored per weight, bytes: NVFP4 one byte for 16, GPTQ and AWQ two for 128, blocks of 128 x 128 four. */
const FP4_SCALE_BYTES = 1 / 16;
const INT4_SCALE_BYTES = 2 / 128;
const BLOCK_SCALE_BYTES = 4 / (128 * 128);
/** A remainder above this share of the model is a part whose shape is not known (sharded); below it, norms and biases (on every GPU). */
const UNSHARDED_REMAINDER = 0.005;

/**
 * Bytes of weights that one GPU of a pipeline stage holds.
 *
 * Layers are sharded over $t$ GPUs; key and value heads are replicated once there are more GPUs than heads; down
 * projections of latent attention, routers and norms are whole on every GPU; experts are spread over the $t \cdot d$
 * GPUs of the stage. In a quantised checkpoint embedding, head, router, norms, vision encoder and the stated share of the
 * layers stay in 16 bit. Latent attention keeps a 16-bit copy of its up projection for decoding.
 *
 * @param model - a model.
 * @param stage - the stage's layers.
 * @param parallelism - a deployment's.
 * @param weights - precision of the weights.
 * @returns bytes per GPU.
 * @see vLLM start-up logs: 38 combinations within 1 %. MI300X pads some mixtures and 8-bit weights, which is not modelled.
 */
export function weightBytes(model: Model, stage: PipelineStage, parallelism: Parallelism, weights: Precision): number {
  const { tensor } = parallelism;
  const stored: StoredParameters = { quantised: 0, plain: 0 };
  let absorbed = 0;
  for (const group of stage.layers) {
    addLayers(stored, group, model, parallelism);
    if (group.mixer?.kind === "latent") absorbed += group.count * absorbedParameters(group.mixer, tensor);
  }
  const padded = Math.ceil(model.vocabularySize / VOCABULARY_PADDING) * VOCABULARY_PADDING;
  const padding = padded / model.vocabularySize;
  const tied = model.parameters.head === 0;
  if (stage.first || (stage.last && tied)) stored.plain += (model.parameters.embedding * padding) / tensor;
  if (stage.last && !tied) stored.plain += (model.parameters.head * padding) / tensor;
  if (stage.first) stored.plain += model.parameters.vision / tensor;
  stored.plain += remainder(model, stage, tensor);

  const plainBytes = bytesPerElement(weights === "fp32" ? "fp32" : "bf16");
  const kept = weights === model.checkpoint.weights ? (model.checkpoint.unquantisedShare ?? 0) : 0;
  const quantisedBytes = bytesPerElement(weights) + scaleBytes(model, weights);
  return (stored.plain + stored.quantised * kept) * plainBytes + stored.quantised * (1 - kept) * quantisedBytes + absorbed * plainBytes;
}

function scaleBytes({ checkpoint }: Model, weights: Precision): number {
  if (weights === "fp4") return FP4_SCALE_BYTES;
  if (weights === "int4") return INT4_SCALE_BYTES;
  return weights === checkpoint.weights && checkpoint.scaling === "block" ? BLOCK_SCALE_BYTES : 0;
}

function addLayers(stored: StoredParameters, { count, mixer, feedForward }: LayerGroup, { hiddenSize }: Model, parallelism: Parallelism): void {
  const { tensor } = parallelism;
  stored.quantised += count * mixerParameters(mixer, hiddenSize, tensor);
  if (feedForward === null) return;
  if (feedForward.kind === "dense") {
    stored.quantised += (count * (feedForward.gated ? 3 : 2) * hiddenSize * feedForward.intermediateSize) / tensor;
    return;
  }
  const { experts, expertIntermediateSize, sharedIntermediateSize, gated, latentSize } = feedForward;
  const matrices = gated ? 3 : 2;
  const oneExpert = matrices * (latentSize ?? hiddenSize) * expertIntermediateSize;
  const gpus = expertGpus(parallelism);
  const expertsPerGpu = parallelism.expert > 1 ? Math.ceil(experts / gpus) : experts / gpus;
  stored.quantised += count * (expertsPerGpu * oneExpert + (matrices * hiddenSize * sharedIntermediateSize) / tensor);
  if (latentSize !== undefined) stored.quantised += (count * 2 * hiddenSize * latentSize) / tensor;
  stored.plain += count * experts * hiddenSize;
}

function mixerParameters(mixer: Mixer | null, hiddenSize: number, tensor: number): number {
  if (mixer === null) return 0;
  if (mixer.kind === "linear") return mixer.parameters / tensor;
  return mixer.kind === "self" ? selfParameters(mixer, hiddenSize, tensor) : latentParameters(mixer, hiddenSize, tensor);
}

function selfParameters(mixer: SelfAttention, hiddenSize: number, tensor: number): number {
  const { queryHeads, keyValueHeads, headSize, keysAreValues, sharesCache, outputGate } = mixer;
  const valueHeadSize = mixer.valueHeadSize ?? headSize;
  const keyValueWidth = sharesCache === true ? 0 : Math.max(keyValueHeads, tensor) * (keysAreValues === true ? headSize : headSize + valueHeadSize);
  return (hiddenSize * (queryHeads * (headSize * (outputGate === true ? 2 : 1) + valueHeadSize) + keyValueWidth)) / tensor;
}

function latentParameters(mixer: LatentAttention, hiddenSize: number, tensor: number): number {
  const { heads, queryRank, keyValueRank, ropeHeadSize, nopeHeadSize, valueHeadSize, indexer } = mixer;
  const queryWidth = heads * (nopeHeadSize + ropeHeadSize);
  const query = queryRank === null ? (hiddenSize * queryWidth) / tensor : hiddenSize * queryRank + (queryRank * queryWidth) / tensor;
  const down = hiddenSize * (keyValueRank + ropeHeadSize);
  const up = (keyValueRank * heads * (nopeHeadSize + valueHeadSize)) / tensor;
  const output = (heads * valueHeadSize * hiddenSize) / tensor;
  const index =
    indexer === undefined ? 0 : (queryRank ?? hiddenSize) * indexer.heads * indexer.headSize + hiddenSize * (indexer.headSize + indexer.heads);
  return query + down + up + output + index;
}

/** The up projection, kept a second time in 16 bit for decoding (vllm/v1/attention/backends/mla/common.py). */
const absorbedParameters = ({ heads, keyValueRank, nopeHeadSize, valueHeadSize }: LatentAttention, tensor: number): number =>
  (keyValueRank * heads * (nopeHeadSize + valueHeadSize)) / tensor;

/** What the stated total has beyond the parts of known shape, for one GPU of the stage. */
function remainder(model: Model, { layers }: PipelineStage, tensor: number): number {
  const whole: StoredParameters = { quantised: 0, plain: 0 };
  let count = 0;
  let stageCount = 0;
  for (const group of model.layers) {
    addLayers(whole, group, model, { tensor: 1, pipeline: 1, expert: 1, data: 1 });
    count += group.count;
  }
  for (const group of layers) stageCount += group.count;
  const { total, embedding, head } = model.parameters;
  const rest = total - whole.quantised - whole.plain - embedding - head;
  const share = stageCount / count;
  return rest >= 0 && rest <= UNSHARDED_REMAINDER * total ? rest * share : (rest * share) / tensor;
}
