import type { LengthDistribution } from "../workload/length-distribution.js";

/** Parts of a mean output. */
export const PARTS = 16;

/** Outputs in parts of a few tokens each. */
export interface OutputParts {
  /** w: tokens of a part. */
  readonly partTokens: number;
  /** Lengths without the first token, and the share of outputs that are so long. */
  readonly shares: readonly { readonly parts: number; readonly share: number }[];
  /** Mean of the reciprocal of their tokens, of those that have some. */
  readonly perToken: number;
}

/** Most outputs in equal shares. */
const BODY = 64;
/** Fewer after the first token of a mean output would make parts that no run ends with. */
const LEAST_TOKENS = 1e-3;
/** Mean outputs in a part, at most: times of less than a ten-thousandth of a part are lost to rounding. */
const MOST_OUTPUTS = 1e4;
/** Of the longest, each share as large as all that follow. */
const TAIL_SHARE = 0.1;
const TAIL = 16;

/**
 * Lengths of outputs, in parts of {@link PARTS} to the mean, by shares that are the smaller the longer they are: the longest decide when the
 * last of many ends.
 *
 * @param output - of the requests.
 * @param leastPartTokens - what a part has at least: fewer parts to the mean where that is more.
 * @returns parts and shares, which sum to one; their mean is that of the outputs.
 */
export function outputParts(
  { mean, squaredCv, quantile }: LengthDistribution,
  leastPartTokens: number = 0,
): OutputParts {
  const tokens = Math.max(mean - 1, squaredCv === 0 ? 1e-9 : LEAST_TOKENS);
  const partTokens = Math.max(tokens / PARTS, Math.min(leastPartTokens, MOST_OUTPUTS * tokens));
  const meanParts = tokens / partTokens;
  if (squaredCv === 0) return { partTokens, shares: [{ parts: meanParts, share: 1 }], perToken: 1 / tokens };
  const body = Array.from({ length: BODY }, (_, i) => ({
    tokens: after(quantile(((i + 0.5) / BODY) * (1 - TAIL_SHARE))),
    share: (1 - TAIL_SHARE) / BODY,
  }));
  const tail = Array.from({ length: TAIL }, (_, i) => {
    const from = TAIL_SHARE * 2 ** -i;
    const to = i === TAIL - 1 ? 0 : from / 2;
    return { tokens: after(quantile(1 - (from + to) / 2)), share: from - to };
  });
  const nodes = [...body, ...tail];
  const ofNodes = nodes.reduce((sum, { tokens, share }) => sum + tokens * share, 0);
  const scale = ofNodes === 0 ? 0 : meanParts / ofNodes;
  const shares = nodes.map(({ tokens, share }) => ({ parts: tokens * scale, share }));
  return {
    partTokens,
    shares,
    perToken: shares.reduce((sum, { parts, share }) => sum + (parts === 0 ? 0 : share / (parts * partTokens)), 0),
  };
}

/** Tokens after the first. */
const after = (tokens: number): number => Math.max(0, Math.round(tokens) - 1);
