import { InfrascaleError } from "../errors.js";
import { checkBetween, checkInteger, checkKeys, checkObject } from "../internal/check.js";
import { deploymentRule } from "../rules/deployment.js";

/** Guessing tokens ahead: a draft proposes some, one step verifies them. How many are right is told in one of two ways. */
export interface Speculation {
  /** Tokens proposed in a step, integer >= 1. */
  readonly draftTokens: number;
  /** Probability that a proposed token is accepted when those before it were, in [0, 1). */
  readonly acceptanceRate?: number;
  /** Tokens that a step yields for a request, mean, the one that the model adds included, from 1 to `draftTokens` + 1: what engines log. */
  readonly acceptedLength?: number;
}

/** What drafting does to a step. */
export interface Drafting {
  /** Tokens proposed in a step. */
  readonly draftTokens: number;
  /** Tokens that a step yields for each request, >= 1. */
  readonly tokensPerStep: number;
}

const MOST_ACCEPTED = 0.9999;

/**
 * What drafting does to a step: with $m$ tokens guessed ahead, each accepted with probability $\alpha$ when those before it
 * were, a step yields $(1 - \alpha^{m+1}) / (1 - \alpha)$ tokens.
 *
 * @param speculation - tokens guessed ahead, and how many are right.
 * @returns tokens proposed and yielded.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `contradictory-options` unless it says in just one way how many are right.
 * @see Leviathan, Kalman, Matias 2023, arXiv:2211.17192, equation 1.
 */
export function checkSpeculation(speculation: Speculation): Drafting {
  checkKeys(checkObject(speculation, "speculation"), "speculation", [
    "draftTokens",
    "acceptanceRate",
    "acceptedLength",
  ]);
  const draftTokens = checkInteger(speculation.draftTokens, "speculation.draftTokens", 1);
  const { acceptanceRate, acceptedLength } = speculation;
  if ((acceptanceRate === undefined) === (acceptedLength === undefined))
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "speculation",
      ...deploymentRule("one-acceptance"),
      value: Object.keys(speculation).join(", "),
    });
  if (acceptedLength !== undefined)
    return {
      draftTokens,
      tokensPerStep: checkBetween(acceptedLength, "speculation.acceptedLength", 1, draftTokens + 1),
    };
  const rate = checkBetween(acceptanceRate, "speculation.acceptanceRate", 0, MOST_ACCEPTED);
  return { draftTokens, tokensPerStep: (1 - rate ** (draftTokens + 1)) / (1 - rate) };
}
