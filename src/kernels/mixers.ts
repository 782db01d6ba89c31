import type { MixerOf } from "../catalog/mixers.js";
import type { LatentAttention, LinearAttention, Mixer, SelfAttention } from "../catalog/model.js";
import { bytesPerElement } from "../catalog/precision.js";
import { stateBytes } from "../deployment/memory/state-bytes.js";
import { allReduceTime } from "./all-reduce.js";
import { decodeAttentionTime } from "./decode-attention.js";
import { elementwiseTime } from "./elementwise.js";
import { NO_TIME, sumTimes, type KernelTime } from "./kernel-time.js";
import { latentDecodeTime, latentPrefillTime } from "./latent-attention.js";
import { prefillAttentionTime } from "./prefill-attention.js";
import { ACTIVATION_BYTES, product } from "./product.js";
import type { SpeedProfile } from "./speed-profile.js";
import { decodedTokens, stepTokens, type StepWork } from "./step-work.js";

/** What a kind of mixer takes of time. */
export interface MixerTime<Shape> {
  /** Kernels whose constants tell how sure the time is. */
  readonly kernels: readonly ("decodeAttention" | "prefillAttention" | "latentDecode" | "latentPrefill")[];
  /** Seconds of a layer, by parts. */
  readonly time: (mixer: Shape, work: StepWork, profile: SpeedProfile) => KernelTime;
}

/** A norm of queries and keys reads and writes them. */
const NORM_PASSES = 2;
/** Bytes of a sum of squares that GPUs exchange: one of the queries, one of the keys. */
const SUM_BYTES = 2 * 4;
/**
 * Kernels of the index beside its products and scores: norm and rotary embedding of the key, rotary embedding of the queries, a
 * Hadamard transform and the quantisation of both, the choice of the tokens (deepseek-ai/DeepSeek-V3.2-Exp:inference/model.py, `Indexer`).
 */
const INDEX_KERNELS = 8;
/** Rotary embedding reads and writes queries and keys. */
const ROTARY_PASSES = 2;
/** Share of a linear layer's weights that project into it; the rest projects out (Mamba 2: d to about 4d, 2d to d). */
const LINEAR_INPUT_SHARE = 2 / 3;
/** A state is read and written once in a step. */
const STATE_PASSES = 2;
/** Update and read-out of a state: a multiplication and an addition each, for each of its elements and each token. */
const STATE_FLOPS = 4;

/** Time of every kind of mixer. */
export const MIXER_TIMES: { readonly [Kind in Mixer["kind"]]: MixerTime<MixerOf<Kind>> } = {
  self: { kernels: ["decodeAttention", "prefillAttention"], time: selfAttention },
  latent: { kernels: ["latentDecode", "latentPrefill"], time: latentAttention },
  linear: { kernels: ["decodeAttention", "prefillAttention"], time: linearAttention },
};

/** The time of a mixer's kind. */
export const mixerTime = (mixer: Mixer): MixerTime<Mixer> => MIXER_TIMES[mixer.kind] as MixerTime<Mixer>;

function selfAttention(mixer: SelfAttention, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, attention, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const { tensor } = deployment.parallelism;
  const {
    queryHeads,
    headSize,
    valueHeadSize = headSize,
    keysAreValues = false,
    outputGate = false,
    sharesCache = false,
  } = mixer;
  const tokens = stepTokens(work);
  const localQueries = queryHeads / tensor;
  // Heads are replicated when there are more GPUs than heads.
  const localKeyValues = Math.max(1, mixer.keyValueHeads / tensor);
  const queryWidth = localQueries * headSize * (outputGate ? 2 : 1);
  const keyValueWidth = sharesCache ? 0 : localKeyValues * (keysAreValues ? headSize : headSize + valueHeadSize);
  const rotated = (localQueries + (sharesCache ? 0 : localKeyValues)) * headSize;
  return sumTimes([
    [1, product(tokens, hiddenSize, queryWidth + keyValueWidth, attention)],
    [1, queryKeyNorm(mixer, tokens, rotated, profile)],
    [1, elementwiseTime(ROTARY_PASSES * tokens * rotated * ACTIVATION_BYTES, elementwise.rotary, bytesPerSecond)],
    [1, softmax(mixer, localQueries, localKeyValues, work, profile)],
    [1, product(tokens, localQueries * valueHeadSize, hiddenSize, attention)],
  ]);
}

/** All heads of a token are on several GPUs: a norm over them exchanges the sums of their squares first. */
function queryKeyNorm(
  { queryKeyNorm }: SelfAttention,
  tokens: number,
  elements: number,
  { deployment, elementwise, bytesPerSecond, tensorGroup }: SpeedProfile,
): KernelTime {
  if (queryKeyNorm === undefined) return NO_TIME;
  const { tensor } = deployment.parallelism;
  return sumTimes([
    [1, elementwiseTime(NORM_PASSES * tokens * elements * ACTIVATION_BYTES, elementwise.addNorm, bytesPerSecond)],
    [1, queryKeyNorm === "width" ? allReduceTime(SUM_BYTES * tokens, tensor, tensorGroup.measured) : NO_TIME],
  ]);
}

