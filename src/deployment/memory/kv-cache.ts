import { mixerRule } from "../../catalog/mixers.js";
import type { Mixer, Model } from "../../catalog/model.js";
import type { KvCacheOptions } from "./cache-format.js";
import { mixerMemory } from "./mixers.js";

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
export const layerKvCacheBytesPerToken = (mixer: Mixer | null, options: KvCacheOptions): number =>
  mixer === null || mixerRule(mixer).part === "states" ? 0 : mixerMemory(mixer).heldBytes(mixer, options);

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
