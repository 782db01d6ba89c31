import { decodingStep, secondsPerDecodedToken, secondsPerReading, tokensPerStep, type ServingModel, type ServingStep } from "./serving-times.js";

/** Mean lengths of requests, tokens. */
export interface ServedLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of the prompt's tokens that the prefix cache holds, in [0, 1). */
  readonly prefixCacheHitRate: number;
  /** True when all requests have these lengths: they come in waves. */
  readonly equal: boolean;
  /** Variance over squared mean of the answers' lengths. */
  readonly outputSquaredCv: number;
}

/**
 * Tokens that a request which runs has so far, mean, tokens: its prompt, and half an answer; of those that run at a moment the
 * long ones are more than their share, for they stay longer:
 *
 * $$ n_{in} + \frac{E[n_{out}^2]}{2\,E[n_{out}]} = n_{in} + \frac{n_{out} (1 + c^2)}{2} $$
 *
 * @param lengths - mean lengths, and the variation of answers.
 * @returns tokens.
 */
export const contextTokensOf = ({ inputTokens, outputTokens, outputSquaredCv }: ServedLengths): number => inputTokens + (outputTokens * (1 + outputSquaredCv)) / 2;

/** What a replica does while it runs a number of requests. */
export interface Occupancy {
  /** Requests that run. */
  readonly running: number;
  /** A decoding step, per token of a request. */
  readonly decode: ServingStep;
  /** A step that reads prompts, with what decodes beside them. */
  readonly reading: ServingStep;
  /** What each of its prompts takes beyond a step that only decodes, seconds. */
  readonly addedPerPromptSeconds: number;
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
 * A replica that keeps running a number of requests, each finished one replaced at once: of $n$ requests that each write
 * $n_{out}$ tokens, a step reads $p = (n - 1)/n_{out}$ prompts on average: now and then one, or else $q = \max(1, p)$ at
 * once; data-parallel ranks and stages of a pipeline share them. A token takes
 *
 * $$ \mathrm{TPOT} = t_{decode}(n) + \frac{p}{q}\, t_{added}(q) $$
 *
 * where reading $q$ prompts adds $t_{mixed}(n - 1, q) - t_{decode}(n)$ to a step in engines that mix them with decoding, and
 * all of $t_{prefill}(q)$ in the others.
 *
 * Requests of equal lengths come in waves: $g = \min((n - 1)/2, g_{max})$ of the other prompts are read before one's own
 * first token instead of after it.
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
  const { firstToken, mixesPrompts } = model.timing;
  const { data, pipeline } = model.profile.deployment.parallelism;
  // Ranks read prompts of their own, and while one stage reads a prompt the others go on with theirs.
  const lanes = data * pipeline;
  const contextTokens = contextTokensOf(lengths);
  // Below one request the replica is idle in between: a request that runs, runs alone.
  const others = Math.max(0, running - 1);
  const step = decodingStep(model, others + 1, contextTokens);
  const decode = secondsPerDecodedToken(model, step);
  const ahead = lengths.equal ? Math.min(others / 2, firstToken.promptsAhead) : 0;
  const promptsPerToken = (others - ahead) / outputTokens / lanes;
  const promptsAtOnce = Math.max(1, promptsPerToken * tokensPerStep(model.speculation));
  const reading = secondsPerReading(model, uncachedTokens(lengths), promptsAtOnce * data, mixesPrompts ? others : 0, contextTokens);
  const addedPerPromptSeconds = Math.max(0, reading.seconds - (mixesPrompts && others > 0 ? step.seconds : 0)) / promptsAtOnce;
  const tpotSeconds = decode.seconds + promptsPerToken * addedPerPromptSeconds;
  // Alone, a request finds no step under way.
  const stepsBefore = (firstToken.decodeSteps * others) / (others + 1);
  const besideSteps = firstToken.fixedSeconds + firstToken.secondsPerToken * inputTokens;
  const correction = model.corrections?.firstTokenSeconds ?? 0;
  const serviceTtftSeconds =
    firstToken.prefillFactor * reading.seconds + (ahead / lanes) * addedPerPromptSeconds + stepsBefore * step.seconds + firstToken.fixedSeconds + firstToken.secondsPerToken * inputTokens + Math.max(-besideSteps, correction);
  const residenceSeconds = serviceTtftSeconds + (outputTokens - 1) * tpotSeconds;
  return { running, decode, reading, addedPerPromptSeconds, tpotSeconds, serviceTtftSeconds, residenceSeconds, requestsPerSecond: running / residenceSeconds };
}

/** Tokens of a prompt that have to be read. */
export const uncachedTokens = ({ inputTokens, prefixCacheHitRate }: ServedLengths): number => Math.max(1, inputTokens * (1 - prefixCacheHitRate));
