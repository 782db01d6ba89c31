import type { DenseFeedForward, LatentAttention, LayerGroup, LinearAttention, MixtureOfExperts, SelfAttention } from "../catalog/model.js";
import { bytesPerElement } from "../catalog/precision.js";
import { stateBytes } from "../deployment/memory/kv-cache.js";
import { allReduceTime } from "./all-reduce.js";
import { decodeAttentionTime } from "./decode-attention.js";
import { elementwiseTime } from "./elementwise.js";
import { expertsTime } from "./experts.js";
import { gemmTime } from "./gemm.js";
import { NO_TIME, sumTimes, type KernelTime } from "./kernel-time.js";
import { latentDecodeTime, latentPrefillTime } from "./latent-attention.js";
import { prefillAttentionTime } from "./prefill-attention.js";
import type { GemmChoice, SpeedProfile } from "./speed-profile.js";

/** What one step does, on one rank of attention: it decodes sequences, reads prompts, or both. */
export interface StepWork {
  /** b: sequences that decode, >= 0. */
  readonly sequences: number;
  /** c: tokens of each so far, mean, >= 1. */
  readonly contextTokens: number;
  /** v: tokens of each that go through the step: one, and those that a draft proposes, >= 1. */
  readonly tokensPerSequence: number;
  /** q: prompts that are read, >= 0. */
  readonly prompts: number;
  /** s: tokens of each, >= 1. */
  readonly promptTokens: number;
  /** Prompts of all ranks that share the experts with this one, its own included. */
  readonly sharedPrompts: number;
}

const ACTIVATION_BYTES = 2;
/** Norm with residual reads the block's result and the residual and writes both back. */
const NORM_PASSES = 4;
const NORMS_PER_LAYER = 2;
/** Rotary embedding reads and writes queries and keys. */
const ROTARY_PASSES = 2;
/** Share of a linear layer's weights that project into it; the rest projects out (Mamba 2: d to about 4d, 2d to d). */
const LINEAR_INPUT_SHARE = 2 / 3;
/** A state is read and written once in a step. */
const STATE_PASSES = 2;
/** Update and read-out of a state: a multiplication and an addition each, for each of its elements and each token. */
const STATE_FLOPS = 4;

/**
 * Tokens that go through the weights of a step.
 *
 * @param work - a step.
 * @returns tokens.
 */
export const stepTokens = (work: StepWork): number => decodedTokens(work) + work.prompts * work.promptTokens;

/** Tokens of the sequences that decode. */
export const decodedTokens = ({ sequences, tokensPerSequence }: StepWork): number => sequences * tokensPerSequence;

/**
 * Time of one layer: mixer, feed-forward block, norms and the exchange between GPUs.
 *
 * @param group - a layer.
 * @param work - the step.
 * @param profile - constants of the deployment.
 * @returns seconds by parts.
 */
export function layerTime({ mixer, feedForward }: LayerGroup, work: StepWork, profile: SpeedProfile): KernelTime {
  const { parallelism, model } = profile.deployment;
  const tokens = stepTokens(work);
  const normBytes = NORM_PASSES * tokens * model.hiddenSize * ACTIVATION_BYTES;
  const norm = elementwiseTime(normBytes, profile.elementwise.addNorm, profile.bytesPerSecond);
  const exchange = allReduceTime(tokens * model.hiddenSize * ACTIVATION_BYTES, parallelism.tensor, profile.tensorGroup.measured);
  const norms = (mixer === null ? 0 : 1) + (feedForward === null ? 0 : 1);
  const times: [number, KernelTime][] = [[Math.min(norms, NORMS_PER_LAYER), norm]];
  if (mixer !== null) {
    times.push([1, exchange]);
    if (mixer.kind === "self") times.push([1, selfAttention(mixer, work, profile)]);
    else if (mixer.kind === "latent") times.push([1, latentAttention(mixer, work, profile)]);
    else times.push([1, linearAttention(mixer, work, profile)]);
  }
  if (feedForward?.kind === "dense") times.push([1, exchange], [1, denseBlock(feedForward, tokens, profile)]);
  if (feedForward?.kind === "experts") times.push([1, mixtureOfExperts(feedForward, work, profile)]);
  return sumTimes(times);
}

/** A product with the weights of this rank. */
const product = (tokens: number, inputs: number, outputs: number, choice: GemmChoice): KernelTime =>
  outputs <= 0 || inputs <= 0 ? NO_TIME : gemmTime({ tokens, inputs, outputs, weightBytes: choice.weightBytes, activationBytes: choice.activationBytes }, choice.constants, choice.peaks);

