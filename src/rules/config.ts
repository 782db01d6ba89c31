import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of a model's config.json: what the reader understands. */
export const CONFIG_RULES = {
  "json-object": () => "must be the text of a JSON object",
  understood: () => "is not understood",
  "understood-of-unknown": ({ modelType }: { modelType: string }) =>
    `is not understood, and model_type ${modelType} is unknown`,
  stated: () => "must be stated",
  "stated-as": ({ names }: { names: readonly string[] }) => `must be stated (also read as ${listed(names)})`,
  "counted-as": ({ names }: { names: readonly string[] }) => `must be an integer >= 1 (also read as ${listed(names)})`,
  "positive-number": () => "must be a number > 0",
  "entry-for-each-layer": ({ layers }: { layers: number }) => `must have an entry for each of the ${layers} layers`,
  "describes-each-layer": ({ layers }: { layers: number }) => `must describe each of the ${layers} layers`,
  "text-or-list": () => "must be a text or a list",
  "letter-of-layer": ({ letters }: { letters: readonly string[] }) => `must be one of ${letters.join(" ")}`,
  blocks: () => "must list the blocks",
  "same-in-every-layer": () => "must be the same in every layer",
  "model-width": ({ width }: { width: number }) => `must be the model's width of ${width}`,
  "no-compressed-cache": () => "must not be set: caches that keep one entry for several tokens are not modelled",
  "no-sparse-heads": () => "must not be set: block-sparse attention with key and value heads is not modelled",
  "no-block-sparse": () => "must not be set: block-sparse attention is not modelled",
  "no-cross-attention": () => "must not be set: attention to an image's tokens is not modelled",
  "no-layer-embeddings": () => "must be 0: embeddings of each layer are not modelled",
  "no-shared-caches": () => "must be 0: layers that share a cache are not read",
  "no-encoder-decoder": () => "must be false: only decoders are modelled",
  "no-bias": () => "must be false",
  "regular-expressions": () => "must hold regular expressions that JavaScript knows",
  "load-in-8bit": () => "or load_in_8bit must be true",
  "four-or-eight": () => "must be 4 or 8",
  "known-weight-type": () => "and type must be float 4, float 8, int 4 or int 8",
  "some-matrix": () => "must quantise at least one matrix of the layers that is understood",
  "stored-type": () => "must be bfloat16, float16 or float32",
  "stated-head-size": ({ heads, width }: { heads: number; width: number }) =>
    `must be stated, as ${heads} heads do not divide the width of ${width}`,
  gating: () => "must be true, false, per-head or per-element",
  "stated-indexers": () => "must be stated, as index_topk_freq is",
  "full-or-shared": () => "must be full or shared",
  "softmax-attention": () => "must be 1, attention with softmax",
  "window-named": () => "must be an integer >= 1, as layers with a window are named",
  "linear-described": () => "must be an integer >= 1, as linear layers are described",
  "window-pattern": () => "must be a number, or letters L that end in one G",
  "dense-or-sparse": () => "must be dense or sparse",
  "known-gate": () => "must tell whether there is a gate: silu or relu2, for an unknown model_type",
};

export const configRule: Breaks<typeof CONFIG_RULES> = rulesOf(CONFIG_RULES);
