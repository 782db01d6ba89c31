import type { KernelTime, PeakRates } from "./kernel-time.js";

/** Constants of {@link prefillAttentionTime} for one GPU, arithmetic and engine. */
export interface PrefillAttentionConstants {
  /** t0: least time of a call, seconds. */
  readonly launchSeconds: number;
  /** Share of peak arithmetic, (0, 1]. */
  readonly computeEfficiency: number;
  /** rho: passes over queries, keys, values and outputs at peak bandwidth. */
  readonly trafficPasses: number;
}

/** Softmax attention of one layer over whole prompts on one GPU. */
export interface PrefillAttentionShape {
  /** b: prompts. */
  readonly sequences: number;
  /** s: tokens of each. */
  readonly tokens: number;
  /** Tokens that a query looks back over at most, itself included; Infinity for all. */
  readonly windowTokens: number;
  /** True when tokens see those after them too, within their window. @defaultValue false */
  readonly bidirectional?: boolean;
  /** Query heads on this GPU. */
  readonly queryHeads: number;
  /** Key-value heads on this GPU. */
  readonly keyValueHeads: number;
  /** Elements of a key and a value head together. */
  readonly entryElements: number;
}

const ELEMENT_BYTES = 2;

/**
 * Pairs of query and key under a causal mask: each token sees itself and those before it, the window at most.
 *
 * $$ \frac{s(s+1)}{2} \text{ for } s \le w, \qquad \frac{w(w+1)}{2} + (s - w)w \text{ else} $$
 *
 * @param tokens - s: tokens of the sequence, >= 0.
 * @param windowTokens - w: tokens of the window, > 0.
 * @returns number of pairs.
 */
export function causalPairs(tokens: number, windowTokens: number): number {
  const ramp = Math.min(tokens, windowTokens);
  return (ramp * (ramp + 1)) / 2 + (tokens - ramp) * ramp;
}

/**
 * Time of attention over whole prompts in one layer: causal, or of each token with all, $s \min(s, w)$ pairs.
 *
 * $$ t = t_0 + \frac{2\,b\,h_q (d_k + d_v)\,\text{pairs}(s, w)}{\eta_c P} + \rho \frac{2\,b\,s\,(h_q + h_{kv})(d_k + d_v)}{W} $$
 *
 * Without a window and with $d_k = d_v = d$ the first term is $2 b h_q d s (s+1)$. Domain of the fit: no window, head
 * size 128.
 *
 * @param shape - sizes, >= 0.
 * @param constants - of a GPU, arithmetic and engine.
 * @param peaks - of the GPU, in the number format of the arithmetic.
 * @returns seconds by parts.
 */
export function prefillAttentionTime(
  {
    sequences,
    tokens,
    windowTokens,
    bidirectional = false,
    queryHeads,
    keyValueHeads,
    entryElements,
  }: PrefillAttentionShape,
  { launchSeconds, computeEfficiency, trafficPasses }: PrefillAttentionConstants,
  peaks: PeakRates,
): KernelTime {
  const flops =
    2 *
    sequences *
    queryHeads *
    entryElements *
    (bidirectional ? tokens * Math.min(tokens, windowTokens) : causalPairs(tokens, windowTokens));
  const bytes = ELEMENT_BYTES * sequences * tokens * (queryHeads + keyValueHeads) * entryElements;
  return {
    computeSeconds: flops / (computeEfficiency * peaks.flopsPerSecond),
    memorySeconds: (trafficPasses * bytes) / peaks.bytesPerSecond,
    communicationSeconds: 0,
    overheadSeconds: launchSeconds,
  };
}
