import type { Engine } from "../catalog/engine.js";
import { lengthNodes, nodeMean } from "../queueing/length-nodes.js";
import type { ServedLengths } from "./operating-point.js";

/** What a request that runs holds room for in the cache, at any moment. */
export interface HeldByRequest {
  /** Mean, tokens. */
  readonly meanTokens: number;
  /** Variance over squared mean. */
  readonly squaredCv: number;
}

/**
 * Its prompt, as far as it is not shared, and of its output the longest that it may have, where an engine reserves it; else what it has
 * written so far. Of those that run at a moment the long ones are more than their share, for they stay longer:
 *
 * $$ n_{in} + \frac{E[o^2]}{2\,E[o]} = n_{in} + \frac{n_{out} (1 + c^2)}{2}, \qquad \mathrm{Var} = c_{in}^2\, n_{in}^2 + \frac{E[o^3]}{3\,E[o]} - \left(\frac{E[o^2]}{2\,E[o]}\right)^2 $$
 *
 * @param engine - share of an output that it holds room for, mean.
 * @param lengths - of the requests.
 * @returns tokens, and how they vary.
 */
export function heldByRequest(
  { memory: { answerShareHeld } }: Engine,
  { input, output, uncached, prefixCacheHitRate, maxOutputTokens }: ServedLengths,
): HeldByRequest {
  const promptTokens = uncached.mean / (1 - prefixCacheHitRate);
  const ofPrompts = input.squaredCv * promptTokens ** 2;
  if (answerShareHeld === 1 || output.mean === 0)
    return { meanTokens: promptTokens + maxOutputTokens, squaredCv: ofPrompts / (promptTokens + maxOutputTokens) ** 2 };
  const tokens = lengthNodes(output);
  const written = nodeMean(tokens.map((length) => length ** 2)) / nodeMean(tokens) / 2;
  const squares = nodeMean(tokens.map((length) => length ** 3)) / nodeMean(tokens) / 3;
  return {
    meanTokens: promptTokens + answerShareHeld * output.mean * (1 + output.squaredCv),
    squaredCv: (ofPrompts + squares - written ** 2) / (promptTokens + written) ** 2,
  };
}
