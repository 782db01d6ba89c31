import { perMillion, secondsFromHours } from "../units.js";

/** What serving costs an hour, and what is served. */
export interface ServedTokens {
  /** Of the whole fleet. */
  readonly perHour: number;
  /** Requests served, per second, > 0. */
  readonly requestsPerSecond: number;
  /** Tokens of a prompt that have to be read, mean, > 0. */
  readonly inputTokens: number;
  /** Tokens of an output, mean, >= 0. */
  readonly outputTokens: number;
  /** Share of the busy time that goes to prompts. */
  readonly prefillShare: number;
}

/** Prices of a million tokens. */
export interface TokenPrices {
  /** Of prompts, those that a prefix cache holds not counted. */
  readonly input: number;
  /** Of outputs; null where nothing is written. */
  readonly output: number | null;
  /** Of both, as if they were one. */
  readonly blended: number;
}

/**
 * What a million tokens cost. Idle time is shared out as busy time is.
 *
 * $$ p_{in} = \frac{10^6\, c\, \phi}{3600\, \lambda\, i}, \qquad p_{out} = \frac{10^6\, c\, (1 - \phi)}{3600\, \lambda\, o}, \qquad
 * p = \frac{10^6\, c}{3600\, \lambda (i + o)} $$
 *
 * @param served - c an hour, $\lambda$ requests per second of i and o tokens, and $\phi$.
 * @returns prices, in the currency of c.
 */
export function tokenPrices(served: ServedTokens): TokenPrices {
  const { perHour, requestsPerSecond, inputTokens, outputTokens, prefillShare } = served;
  const perRequest = perHour / (secondsFromHours(1) * requestsPerSecond);
  return {
    input: perMillion((perRequest * prefillShare) / inputTokens),
    output: outputTokens === 0 ? null : perMillion((perRequest * (1 - prefillShare)) / outputTokens),
    blended: perMillion(perRequest / (inputTokens + outputTokens)),
  };
}
