import { overlapped, withAdded, type KernelTime, type PeakRates } from "./kernel-time.js";
import { causalPairs, type PrefillAttentionConstants } from "./prefill-attention.js";

/** Constants of {@link latentDecodeTime} for one GPU, cache format and engine. */
export interface LatentDecodeConstants {
  /** t0: least time of a call, seconds. */
  readonly launchSeconds: number;
  /** Share of peak bandwidth at which the cache is read, (0, 1]. */
  readonly bandwidthEfficiency: number;
  /** Share of peak arithmetic, (0, 1]. */
  readonly computeEfficiency: number;
  /** r: time per sequence, seconds. */
  readonly secondsPerSequence: number;
}

/** Sizes of latent attention on one GPU. */
export interface LatentShape {
  /** b: sequences. */
  readonly sequences: number;
  /** Query heads on this GPU. */
  readonly heads: number;
}

/** One decoding step of latent attention. */
export interface LatentDecodeShape extends LatentShape {
  /** c: tokens of the cache that each sequence reads. */
  readonly contextTokens: number;
  /** Elements of the compressed entry: rank and rotary part. */
  readonly keyElements: number;
  /** Elements of the compressed entry that serve as the value: the rank. */
  readonly valueElements: number;
  /** Bytes of one element of the cache. */
  readonly cacheBytes: number;
}

/** Latent attention over whole prompts, keys and values unpacked. */
export interface LatentPrefillShape extends LatentShape {
  /** s: tokens of each prompt. */
  readonly tokens: number;
  /** Tokens that a query reads at most; Infinity for all. */
  readonly windowTokens: number;
  /** Elements of a key head: without position and rotary. */
  readonly keyElements: number;
  /** Elements of a value head. */
  readonly valueElements: number;
}

const ELEMENT_BYTES = 2;

/**
 * Time of one decoding step of latent attention in one layer. All heads share one compressed entry, so that arithmetic
 * can bind before the cache does.
 *
 * $$ t = t_0 + \left[ \left(\frac{b\,c\,d_k\,w}{\eta_b W}\right)^{p} + \left(\frac{2\,b\,c\,h\,(d_k + d_v)}{\eta_c P}\right)^{p} \right]^{1/p} + r\,b,
 * \qquad p = 2.5 $$
 *
 * DeepSeek: $d_k = 576$, $d_v = 512$.
 *
 * @param shape - sizes, >= 0.
 * @param constants - of a GPU, cache format and engine.
 * @param peaks - of the GPU, in the number format of the cache.
 * @returns seconds by parts.
 */
export function latentDecodeTime(
  { sequences, contextTokens, heads, keyElements, valueElements, cacheBytes }: LatentDecodeShape,
  constants: LatentDecodeConstants,
  peaks: PeakRates,
): KernelTime {
  const bytes = sequences * contextTokens * keyElements * cacheBytes;
  const flops = 2 * sequences * contextTokens * heads * (keyElements + valueElements);
  const time = overlapped(
    flops / (constants.computeEfficiency * peaks.flopsPerSecond),
    bytes / (constants.bandwidthEfficiency * peaks.bytesPerSecond),
  );
  return withAdded(time, constants.launchSeconds + constants.secondsPerSequence * sequences);
}

/**
 * Time of latent attention over whole prompts in one layer.
 *
 * $$ t = t_0 + \frac{2\,b\,h\,(d_k + d_v)\,\text{pairs}(s)}{\eta_c P} + \rho \frac{2\,b\,s\,h\,(2 d_k + 2 d_v)}{W} $$
 *
 * DeepSeek: $d_k = 192$, $d_v = 128$, so that the first term is $320\,b\,h\,s(s+1) / (\eta_c P)$.
 *
 * @param shape - sizes, >= 0.
 * @param constants - of a GPU and engine.
 * @param peaks - of the GPU, in 16 bit.
 * @returns seconds by parts.
 */
export function latentPrefillTime(
  { sequences, tokens, windowTokens, heads, keyElements, valueElements }: LatentPrefillShape,
  { launchSeconds, computeEfficiency, trafficPasses }: PrefillAttentionConstants,
  peaks: PeakRates,
): KernelTime {
  const width = keyElements + valueElements;
  const flops = 2 * sequences * heads * width * causalPairs(tokens, windowTokens);
  const bytes = ELEMENT_BYTES * sequences * tokens * heads * 2 * width;
  return {
    computeSeconds: flops / (computeEfficiency * peaks.flopsPerSecond),
    memorySeconds: (trafficPasses * bytes) / peaks.bytesPerSecond,
    communicationSeconds: 0,
    overheadSeconds: launchSeconds,
  };
}
