/**
 * The words of a model's name in lower case, without its organisation: `Llama-3_3-Nemotron-Super-49B-v1` is llama, 3.3,
 * nemotron, super, 49b, v1. Spaces, dashes and underscores divide words; an underscore between digits is a point.
 */
export const wordsOf = (name: string): readonly string[] =>
  name
    .slice(name.lastIndexOf("/") + 1)
    .toLowerCase()
    .replaceAll(/(?<=\d)_(?=\d+(?:$|[-_\s]))/g, ".")
    .replaceAll(/(?<=-)(\d\d)-(20\d\d)(?=$|-)/g, "$1$2")
    .split(/[-_\s]+/)
    .filter((word) => word !== "");

/**
 * What words of a name are compared by. Letters and digits part, so that `llama3.1` is `llama-3.1`, and points inside numbers
 * vanish, so that it is also `llama-31`; but `qwen2-57b` is not `qwen2.5-7b`.
 */
export const keyOf = (words: readonly string[]): string => words.map(wordKey).join("-");

const wordKey = (word: string): string =>
  word
    .replace(/\.0(?!\d)/g, "")
    .replace(/\./g, "")
    .replace(/([a-z])(?=\d)|(\d)(?=[a-z])/g, "$&-");

/** The same where dashes stand for points: `llama-3-1-8b`. */
export const dashedKeyOf = (words: readonly string[]): string =>
  keyOf(words.map((word) => word.replace(/(\d)\.(?=\d)/g, "$1-")));

/** A part of a name. */
export type NamePart = "stage" | "otherStage" | "active" | "size" | "date" | "context" | "version";

/** Parts that a name may leave out, or have beside those of an entry. */
export const PARTS: Readonly<Record<NamePart, RegExp>> = {
  /** Training stages that do not change the shape; a name without one means the usual. */
  stage: /^(?:instruct|chat|it|hf|base|pt|sft)$/,
  /** Stages that are other weights than the usual. */
  otherStage: /^(?:thinking|think|reasoning|reasoner)$/,
  /** `a22b`: parameters that a token uses. */
  active: /^a\d+(?:\.\d+)?b$/,
  /** `8b`, `8x7b`, `e4b`, `567m`, `2.4t`; and `16e`, experts. */
  size: /^(?:e?\d+(?:\.\d+)?[bmt]|\d+x\d+b|\d+e)$/,
  /** `2507` (year and month), `0528` (month and day), `122024`. */
  date: /^(?:2[2-9](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:[0-3]\d)(?:\d\d)?|(?:0[1-9]|1[0-2])20\d\d)$/,
  /** `4k`, `128k`: longest context. */
  context: /^\d+k$/,
  /** `v0.1`, `v1`: the version of the weights. */
  version: /^v[01](?:\.\d)?$/,
};

/** The words that are none of some parts. */
export const without = (words: readonly string[], ...parts: readonly NamePart[]): readonly string[] =>
  words.filter((word) => !parts.some((part) => PARTS[part].test(word)));

/** True when a word is of a part. */
export const has = (words: readonly string[], part: NamePart): boolean => words.some((word) => PARTS[part].test(word));

/** Publishers that stand before a name, or in it. */
const PUBLISHERS =
  /^(?:meta|nvidia|c4ai|ai21|google|mistralai|microsoft|snowflake|openai|qwen|deepseek|zai|ibm|cohere|coherelabs)$/;

/** Words without a leading publisher, each one less; first as they are. */
export function withoutPublishers(words: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = words;
  return first !== undefined && rest.length > 0 && PUBLISHERS.test(first)
    ? [words, ...withoutPublishers(rest)]
    : [words];
}
