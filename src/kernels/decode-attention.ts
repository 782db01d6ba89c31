import type { KernelTime } from "./kernel-time.js";

/** Constants of {@link decodeAttentionTime} for one GPU, cache format and engine. */
export interface DecodeAttentionConstants {
  /** t0: least time of a call, writing the new entry and joining partial sums included, seconds. */
  readonly launchSeconds: number;
  /** Share of peak bandwidth at which the cache is read, (0, 1]. */
  readonly bandwidthEfficiency: number;
  /** r: time per 1000 pairs of sequence and key-value head, seconds. */
  readonly secondsPerThousandHeads: number;
}

/** One step of softmax attention of one layer on one GPU. */
export interface DecodeAttentionShape {
  /** b: sequences. */
  readonly sequences: number;
  /** c: tokens of the cache that each of them reads, the window at most. */
  readonly contextTokens: number;
  /** Key-value heads on this GPU. */
  readonly keyValueHeads: number;
  /** Elements of a key and a value head together. */
  readonly entryElements: number;
  /** Bytes of one element of the cache. */
  readonly cacheBytes: number;
}

const THOUSAND = 1000;

/**
 * Time of one decoding step of grouped-query attention in one layer: the cache is read once.
 *
 * $$ t = t_0 + \frac{b\,c\,h_{kv}(d_k + d_v)\,w}{\eta_b W} + r \frac{b\,h_{kv}}{1000} $$
 *
 * Domain of the fit: head size 128, at most 8 key-value heads on a GPU with 4 query heads or more for each, b up to 1024, c up to
 * 131072. An 8-bit cache on Hopper gains 1.5, not 2: its constants say so.
 *
 * @param shape - sizes, >= 0.
 * @param constants - of a GPU, cache format and engine.
 * @param bytesPerSecond - W: peak bandwidth of the GPU.
 * @returns seconds by parts.
 */
export function decodeAttentionTime(
  { sequences, contextTokens, keyValueHeads, entryElements, cacheBytes }: DecodeAttentionShape,
  { launchSeconds, bandwidthEfficiency, secondsPerThousandHeads }: DecodeAttentionConstants,
  bytesPerSecond: number,
): KernelTime {
  const bytes = sequences * contextTokens * keyValueHeads * entryElements * cacheBytes;
  return {
    computeSeconds: 0,
    memorySeconds: bytes / (bandwidthEfficiency * bytesPerSecond),
    communicationSeconds: 0,
    overheadSeconds: launchSeconds + (secondsPerThousandHeads * sequences * keyValueHeads) / THOUSAND,
  };
}
