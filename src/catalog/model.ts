import type { ImageEncoder } from "./images/image-encoder.js";
import type { Precision } from "./precision.js";
import type { Provenance } from "./gpu.js";
import { checkEach, checkInteger, checkObject } from "../internal/check.js";
import type { BrokenRule } from "../rules/broken-rule.js";
import { catalogRule } from "../rules/catalog.js";

/** Softmax attention with its own key and value heads: multi-head, grouped-query and multi-query. */
export interface SelfAttention {
  /** Softmax attention with its own heads. */
  readonly kind: "self";
  /** Number of query heads. */
  readonly queryHeads: number;
  /** Equal to `queryHeads` for multi-head, 1 for multi-query attention. */
  readonly keyValueHeads: number;
  /** Size of a query, key and (unless `valueHeadSize` is given) value head. */
  readonly headSize: number;
  /** Size of a value head; absent when it is `headSize`. */
  readonly valueHeadSize?: number;
  /** Tokens that a query looks back over; absent for the whole context. */
  readonly windowTokens?: number;
  /** True when the window is a fixed chunk of the sequence instead of sliding with the query. */
  readonly chunked?: boolean;
  /** True when keys also serve as values: one projection, both cached. */
  readonly keysAreValues?: boolean;
  /** True when a learned gate of the queries' size multiplies the output. */
  readonly outputGate?: boolean;
  /** Norm of queries and keys: of each head by itself, or of all heads of a token together; absent without one. */
  readonly queryKeyNorm?: "head" | "width";
  /** True when the layer reads the cache of an earlier layer and keeps none itself. */
  readonly sharesCache?: boolean;
  /** True when every token sees the whole sequence: an encoder, which keeps no cache. */
  readonly bidirectional?: boolean;
}

/** Multi-head latent attention (DeepSeek): one compressed key-value vector for all heads. */
export interface LatentAttention {
  /** Latent attention. */
  readonly kind: "latent";
  /** Number of query heads. */
  readonly heads: number;
  /** Rank of the query compression; null when queries are not compressed. */
  readonly queryRank: number | null;
  /** Rank of the key-value compression: elements cached per token, beside the rotary part. */
  readonly keyValueRank: number;
  /** Elements of a head with rotary position, shared by all heads in the cache. */
  readonly ropeHeadSize: number;
  /** Elements of a head without position. */
  readonly nopeHeadSize: number;
  /** Size of a value head. */
  readonly valueHeadSize: number;
  /** Sparse attention: a small index that picks `topTokens` of the context. */
  readonly indexer?: {
    /** Heads of the index; 0 where the layer reads the index of the layer before. */
    readonly heads: number;
    /** Size of one of its heads; 0 where it has none. */
    readonly headSize: number;
    /** Tokens of the context that attention reads. */
    readonly topTokens: number;
  };
}

/** A layer with a state of fixed size instead of a growing cache: Mamba, gated delta net, lightning attention. */
export interface LinearAttention {
  /** A state of fixed size. */
  readonly kind: "linear";
  /** `mamba1`, `mamba2`, `gated-delta`, `kimi-delta`, `lightning`, `short-conv` or another published name. */
  readonly family: string;
  /** Elements of the state that one request keeps in one layer, convolution state included. */
  readonly stateElements: number;
  /** Elements of `stateElements` that belong to the short convolution and stay in 16 bit; 0 when absent. */
  readonly convolutionElements?: number;
  /** Tokens that the convolution looks at, the present one included; 4 when absent. */
  readonly convolutionTokens?: number;
  /** Precision of the recurrent part of the state: fp32 when absent; bf16 where the config asks for none, as vLLM then keeps the model's own. */
  readonly statePrecision?: Precision;
  /** Weights of the layer. */
  readonly parameters: number;
}

/** How a layer mixes tokens. */
export type Mixer = SelfAttention | LatentAttention | LinearAttention;

