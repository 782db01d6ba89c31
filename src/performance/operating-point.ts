import { meanLargestPoisson } from "../internal/poisson-maximum.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import { uncachedInput, type ResolvedLengths } from "../workload/request-lengths.js";
import type { ServingStep, StepTiming } from "./timing/step-timing.js";

/** Lengths of the requests that a replica serves. */
export interface ServedLengths extends ResolvedLengths {
  /** Tokens of the prompts that have to be read. */
  readonly uncached: LengthDistribution;
  /** True for a load test whose requests all have these lengths: they come in waves. */
  readonly equal: boolean;
}

/** A replica whose times are asked for. */
export interface ServedReplica {
  readonly timing: StepTiming;
  readonly lengths: ServedLengths;
  /** Tokens that a lane decodes and reads in a step, at most. */
  readonly maxBatchedTokens: number;
}

/**
 * Tokens that a request which runs has so far, mean, tokens: its prompt, and half an answer; of those that run at a moment the
 * long ones are more than their share, for they stay longer:
 *
 * $$ n_{in} + \frac{E[n_{out}^2]}{2\,E[n_{out}]} = n_{in} + \frac{n_{out} (1 + c^2)}{2} $$
 *
 * @param lengths - of the requests.
 * @returns tokens.
 */
export const contextTokensOf = ({ input, output }: Pick<ServedLengths, "input" | "output">): number => input.mean + (output.mean * (1 + output.squaredCv)) / 2;

/** Tokens of a mean prompt that have to be read. */
export const uncachedTokens = ({ uncached }: Pick<ServedLengths, "uncached">): number => Math.max(1, uncached.mean);

/** Lengths as a replica serves them. */
export const servedLengths = (lengths: ResolvedLengths, equal = false): ServedLengths => {
  const { input, output, maxOutputTokens, sharedPrefixTokens, prefixCacheHitRate } = lengths;
  return { input, output, maxOutputTokens, sharedPrefixTokens, prefixCacheHitRate, uncached: uncachedInput(lengths), equal };
};

/** What a replica does while it runs a number of requests. */
export interface OperatingPoint {
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
 * once. A token takes
 *
 * $$ \mathrm{TPOT} = t_{decode}(n) + \frac{p}{q}\, t_{added}(q) $$
 *
 * where reading $q$ prompts adds $t_{mixed}(n - 1, q) - t_{decode}(n)$ to a step in engines that mix them with decoding, and
 * all of $t_{prefill}(q)$ in the others. Lanes that step together wait for the one that reads most.
 *
 * Requests of equal lengths come in waves: $g = \min((n - 1)/2, g_{max})$ of the other prompts are read before one's own
 * first token instead of after it.
 *
 * A request holds its slot for $\mathrm{TTFT} + (n_{out} - 1)\,\mathrm{TPOT}$; by Little's law $n$ of them finish in that
 * time.
 *
 * @param replica - clock, lengths and limits.
 * @param running - n: requests that run, real, > 0.
 * @returns times and rate.
 */
export function operatingPoint({ timing, lengths }: ServedReplica, running: number): OperatingPoint {
  const { lanes, tokensPerStep, engine } = timing;
  const { mixesPrompts, firstToken } = engine;
  const inputTokens = lengths.input.mean;
  const outputTokens = lengths.output.mean;
  const contextTokens = contextTokensOf(lengths);
  // Below one request the replica is idle in between: a request that runs, runs alone.
  const others = Math.max(0, running - 1);
  const step = timing.decode(others + 1, contextTokens);
  const decode = timing.perToken(step);
  const ahead = lengths.equal ? Math.min(others / 2, firstToken.promptsAhead) : 0;
  const promptsPerToken = (others - ahead) / outputTokens;
  const promptsPerStep = promptsPerToken * tokensPerStep;
  const { readingShare, prompts, lanePrompts } = promptsTogether(promptsPerStep, timing);
  const reading = timing.reading({ promptTokens: uncachedTokens(lengths), prompts, lanePrompts, decoding: mixesPrompts ? others : 0, contextTokens });
  const addedSeconds = Math.max(0, reading.seconds - (mixesPrompts && others > 0 ? step.seconds : 0));
  const addedPerPromptSeconds = addedSeconds / lanePrompts;
  const tpotSeconds = decode.seconds + (readingShare / tokensPerStep) * addedSeconds;
  const serviceTtftSeconds =
    timing.firstTokenSeconds({ readingSeconds: reading.seconds, stepSeconds: step.seconds, others, inputTokens }) + (ahead / lanes) * addedPerPromptSeconds;
  const residenceSeconds = serviceTtftSeconds + (outputTokens - 1) * tpotSeconds;
  return { running, decode, reading, addedPerPromptSeconds, tpotSeconds, serviceTtftSeconds, residenceSeconds, requestsPerSecond: running / residenceSeconds };
}

/** Prompts that are read in the same step. */
interface PromptsTogether {
  /** Share of the steps that read. */
  readonly readingShare: number;
  /** Prompts of such a step, of all lanes, >= 1. */
  readonly prompts: number;
  /** Those of the lane that reads most, >= 1. */
  readonly lanePrompts: number;
}

/** Now and then one prompt, or else as many as come in a step; in lanes they come by chance, or wait until all lanes have one. */
function promptsTogether(promptsPerStep: number, { lanes, engine: { balancesLanes } }: StepTiming): PromptsTogether {
  const most = balancesLanes ? promptsPerStep / lanes : meanLargestPoisson(promptsPerStep / lanes, lanes);
  const readingShare = Math.min(1, most);
  const prompts = readingShare === 0 ? (balancesLanes ? lanes : 1) : promptsPerStep / readingShare;
  return { readingShare, prompts, lanePrompts: Math.max(1, most) };
}