function softmax(
  mixer: SelfAttention,
  queryHeads: number,
  keyValueHeads: number,
  work: StepWork,
  profile: SpeedProfile,
): KernelTime {
  const entryElements = mixer.headSize + (mixer.valueHeadSize ?? mixer.headSize);
  const windowTokens = mixer.windowTokens ?? Infinity;
  const { sequences, contextTokens, prompts, promptTokens } = work;
  const times: [number, KernelTime][] = [];
  if (sequences > 0) {
    const { constants, peaks } = profile.decodeAttention;
    const shape = {
      sequences,
      contextTokens: Math.min(contextTokens, windowTokens),
      keyValueHeads,
      entryElements,
      cacheBytes: profile.cacheBytes,
    };
    times.push([1, decodeAttentionTime(shape, constants, peaks.bytesPerSecond)]);
  }
  if (prompts > 0) {
    const { constants, peaks } = profile.prefillAttention;
    times.push([
      1,
      prefillAttentionTime(
        {
          sequences: prompts,
          tokens: promptTokens,
          windowTokens,
          queryHeads,
          keyValueHeads,
          entryElements,
          ...(mixer.bidirectional === true && { bidirectional: true }),
        },
        constants,
        peaks,
      ),
    ]);
  }
  return sumTimes(times);
}

/** When decoding, the up projections are absorbed: queries go to the rank of the cache, results come back from it. */
function latentAttention(mixer: LatentAttention, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, attention, plain, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const { heads, queryRank, keyValueRank, ropeHeadSize, nopeHeadSize, valueHeadSize, indexer } = mixer;
  const localHeads = heads / deployment.parallelism.tensor;
  const tokens = stepTokens(work);
  const queryWidth = localHeads * (nopeHeadSize + ropeHeadSize);
  const times: [number, KernelTime][] = [
    // Down projections are on every GPU.
    [1, product(tokens, hiddenSize, (queryRank ?? queryWidth) + keyValueRank + ropeHeadSize, attention)],
    [1, queryRank === null ? NO_TIME : product(tokens, queryRank, queryWidth, attention)],
    [
      1,
      elementwiseTime(
        ROTARY_PASSES * tokens * (localHeads + 1) * ropeHeadSize * ACTIVATION_BYTES,
        elementwise.rotary,
        bytesPerSecond,
      ),
    ],
    [1, product(tokens, localHeads * valueHeadSize, hiddenSize, attention)],
  ];
  const windowTokens = indexer?.topTokens ?? Infinity;
  const { sequences, tokensPerSequence, prompts, promptTokens } = work;
  const decoded = decodedTokens(work);
  if (sequences > 0) {
    times.push(
      [1, product(decoded, nopeHeadSize, localHeads * keyValueRank, plain)],
      [1, product(decoded, keyValueRank, localHeads * valueHeadSize, plain)],
    );
    const { constants, peaks } = profile.latentDecode;
    const contextTokens = Math.min(work.contextTokens, windowTokens);
    const shape = {
      sequences,
      contextTokens,
      heads: localHeads * tokensPerSequence,
      keyElements: keyValueRank + ropeHeadSize,
      valueElements: keyValueRank,
      cacheBytes: profile.cacheBytes,
    };
    times.push([1, latentDecodeTime(shape, constants, peaks)]);
  }
  if (prompts > 0) {
    times.push([
      1,
      product(prompts * promptTokens, keyValueRank, localHeads * (nopeHeadSize + valueHeadSize), attention),
    ]);
    const { constants, peaks } = profile.latentPrefill;
    const shape = {
      sequences: prompts,
      tokens: promptTokens,
      windowTokens,
      heads: localHeads,
      keyElements: nopeHeadSize + ropeHeadSize,
      valueElements: valueHeadSize,
    };
    times.push([1, latentPrefillTime(shape, constants, peaks)]);
  }
  if (indexer !== undefined && indexer.heads > 0) times.push([1, index(mixer, indexer, work, profile)]);
  return sumTimes(times);
}

/** The index of sparse attention: projections, and a score for every token of the context. */
function index(
  mixer: LatentAttention,
  { heads, headSize }: { heads: number; headSize: number },
  work: StepWork,
  profile: SpeedProfile,
): KernelTime {
  const { deployment, plain, decodeAttention, prefillAttention, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const tokens = stepTokens(work);
  const { sequences, contextTokens, prompts, promptTokens } = work;
  const times: [number, KernelTime][] = [
    [1, product(tokens, mixer.queryRank ?? hiddenSize, heads * headSize, plain)],
    [1, product(tokens, hiddenSize, headSize + heads, plain)],
    [
      INDEX_KERNELS,
      elementwiseTime(ROTARY_PASSES * tokens * heads * headSize * ACTIVATION_BYTES, elementwise.rotary, bytesPerSecond),
    ],
  ];
  if (sequences > 0) {
    const shape = {
      sequences,
      contextTokens,
      keyValueHeads: 1,
      entryElements: headSize,
      cacheBytes: bytesPerElement("fp8"),
    };
    times.push([1, decodeAttentionTime(shape, decodeAttention.constants, decodeAttention.peaks.bytesPerSecond)]);
  }
  if (prompts > 0) {
    const shape = {
      sequences: prompts,
      tokens: promptTokens,
      windowTokens: Infinity,
      queryHeads: heads,
      keyValueHeads: 1,
      entryElements: headSize,
    };
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
    memorySeconds:
      (STATE_PASSES * (work.sequences + work.prompts) * stateBytes(mixer, tensor)) /
      (decodeAttention.constants.bandwidthEfficiency * decodeAttention.peaks.bytesPerSecond),
    computeSeconds:
      (STATE_FLOPS * tokens * mixer.stateElements) /
      tensor /
      (prefillAttention.constants.computeEfficiency * prefillAttention.peaks.flopsPerSecond),
    overheadSeconds: decodeAttention.constants.launchSeconds,
  };
  return sumTimes([
    [1, product(tokens, hiddenSize, LINEAR_INPUT_SHARE * localWidth, weights)],
    [1, states],
    [1, product(tokens, (1 - LINEAR_INPUT_SHARE) * localWidth, hiddenSize, weights)],
  ]);
}
