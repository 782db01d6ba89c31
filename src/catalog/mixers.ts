import { InfrascaleError } from "../errors.js";
import {
  checkBetween,
  checkBoolean,
  checkInteger,
  checkNonNegative,
  checkObject,
  checkOneOf,
  optional,
} from "../internal/check.js";
import type { LatentAttention, LinearAttention, Mixer, Model, SelfAttention } from "./model.js";
import { PRECISIONS } from "./precision.js";
import { catalogRule } from "../rules/catalog.js";

/** A mixer of a kind. */
export type MixerOf<Kind extends Mixer["kind"]> = Extract<Mixer, { readonly kind: Kind }>;

/** Sizes of a mixer that others ask for; what it does not have is left out. */
export interface MixerSizes {
  /** Heads that a tensor split divides. */
  readonly heads?: number;
  /** Heads in the cache, which are sharded or replicated, by whole numbers. */
  readonly keyValueHeads?: number;
  /** Tokens that the cache keeps of a request. */
  readonly windowTokens?: number | undefined;
  /** True when the window is a fixed chunk of the sequence. */
  readonly chunked?: boolean | undefined;
  /** Tokens of the context that a query reads at most. */
  readonly readTokens?: number | undefined;
  /** Size of a head that turns with its position. */
  readonly rotaryHeadSize?: number;
}

/** What a kind of mixer is. */
export interface MixerRule<Shape> {
  /** Part of the model that its weights belong to: `attention` keeps a cache, `states` a state of fixed size. */
  readonly part: "attention" | "states";
  /** True when engines take it for latent attention: one entry of the cache for all heads, whole on every GPU. */
  readonly isLatent: boolean;
  /** Refuses fields that are not valid. */
  readonly check: (mixer: Shape, path: string) => void;
  /** Weights of a layer on one of so many GPUs over which it is sharded. */
  readonly parameters: (mixer: Shape, hiddenSize: number, tensor: number) => number;
  readonly sizes: (mixer: Shape) => MixerSizes;
  /** In words. */
  readonly text: (mixer: Shape) => string;
}

/** Every kind of mixer; what each takes of memory and of time is in the tables of those. */
export const MIXERS: { readonly [Kind in Mixer["kind"]]: MixerRule<MixerOf<Kind>> } = {
  self: {
    part: "attention",
    isLatent: false,
    check: checkSelf,
    parameters: (mixer, hiddenSize, tensor) => selfParameters(mixer, hiddenSize, tensor, true),
    sizes: ({ queryHeads, keyValueHeads, windowTokens, chunked, headSize }) => ({
      heads: queryHeads,
      keyValueHeads,
      windowTokens,
      chunked,
      readTokens: windowTokens,
      rotaryHeadSize: headSize,
    }),
    text: ({ queryHeads, keyValueHeads, headSize, windowTokens }) =>
      `${queryHeads} heads, ${keyValueHeads} KV heads of ${headSize}${windowTokens === undefined ? "" : `, window ${windowTokens}`}`,
  },
  latent: {
    part: "attention",
    isLatent: true,
    check: checkLatent,
    parameters: latentParameters,
    sizes: ({ heads, ropeHeadSize, indexer }) => ({
      heads,
      readTokens: indexer?.topTokens,
      rotaryHeadSize: ropeHeadSize,
    }),
    text: ({ heads, keyValueRank, ropeHeadSize }) => `${heads} heads, latent ${keyValueRank} + ${ropeHeadSize}`,
  },
  linear: {
    part: "states",
    isLatent: false,
    check: checkLinear,
    parameters: ({ parameters }, _, tensor) => parameters / tensor,
    sizes: () => ({}),
    text: ({ family, stateElements }) => `${family}, state of ${stateElements}`,
  },
};

/** The rule of a mixer's kind. */
export const mixerRule = (mixer: Mixer): MixerRule<Mixer> => MIXERS[mixer.kind] as MixerRule<Mixer>;

/** The mixers of a model's groups of layers. */
export const mixersOf = ({ layers }: Pick<Model, "layers">): readonly Mixer[] =>
  layers.flatMap(({ mixer }) => mixer ?? []);

/** True when some layer of the model keeps a state instead of a cache: a hybrid. */
export const hasStates = (model: Model): boolean => mixersOf(model).some((mixer) => mixerRule(mixer).part === "states");

/** True when some layer of the model has latent attention. */
export const hasLatentAttention = (model: Model): boolean => mixersOf(model).some((mixer) => mixerRule(mixer).isLatent);