/** A feed-forward block with one path. */
export interface DenseFeedForward {
  /** One path for every token. */
  readonly kind: "dense";
  /** Width of the hidden activation. */
  readonly intermediateSize: number;
  /** True for three matrices (gate, up, down), false for two. */
  readonly gated: boolean;
}

/** A mixture of experts: each token goes through `expertsPerToken` of `experts`, and through the shared expert. */
export interface MixtureOfExperts {
  /** Routed experts. */
  readonly kind: "experts";
  /** Number of routed experts. */
  readonly experts: number;
  /** Routed experts that a token goes through. */
  readonly expertsPerToken: number;
  /** Width of one expert's hidden activation. */
  readonly expertIntermediateSize: number;
  /** Width of all shared experts (or of a parallel dense block) together; 0 when there is none. */
  readonly sharedIntermediateSize: number;
  /** True for three matrices (gate, up, down), false for two. */
  readonly gated: boolean;
  /** Width that routed experts work in when it is not the hidden size. */
  readonly latentSize?: number;
}

/** How a layer transforms each token by itself. */
export type FeedForward = DenseFeedForward | MixtureOfExperts;

/** `count` layers of the same shape; order within a model does not matter to memory or speed. */
export interface LayerGroup {
  /** Number of layers. */
  readonly count: number;
  /** How they mix tokens; null when they do not. */
  readonly mixer: Mixer | null;
  /** How they transform a token; null when they do not. */
  readonly feedForward: FeedForward | null;
}

/** Parameters of the text model. */
export interface ModelParameters {
  /** All weights of the language model, vision towers and multi-token-prediction layers left out. */
  readonly total: number;
  /** Weights that one token goes through, embedding and head included. */
  readonly active: number;
  /** Weights of the token embedding. */
  readonly embedding: number;
  /** Weights of an output head of its own; 0 when it is tied to the embedding. */
  readonly head: number;
  /** Vision or audio encoders. */
  readonly vision: number;
  /** Multi-token-prediction layers. */
  readonly multiTokenPrediction: number;
}

/** Parts of a model that checkpoints store in formats of their own. */
export const WEIGHT_PARTS = [
  "attention",
  "states",
  "dense",
  "shared",
  "experts",
  "embedding",
  "head",
  "vision",
  "draft",
] as const;

/** A part: attention, layers with a state, dense blocks, shared and routed experts, embedding, output head, encoder, layers to draft with. */
export type WeightPart = (typeof WEIGHT_PARTS)[number];

/** How the published checkpoint stores its weights. */
export interface Checkpoint {
  /** Number format of the weights. */
  readonly weights: Precision;
  /** `tensor` (static scales), `dynamic` (scales computed as it runs) or `block`; absent for 16- and 32-bit weights. */
  readonly scaling?: "tensor" | "dynamic" | "block";
  /** True when only weights are quantised and arithmetic stays in 16 bit. */
  readonly weightOnly?: boolean;
  /** Number format of all that is no routed expert, where `weights` is that of the experts alone. */
  readonly outsideExperts?: Precision;
  /** Weights that share one scale, of 4-bit formats; absent for the usual: 16 of NVFP4, 32 of MXFP4, 128 of integers, or 32 where these are scaled by block. */
  readonly scaleGroup?: number;
  /** Bytes that a weight of a part takes, scales included, mean, as the checkpoint's own list says; a part that is left out is by rule. */
  readonly partBytes?: Readonly<Partial<Record<WeightPart, number>>>;
  /** Number format of the cache that the checkpoint asks for; absent for 16 bit. */
  readonly kvCache?: Precision;
}

/**
 * A language model as memory and speed see it: widths, and groups of layers of one shape.
 *
 * A model of your own is a plain object of this type.
 */
