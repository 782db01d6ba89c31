import { secondsPerDecodedToken, secondsPerPrompt, type ServingModel, type ServingStep } from "./serving-times.js";

/** Mean lengths of requests, tokens. */
export interface ServedLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of the prompt's tokens that the prefix cache holds, in [0, 1). */
  readonly prefixCacheHitRate: number;
}

/** What a replica does while it runs a number of requests. */
export interface Occupancy {
  /** Requests that run. */
  readonly running: number;
  /** A decoding step, per token of a request. */
  readonly decode: ServingStep;
  /** One prompt, read alone. */
  readonly prompt: ServingStep;
  /** Between two output tokens, prompts of other requests included, seconds. */
  readonly tpotSeconds: number;
  /** From taking a slot to the first token, seconds. */
  readonly serviceTtftSeconds: number;
  /** For which a request holds its slot, seconds. */
  readonly residenceSeconds: number;
  /** Requests finished, per second. */
  readonly requestsPerSecond: number;
}

/**
 * A replica that keeps running a number of requests, each finished one replaced at once.
 *
 * $$ \mathrm{TPOT}(n) = t_{decode}\left(n, n_{in} + \tfrac{n_{out}}{2}\right) + \frac{n - 1}{n_{out}}\, t_{prefill}(n_{in}) $$
 *
 * A request holds its slot for $\mathrm{TTFT} + (n_{out} - 1)\,\mathrm{TPOT}$; by Little's law $n$ of them finish in that
 * time.
 *
 * @param model - constants of the replica.
 * @param running - n: requests that run, real, > 0.
 * @param lengths - tokens of a request.
 * @returns times and rate.
 */
export function occupancy(model: ServingModel, running: number, lengths: ServedLengths): Occupancy {
  const { inputTokens, outputTokens } = lengths;
  const { firstToken } = model.timing;
  const ranks = model.profile.deployment.parallelism.data;
  const decode = secondsPerDecodedToken(model, running, inputTokens + outputTokens / 2);
  const prompt = secondsPerPrompt(model, uncachedTokens(lengths));
  const tpotSeconds = decode.seconds + ((Math.max(0, running - 1) / outputTokens) * prompt.seconds) / ranks;
  const serviceTtftSeconds =
    firstToken.prefillFactor * prompt.seconds + firstToken.decodeSteps * decode.seconds + firstToken.fixedSeconds + firstToken.secondsPerToken * inputTokens;
  const residenceSeconds = serviceTtftSeconds + (outputTokens - 1) * tpotSeconds;
  return { running, decode, prompt, tpotSeconds, serviceTtftSeconds, residenceSeconds, requestsPerSecond: running / residenceSeconds };
}

/** Tokens of a prompt that have to be read. */
export const uncachedTokens = ({ inputTokens, prefixCacheHitRate }: ServedLengths): number => Math.max(1, inputTokens * (1 - prefixCacheHitRate));
