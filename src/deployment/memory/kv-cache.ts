import type { Gpu } from "../../catalog/gpu.js";
import type { LinearAttention, Mixer, Model } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";

/** Layouts of a latent-attention cache of 8 bit. */
export const LATENT_LAYOUTS: readonly LatentCacheLayout[] = ["plain", "scaled"];

/** How a latent-attention cache of 8 bit is laid out: `plain`, or `scaled` with the scales and 16-bit rope part inline. */
export type LatentCacheLayout = "plain" | "scaled";

/** What decides the size of a cache entry. */
export interface KvCacheOptions {
  /** GPUs over which the heads are sharded, integer >= 1. */
  readonly tensor: number;
  /** Number format of the cache. */
  readonly kvCache: Precision;
  /** Layout of an 8-bit cache of sparse latent attention. @defaultValue `"scaled"` */
  readonly latentLayout?: LatentCacheLayout;
}

/** Scales of a 4-bit cache: one byte for 16 elements (vllm/v1/kv_cache_interface.py). */
const FP4_SCALE_BYTES_PER_ELEMENT = 1 / 16;
/** Rope part of an 8-bit scaled latent entry stays in 16 bit; one 4-byte scale for each 128 elements (FlashMLA `fp8_ds_mla`: 656 B for 512 + 64). */
const SCALED_ROPE_BYTES = 2;
const SCALE_BYTES = 4;
const ELEMENTS_PER_SCALE = 128;
const STATE_CONVOLUTION_BYTES = 2;
/** Tokens of the short convolution in all published hybrids (Qwen3-Next, Kimi Linear, Nemotron H). */
const CONVOLUTION_TOKENS = 4;

/**
 * Bytes that one token takes in the cache of one layer on one GPU.
 *
 * With $t$ GPUs, $e$ bytes per element and head sizes $d_k$, $d_v$:
 *
 * $$ \text{self} = \max(1, \lfloor h_{kv} / t \rfloor) (d_k + d_v)\, e, \qquad \text{latent} = (r_{kv} + d_{rope})\, e + \text{index} $$
 *
 * Heads are replicated when there are more GPUs than heads; a latent entry is whole on every GPU. The index of sparse
 * attention keeps one 8-bit key with a 4-byte scale. Layers with a state, without attention, or that read another
 * layer's cache take nothing per token.
 *
 * @param mixer - mixer of the layer, or null.
 * @param options - sharding and number format.
 * @returns bytes per token, layer and GPU.
 * @see vllm/v1/kv_cache_interface.py and vllm/config/model.py (`get_num_kv_heads`), about version 0.15.
 */
export function layerKvCacheBytesPerToken(mixer: Mixer | null, { tensor, kvCache, latentLayout = "scaled" }: KvCacheOptions): number {
  if (mixer === null || mixer.kind === "linear") return 0;
  const elementBytes = bytesPerElement(kvCache) + (kvCache === "fp4" ? FP4_SCALE_BYTES_PER_ELEMENT : 0);
  if (mixer.kind === "self") {
    if (mixer.sharesCache === true || mixer.bidirectional === true) return 0;
    const heads = Math.max(1, Math.floor(mixer.keyValueHeads / tensor));
    return heads * (mixer.headSize + (mixer.valueHeadSize ?? mixer.headSize)) * elementBytes;
  }
  const { keyValueRank, ropeHeadSize, indexer } = mixer;
  if (indexer === undefined) return (keyValueRank + ropeHeadSize) * elementBytes;
  const indexBytes = indexer.headSize + (indexer.headSize / ELEMENTS_PER_SCALE) * SCALE_BYTES;
  const scaled = kvCache === "fp8" && latentLayout === "scaled";
  const entryBytes = scaled
    ? keyValueRank + (keyValueRank / ELEMENTS_PER_SCALE) * SCALE_BYTES + ropeHeadSize * SCALED_ROPE_BYTES
    : (keyValueRank + ropeHeadSize) * elementBytes;
  return entryBytes + indexBytes;
}

/**
 * Bytes that one token takes in the cache of the whole model on one GPU, every layer counted as full attention.
 *
 * It is what a long context costs where no layer has a window; see {@link blocksPerRequest} for those that have.
 *
 * @param model - a model.
 * @param options - sharding and number format.
 * @returns bytes per token and GPU.
 */
export function kvCacheBytesPerToken(model: Model, options: KvCacheOptions): number {
  let bytes = 0;
  for (const { count, mixer } of model.layers) bytes += count * layerKvCacheBytesPerToken(mixer, options);
  return bytes;
}

/**
 * Bytes of the state that one request keeps in one linear-attention layer on one GPU.
 *
 * The recurrent part is 32-bit unless the model says otherwise, the convolution part 16-bit; both are sharded by heads. With $k$
 * drafted tokens the convolution keeps $k$ columns more, so that rejected ones can be taken back:
 *
 * $$ \frac{1}{t} (r\, s + c\, (w - 1 + k) \cdot 2) $$
 *
 * for $r$ recurrent elements of $s$ bytes and $c$ channels of a convolution over $w$ tokens. Groups that are replicated beyond
 * their number are not counted. SGLang keeps 32 bit where the model asks for none.
 *
 * @param mixer - a linear-attention mixer.
 * @param tensor - GPUs over which the heads are sharded, integer >= 1.
 * @param draftTokens - k, integer >= 0.
 * @returns bytes per request, layer and GPU.
 * @see vllm/model_executor/layers/mamba/mamba_utils.py.
 */
export function stateBytes(mixer: LinearAttention, tensor: number, draftTokens: number = 0): number {
  const { convolutionElements = 0, convolutionTokens = CONVOLUTION_TOKENS } = mixer;
  const recurrent = mixer.stateElements - convolutionElements;
  const channels = convolutionElements / (convolutionTokens - 1);
  return (recurrent * bytesPerElement(mixer.statePrecision ?? "fp32") + channels * (convolutionTokens - 1 + draftTokens) * STATE_CONVOLUTION_BYTES) / tensor;
}

/**
 * Layout that vLLM gives to an 8-bit cache of sparse latent attention: plain where FlashInfer's kernel runs (datacentre
 * Blackwell), FlashMLA's scaled one elsewhere.
 *
 * @param gpu - a GPU.
 * @returns the layout.
 */
export const latentCacheLayout = (gpu: Gpu): LatentCacheLayout => (isDatacentreBlackwell(gpu) ? "plain" : "scaled");

/** True for B100, B200, B300 and their kin, not for workstation and consumer cards. */
export const isDatacentreBlackwell = ({ architecture }: Gpu): boolean => architecture.startsWith("Blackwell") && !/GB20[2-7]/.test(architecture);
