import { checkBetween, checkInteger } from "../internal/check.js";
import {
  lengthDistribution,
  NOTHING,
  shareOfLengths,
  type LengthDistribution,
  type Lengths,
} from "./length-distribution.js";
import { sentImages, type RequestImages, type SentImages } from "./images.js";
import { LONGEST_SHARE, MOST_CACHED, MOST_TOKENS } from "./limits.js";

/** Lengths of requests, and what of them is known already. */
export interface RequestLengths extends RequestImages {
  /** Prompts, tokens: their one length, mean and variation, or counted lengths. */
  readonly inputTokens: Lengths;
  /** Answers, tokens: their one length, mean and variation, or counted lengths; left out, or 0, for a model that writes no text. */
  readonly outputTokens?: Lengths | undefined;
  /** Longest output that requests are sent with (`max_tokens`), integer >= 1: engines may reserve room for it. @defaultValue an output that 99 % do not exceed */
  readonly maxOutputTokens?: number;
  /** Tokens at the start of every prompt that are the same for all, as of a system prompt, integer >= 0: read and stored once. @defaultValue 0 */
  readonly sharedPrefixTokens?: number;
  /** Share of the rest of the prompts' tokens that the prefix cache holds, in [0, 1). @defaultValue 0 */
  readonly prefixCacheHitRate?: number;
}

/** Lengths, checked and complete. */
export interface ResolvedLengths {
  /** How prompts are spread, the whole of them. */
  readonly input: LengthDistribution;
  /** How answers are spread. */
  readonly output: LengthDistribution;
  /** Longest output that requests are sent with, tokens. */
  readonly maxOutputTokens: number;
  /** Tokens at the start of every prompt that are the same for all. */
  readonly sharedPrefixTokens: number;
  /** Share of the rest of the prompts' tokens that the prefix cache holds. */
  readonly prefixCacheHitRate: number;
  /** Images of each prompt; absent without. */
  readonly images?: SentImages;
}

/** Names of the fields of lengths. */
export const LENGTH_FIELDS: readonly (keyof RequestLengths)[] = [
  "inputTokens",
  "outputTokens",
  "maxOutputTokens",
  "sharedPrefixTokens",
  "prefixCacheHitRate",
  "imagesPerRequest",
  "imageSize",
];

/**
 * Checks lengths, and fills in what they leave open.
 *
 * @param lengths - as they are given.
 * @param path - before the names of fields in errors, with its dot.
 * @returns lengths.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`; `contradictory-workload` for half of what images need.
 */
export function resolveLengths(
  {
    inputTokens,
    outputTokens,
    maxOutputTokens,
    sharedPrefixTokens = 0,
    prefixCacheHitRate = 0,
    ...images
  }: Partial<RequestLengths>,
  path: string,
): ResolvedLengths {
  const tokens = (value: number, field: string, least: number): number =>
    checkBetween(checkInteger(value, `${path}${field}`, least), `${path}${field}`, least, MOST_TOKENS);
  const sent = sentImages(images, path);
  const output =
    outputTokens === undefined || outputTokens === 0
      ? NOTHING
      : lengthDistribution(outputTokens, `${path}outputTokens`);
  return {
    input: lengthDistribution(inputTokens as Lengths, `${path}inputTokens`),
    output,
    maxOutputTokens:
      maxOutputTokens === undefined ? output.quantile(LONGEST_SHARE) : tokens(maxOutputTokens, "maxOutputTokens", 1),
    sharedPrefixTokens: tokens(sharedPrefixTokens, "sharedPrefixTokens", 0),
    prefixCacheHitRate: checkBetween(prefixCacheHitRate, `${path}prefixCacheHitRate`, 0, MOST_CACHED),
    ...(sent !== undefined && { images: sent }),
  };
}

/** Prompts that stand for all of a distribution. */
const NODES = 500;

/** Prompts without the shared start, tokens; those that are shorter than it have none of it. */
export function ownInput({
  input,
  sharedPrefixTokens,
}: Pick<ResolvedLengths, "input" | "sharedPrefixTokens">): LengthDistribution {
  if (sharedPrefixTokens === 0) return input;
  const own = Array.from({ length: NODES }, (_, node) => {
    const tokens = input.quantile((node + 0.5) / NODES);
    return Math.max(1, tokens < sharedPrefixTokens ? tokens : tokens - sharedPrefixTokens);
  });
  return lengthDistribution({ values: own }, "inputTokens");
}

/** Tokens of prompts that have to be read. */
export const uncachedInput = (
  lengths: Pick<ResolvedLengths, "input" | "sharedPrefixTokens" | "prefixCacheHitRate">,
): LengthDistribution => shareOfLengths(ownInput(lengths), 1 - lengths.prefixCacheHitRate);