export interface Model {
  /** Unique id: the repository name on Hugging Face. */
  readonly id: string;
  /** Family name. */
  readonly family: string;
  /** What it answers with after one forward pass, where that is no text: a vector, or a score. Absent for a model that writes. */
  readonly kind?: "embedding" | "reranker";
  /** Why no deployment of it can be predicted, in words; absent where one can. */
  readonly unsupported?: string;
  /** Other names that a look-up accepts. */
  readonly aliases: readonly string[];
  /** How many weights, by part. */
  readonly parameters: ModelParameters;
  /** How it reads images; absent where it reads none, or where nobody says how. */
  readonly imageEncoder?: ImageEncoder;
  /** d: width of the residual stream. */
  readonly hiddenSize: number;
  /** Tokens of the vocabulary. */
  readonly vocabularySize: number;
  /** Longest context that the model was made for, tokens; null when not stated. */
  readonly maxContextTokens: number | null;
  /** Groups of layers of one shape. */
  readonly layers: readonly LayerGroup[];
  /** Layers that predict further tokens, which engines load only to draft with; 1 when absent in a model that has such parameters or gated delta nets. */
  readonly draftLayers?: number;
  /** How the weights are stored. */
  readonly checkpoint: Checkpoint;
  /** Where the figures come from; absent in the built library, whose published catalogs have it. */
  readonly provenance?: Provenance;
}

/**
 * Layers of a model, all groups together.
 *
 * @param model - a model.
 * @returns number of layers.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function layerCount(model: Model): number {
  let count = 0;
  checkEach(
    checkObject(model, "model")["layers"],
    "model.layers",
    (group, field) => (count += checkInteger(checkObject(group, field)["count"], `${field}.count`, 1)),
  );
  return count;
}

/**
 * Number of layers that choose among experts.
 *
 * @param model - a model.
 * @returns the sum of the counts of their layer groups.
 */
export const expertLayerCount = ({ layers }: Model): number =>
  layers.reduce((sum, { count, feedForward }) => sum + (feedForward?.kind === "experts" ? count : 0), 0);

/**
 * True when some layer of the model has routed experts.
 *
 * @param model - a model.
 * @returns whether it is a mixture of experts.
 */
export const hasExperts = (model: Model): boolean =>
  model.layers.some(({ feedForward }) => feedForward?.kind === "experts");

/**
 * True for a model that writes no text: it answers with a vector or a score after one forward pass (vLLM's pooling models).
 *
 * @param model - a model.
 * @returns whether it is one.
 */
export const isPoolingModel = ({ kind }: Pick<Model, "kind">): boolean => kind !== undefined;

/** The rule that what is written breaks, of such a model. */
export const writesNothing = ({ id }: Pick<Model, "id">): BrokenRule<"writes-nothing"> =>
  catalogRule("writes-nothing", { model: id });

/**
 * True for an encoder, whose tokens all see one another: it reads a prompt in one step and keeps no cache.
 *
 * @param model - a model.
 * @returns whether some of its layers do.
 */
export const isEncoder = ({ layers }: Model): boolean =>
  layers.some(({ mixer }) => mixer?.kind === "self" && mixer.bidirectional === true);

/** True when a mixer keeps a state of a published family. */
export const isStateOf = (mixer: Mixer | null, family: string): boolean =>
  mixer?.kind === "linear" && mixer.family === family;

/**
 * True when some layer of the model is a gated delta net.
 *
 * @param model - a model.
 * @returns whether it has one.
 */
export const hasDeltaNets = (model: Model): boolean =>
  model.layers.some(({ mixer }) => isStateOf(mixer, "gated-delta"));

/**
 * Layers that a model brings to draft tokens with. Every published hybrid with gated delta nets (Qwen3-Next, Qwen3.5 to 3.8) has one.
 *
 * @param model - a model.
 * @returns number of layers.
 */
export const draftLayerCount = (model: Model): number =>
  model.draftLayers ?? (model.parameters.multiTokenPrediction > 0 || hasDeltaNets(model) ? 1 : 0);