function selfAttention(mixer: SelfAttention, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, dense, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const { tensor } = deployment.parallelism;
  const { queryHeads, headSize, valueHeadSize = headSize, keysAreValues = false, outputGate = false, sharesCache = false } = mixer;
  const tokens = stepTokens(work);
  const localQueries = queryHeads / tensor;
  // Heads are replicated when there are more GPUs than heads.
  const localKeyValues = Math.max(1, mixer.keyValueHeads / tensor);
  const queryWidth = localQueries * headSize * (outputGate ? 2 : 1);
  const keyValueWidth = sharesCache ? 0 : localKeyValues * (keysAreValues ? headSize : headSize + valueHeadSize);
  const rotated = (localQueries + (sharesCache ? 0 : localKeyValues)) * headSize;
  return sumTimes([
    [1, product(tokens, hiddenSize, queryWidth + keyValueWidth, dense)],
    [1, elementwiseTime(ROTARY_PASSES * tokens * rotated * ACTIVATION_BYTES, elementwise.rotary, bytesPerSecond)],
    [1, softmax(mixer, localQueries, localKeyValues, work, profile)],
    [1, product(tokens, localQueries * valueHeadSize, hiddenSize, dense)],
  ]);
}

function softmax(mixer: SelfAttention, queryHeads: number, keyValueHeads: number, work: StepWork, profile: SpeedProfile): KernelTime {
  const entryElements = mixer.headSize + (mixer.valueHeadSize ?? mixer.headSize);
  const windowTokens = mixer.windowTokens ?? Infinity;
  const { sequences, contextTokens, prompts, promptTokens } = work;
  const times: [number, KernelTime][] = [];
  if (sequences > 0) {
    const { constants, peaks } = profile.decodeAttention;
    const shape = { sequences, contextTokens: Math.min(contextTokens, windowTokens), keyValueHeads, entryElements, cacheBytes: profile.cacheBytes };
    times.push([1, decodeAttentionTime(shape, constants, peaks.bytesPerSecond)]);
  }
  if (prompts > 0) {
    const { constants, peaks } = profile.prefillAttention;
    times.push([1, prefillAttentionTime({ sequences: prompts, tokens: promptTokens, windowTokens, queryHeads, keyValueHeads, entryElements }, constants, peaks)]);
  }
  return sumTimes(times);
}

/** When decoding, the up projections are absorbed: queries go to the rank of the cache, results come back from it. */
function latentAttention(mixer: LatentAttention, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, dense, plain, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const { heads, queryRank, keyValueRank, ropeHeadSize, nopeHeadSize, valueHeadSize, indexer } = mixer;
  const localHeads = heads / deployment.parallelism.tensor;
  const tokens = stepTokens(work);
  const queryWidth = localHeads * (nopeHeadSize + ropeHeadSize);
  const times: [number, KernelTime][] = [
    // Down projections are on every GPU.
    [1, product(tokens, hiddenSize, (queryRank ?? queryWidth) + keyValueRank + ropeHeadSize, dense)],
    [1, queryRank === null ? NO_TIME : product(tokens, queryRank, queryWidth, dense)],
    [1, elementwiseTime(ROTARY_PASSES * tokens * (localHeads + 1) * ropeHeadSize * ACTIVATION_BYTES, elementwise.rotary, bytesPerSecond)],
    [1, product(tokens, localHeads * valueHeadSize, hiddenSize, dense)],
  ];
  const windowTokens = indexer?.topTokens ?? Infinity;
  const { sequences, tokensPerSequence, prompts, promptTokens } = work;
  const decoded = decodedTokens(work);
  if (sequences > 0) {
    times.push([1, product(decoded, nopeHeadSize, localHeads * keyValueRank, plain)], [1, product(decoded, keyValueRank, localHeads * valueHeadSize, plain)]);
    const { constants, peaks } = profile.latentDecode;
    const contextTokens = Math.min(work.contextTokens, windowTokens);
    const shape = { sequences, contextTokens, heads: localHeads * tokensPerSequence, keyElements: keyValueRank + ropeHeadSize, valueElements: keyValueRank, cacheBytes: profile.cacheBytes };
    times.push([1, latentDecodeTime(shape, constants, peaks)]);
  }
  if (prompts > 0) {
    times.push([1, product(prompts * promptTokens, keyValueRank, localHeads * (nopeHeadSize + valueHeadSize), dense)]);
    const { constants, peaks } = profile.latentPrefill;
    const shape = { sequences: prompts, tokens: promptTokens, windowTokens, heads: localHeads, keyElements: nopeHeadSize + ropeHeadSize, valueElements: valueHeadSize };
    times.push([1, latentPrefillTime(shape, constants, peaks)]);
  }
  if (indexer !== undefined && indexer.heads > 0) times.push([1, index(mixer, indexer, work, profile)]);
  return sumTimes(times);
}