/** Refuses a mixer that is not valid, or of no kind in the table. */
export function checkMixer(mixer: Mixer, path: string): void {
  checkObject(mixer, path);
  checkOneOf(mixer.kind, `${path}.kind`, Object.keys(MIXERS));
  mixerRule(mixer).check(mixer, path);
}

function checkSelf(mixer: SelfAttention, path: string): void {
  const heads = checkSize(mixer.queryHeads, `${path}.queryHeads`);
  const shared = checkSize(mixer.keyValueHeads, `${path}.keyValueHeads`);
  checkSize(mixer.headSize, `${path}.headSize`);
  for (const name of ["valueHeadSize", "windowTokens"] as const) optional(checkSize)(mixer[name], `${path}.${name}`);
  for (const name of ["chunked", "keysAreValues", "outputGate", "sharesCache", "bidirectional"] as const)
    optional(checkBoolean)(mixer[name], `${path}.${name}`);
  if (mixer.queryKeyNorm !== undefined) checkOneOf(mixer.queryKeyNorm, `${path}.queryKeyNorm`, ["head", "width"]);
  if (heads % shared !== 0)
    throw new InfrascaleError({
      code: "invalid-catalog",
      field: `${path}.keyValueHeads`,
      ...catalogRule("divides-query-heads", { heads }),
      value: shared,
    });
}

function checkLatent({ queryRank, indexer, ...mixer }: LatentAttention, path: string): void {
  for (const name of ["heads", "keyValueRank", "ropeHeadSize", "nopeHeadSize", "valueHeadSize"] as const)
    checkSize(mixer[name], `${path}.${name}`);
  if (queryRank !== null) checkSize(queryRank, `${path}.queryRank`);
  if (indexer === undefined) return;
  checkObject(indexer, `${path}.indexer`);
  for (const name of ["heads", "headSize"] as const) checkInteger(indexer[name], `${path}.indexer.${name}`, 0);
  checkSize(indexer.topTokens, `${path}.indexer.topTokens`);
}

function checkLinear(mixer: LinearAttention, path: string): void {
  const elements = checkNonNegative(mixer.stateElements, `${path}.stateElements`);
  checkNonNegative(mixer.parameters, `${path}.parameters`);
  optional((value, name) => checkBetween(value, name, 0, elements))(
    mixer.convolutionElements,
    `${path}.convolutionElements`,
  );
  optional((value, name) => checkInteger(value, name, 2))(mixer.convolutionTokens, `${path}.convolutionTokens`);
  optional((value, name) => checkOneOf(value, name, PRECISIONS))(mixer.statePrecision, `${path}.statePrecision`);
}

const checkSize = (value: unknown, field: string): number => checkInteger(value, field, 1);

/** Weights with or without those of keys and values, which are replicated once there are more GPUs than heads. */
export function selfParameters(mixer: SelfAttention, hiddenSize: number, tensor: number, withKeys: boolean): number {
  const {
    queryHeads,
    keyValueHeads,
    headSize,
    valueHeadSize = headSize,
    keysAreValues = false,
    outputGate = false,
  } = mixer;
  const queryWidth = queryHeads * headSize * (outputGate ? 2 : 1);
  const keyValueWidth = withKeys
    ? Math.max(keyValueHeads, tensor) * (keysAreValues ? headSize : headSize + valueHeadSize)
    : 0;
  return (hiddenSize * (queryWidth + queryHeads * valueHeadSize + keyValueWidth)) / tensor;
}

/** Down projections and the index of sparse attention are on every GPU. */
function latentParameters(mixer: LatentAttention, hiddenSize: number, tensor: number): number {
  const { heads, queryRank, keyValueRank, ropeHeadSize, valueHeadSize, nopeHeadSize, indexer } = mixer;
  const queryWidth = heads * (nopeHeadSize + ropeHeadSize);
  const query =
    queryRank === null
      ? (hiddenSize * queryWidth) / tensor
      : hiddenSize * queryRank + (queryRank * queryWidth) / tensor;
  const down = hiddenSize * (keyValueRank + ropeHeadSize);
  const output = (heads * valueHeadSize * hiddenSize) / tensor;
  const index =
    indexer === undefined
      ? 0
      : (queryRank ?? hiddenSize) * indexer.heads * indexer.headSize + hiddenSize * (indexer.headSize + indexer.heads);
  return query + down + upProjection(mixer) / tensor + output + index;
}

/** Weights that make keys and values of all heads from latent attention's entry in the cache. */
export const upProjection = ({ heads, keyValueRank, nopeHeadSize, valueHeadSize }: LatentAttention): number =>
  keyValueRank * heads * (nopeHeadSize + valueHeadSize);
