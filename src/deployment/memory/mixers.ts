import { MIXERS, selfParameters, upProjection, type MixerOf } from "../../catalog/mixers.js";
import type { LatentAttention, Mixer, SelfAttention } from "../../catalog/model.js";
import { bytesPerElement } from "../../catalog/precision.js";
import type { KvCacheOptions } from "./cache-format.js";
import { stateBytes } from "./state-bytes.js";

/** What decides the size of a state besides. */
interface HeldOptions extends KvCacheOptions {
  /** Tokens guessed ahead in a step. @defaultValue 0 */
  readonly draftTokens?: number;
}

/** What a kind of mixer takes of a GPU's memory. */
export interface MixerMemory<Shape> {
  /** Bytes of a token in the cache of a layer, or of the state that a request keeps in it. */
  readonly heldBytes: (mixer: Shape, options: HeldOptions) => number;
  /** Blocks of the cache are multiples of so many tokens where others hold a state (vllm/platforms/interface.py): those of the smallest block of the kernel. */
  readonly alignmentTokens: number;
  /** Weights of a layer that are loaded. */
  readonly parameters: (mixer: Shape, hiddenSize: number, tensor: number) => number;
  /** Weights of a layer, those of all GPUs together, that are kept a second time, in 16 bit. */
  readonly copiedParameters: (mixer: Shape) => number;
}

/** Scales of a 4-bit cache: one byte for 16 elements (vllm/v1/kv_cache_interface.py). */
const FP4_SCALE_BYTES_PER_ELEMENT = 1 / 16;
/** Rope part of an 8-bit scaled latent entry stays in 16 bit; one 4-byte scale for each 128 elements (FlashMLA `fp8_ds_mla`: 656 B for 512 + 64). */
const SCALED_ROPE_BYTES = 2;
const SCALE_BYTES = 4;
const ELEMENTS_PER_SCALE = 128;
const ALIGNMENT_TOKENS = 16;
const LATENT_ALIGNMENT_TOKENS = 128;

const none = (): number => 0;

/** Memory of every kind of mixer. */
export const MIXER_MEMORY: { readonly [Kind in Mixer["kind"]]: MixerMemory<MixerOf<Kind>> } = {
  self: {
    heldBytes: selfBytes,
    alignmentTokens: ALIGNMENT_TOKENS,
    // A layer that reads the cache of another makes no keys and values.
    parameters: (mixer, hiddenSize, tensor) => selfParameters(mixer, hiddenSize, tensor, mixer.sharesCache !== true),
    copiedParameters: none,
  },
  latent: {
    heldBytes: latentBytes,
    alignmentTokens: LATENT_ALIGNMENT_TOKENS,
    parameters: MIXERS.latent.parameters,
    // It is absorbed into queries and outputs when decoding (vllm/v1/attention/backends/mla/common.py).
    copiedParameters: upProjection,
  },
  linear: {
    heldBytes: (mixer, { tensor, draftTokens }) => stateBytes(mixer, tensor, draftTokens),
    alignmentTokens: ALIGNMENT_TOKENS,
    parameters: MIXERS.linear.parameters,
    copiedParameters: none,
  },
};

/** The memory of a mixer's kind. */
export const mixerMemory = (mixer: Mixer): MixerMemory<Mixer> => MIXER_MEMORY[mixer.kind] as MixerMemory<Mixer>;

const elementBytes = ({ kvCache }: KvCacheOptions): number =>
  bytesPerElement(kvCache) + (kvCache === "fp4" ? FP4_SCALE_BYTES_PER_ELEMENT : 0);

function selfBytes(
  { keyValueHeads, headSize, valueHeadSize = headSize, sharesCache, bidirectional }: SelfAttention,
  options: KvCacheOptions,
): number {
  if (sharesCache === true || bidirectional === true) return 0;
  return Math.max(1, Math.floor(keyValueHeads / options.tensor)) * (headSize + valueHeadSize) * elementBytes(options);
}

function latentBytes({ keyValueRank, ropeHeadSize, indexer }: LatentAttention, options: KvCacheOptions): number {
  const plainBytes = (keyValueRank + ropeHeadSize) * elementBytes(options);
  if (indexer === undefined) return plainBytes;
  const { kvCache, latentLayout = "scaled" } = options;
  const isScaled = kvCache === "fp8" && latentLayout === "scaled";
  const entryBytes = isScaled
    ? keyValueRank + (keyValueRank / ELEMENTS_PER_SCALE) * SCALE_BYTES + ropeHeadSize * SCALED_ROPE_BYTES
    : plainBytes;
  return entryBytes + (indexer.headSize + (indexer.headSize / ELEMENTS_PER_SCALE) * SCALE_BYTES);
}