/** The index of sparse attention: projections, and a score for every token of the context. */
function index(mixer: LatentAttention, { heads, headSize }: { heads: number; headSize: number }, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, plain, decodeAttention, prefillAttention } = profile;
  const { hiddenSize } = deployment.model;
  const tokens = stepTokens(work);
  const { sequences, contextTokens, prompts, promptTokens } = work;
  const times: [number, KernelTime][] = [
    [1, product(tokens, mixer.queryRank ?? hiddenSize, heads * headSize, plain)],
    [1, product(tokens, hiddenSize, headSize + heads, plain)],
  ];
  if (sequences > 0) {
    const shape = { sequences, contextTokens, keyValueHeads: 1, entryElements: headSize, cacheBytes: bytesPerElement("fp8") };
    times.push([1, decodeAttentionTime(shape, decodeAttention.constants, decodeAttention.peaks.bytesPerSecond)]);
  }
  if (prompts > 0) {
    const shape = { sequences: prompts, tokens: promptTokens, windowTokens: Infinity, queryHeads: heads, keyValueHeads: 1, entryElements: headSize };
    times.push([1, prefillAttentionTime(shape, prefillAttention.constants, prefillAttention.peaks)]);
  }
  return sumTimes(times);
}

/** Projections in and out, and a state that each step reads and writes once. */
function linearAttention(mixer: LinearAttention, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, states: weights, decodeAttention, prefillAttention } = profile;
  const { hiddenSize } = deployment.model;
  const { tensor } = deployment.parallelism;
  const tokens = stepTokens(work);
  const localWidth = mixer.parameters / hiddenSize / tensor;
  const states: KernelTime = {
    ...NO_TIME,
    memorySeconds: (STATE_PASSES * (work.sequences + work.prompts) * stateBytes(mixer, tensor)) / (decodeAttention.constants.bandwidthEfficiency * decodeAttention.peaks.bytesPerSecond),
    computeSeconds: (STATE_FLOPS * tokens * mixer.stateElements) / tensor / (prefillAttention.constants.computeEfficiency * prefillAttention.peaks.flopsPerSecond),
    overheadSeconds: decodeAttention.constants.launchSeconds,
  };
  return sumTimes([
    [1, product(tokens, hiddenSize, LINEAR_INPUT_SHARE * localWidth, weights)],
    [1, states],
    [1, product(tokens, (1 - LINEAR_INPUT_SHARE) * localWidth, hiddenSize, weights)],
  ]);
}

/** Gate and up projections, the activation between, and the down projection. */
function denseBlock({ intermediateSize, gated }: Pick<DenseFeedForward, "intermediateSize" | "gated">, tokens: number, profile: SpeedProfile): KernelTime {
  const { deployment, dense, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const localWidth = intermediateSize / deployment.parallelism.tensor;
  const inWidth = gated ? 2 * localWidth : localWidth;
  return sumTimes([
    [1, product(tokens, hiddenSize, inWidth, dense)],
    [1, elementwiseTime(tokens * (inWidth + localWidth) * ACTIVATION_BYTES, elementwise.activation, bytesPerSecond)],
    [1, product(tokens, localWidth, hiddenSize, dense)],
  ]);
}

/** Router, routed experts of all ranks' tokens, shared expert, and the exchange of their results. */
function mixtureOfExperts(block: MixtureOfExperts, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, plain, experts, expertGroup } = profile;
  const { hiddenSize } = deployment.model;
  const { tensor, data, expert } = deployment.parallelism;
  const { sharedIntermediateSize, latentSize, gated } = block;
  const gpus = tensor * data;
  const rankTokens = stepTokens(work);
  const tokens = decodedTokens(work) * data + work.sharedPrompts * work.promptTokens;
  const shape = {
    tokens,
    experts: block.experts,
    expertsPerToken: block.expertsPerToken,
    hiddenSize: latentSize ?? hiddenSize,
    intermediateSize: block.expertIntermediateSize,
    matrices: gated ? 3 : 2,
    weightBytes: experts.weightBytes,
    expertGpus: expert,
    sliceGpus: Math.max(1, gpus / expert),
  };
  const latent = latentSize === undefined ? NO_TIME : product(rankTokens, hiddenSize, (2 * latentSize) / tensor, plain);
  return sumTimes([
    [1, product(rankTokens, hiddenSize, block.experts, plain)],
    [1, expertsTime(shape, experts.constants, experts.peaks)],
    [1, latent],
    [1, sharedIntermediateSize > 0 ? denseBlock({ intermediateSize: sharedIntermediateSize, gated }, rankTokens, profile) : NO_TIME],
    // With data ranks: all tokens are gathered before, and results scattered after; together as much as an all-reduce.
    [1, allReduceTime(tokens * hiddenSize * ACTIVATION_BYTES, gpus, expertGroup.measured)],
  ]);
}
