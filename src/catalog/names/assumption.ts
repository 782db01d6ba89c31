/**
 * Kinds of assumptions, by what a source left open or named otherwise. They may be added, never renamed.
 *
 * - `same-shape`: the model is served with the shape of another entry of the catalog;
 * - `checkpoint`: the entry that a copy, or a name without a size, is taken for;
 * - `context-from-name`: longest context that the name states, tokens;
 * - `instance`: GPUs of a machine of that name;
 * - `format-from-name`, `published-format`: number format of the weights, by the model's name or its published checkpoint;
 * - `sixteen-bit-weights`: the number format in which a model is served that is published in 32 bit and writes no text;
 * - `fp8-scales`: how 8-bit weights are scaled;
 * - `sixteen-bit-cache`, `eight-bit-cache`, `published-cache`: number format of the key-value cache, the last as the checkpoint asks;
 * - `prefix-caching`: `on` or `off`, of a model whose states take room for it;
 * - `engine`, `engine-version`: the engine whose rules are used, and the version;
 * - `tensor-size`, `expert-size`: GPUs that a layer, or whole experts, are spread over;
 * - `data-size`: data-parallel ranks of the attention, where a source says only that there are some;
 * - `batch-limit`: requests that the engine runs at once, where a static batch has to run whole;
 * - `memory-share`: share of the memory for the engine, where its default does not hold the model;
 * - `input-tokens`, `output-tokens`: a length that the source assumed, or counted in characters;
 * - `image-tokens`: tokens of each image of a prompt, by the limits that the model's processor is published with;
 * - `target`: seconds that `of` may take, `ttft p95` for example, which a kind of traffic usually has to keep;
 * - `unreadable`: a figure that stands where a number should, and was left out.
 */
export type AssumptionCode =
  | "same-shape"
  | "checkpoint"
  | "context-from-name"
  | "instance"
  | "format-from-name"
  | "published-format"
  | "sixteen-bit-weights"
  | "fp8-scales"
  | "sixteen-bit-cache"
  | "eight-bit-cache"
  | "published-cache"
  | "prefix-caching"
  | "engine"
  | "engine-version"
  | "tensor-size"
  | "expert-size"
  | "data-size"
  | "batch-limit"
  | "memory-share"
  | "input-tokens"
  | "output-tokens"
  | "image-tokens"
  | "target"
  | "unreadable";

/** Something that was assumed because nobody said it, or said it in other words. */
export interface Assumption {
  /** Which kind. */
  readonly code: AssumptionCode;
  /** Which of several things the kind may be about; absent where it is about one. */
  readonly of?: string;
  /** What was said; absent where nothing was. */
  readonly asked?: string | number;
  /** What was used. */
  readonly used: string | number;
}
