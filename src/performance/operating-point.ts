import { rootBetween } from "../internal/root.js";
import { meanLargestPoisson } from "../internal/poisson-maximum.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import { uncachedInput, type ResolvedLengths } from "../workload/request-lengths.js";
import { prefillInWaves, prefillWait } from "../queueing/prefill-wait.js";
import type { ServingStep, StepTiming } from "./timing/step-timing.js";

/** Lengths of the requests that a replica serves. */
export interface ServedLengths extends ResolvedLengths {
  /** Tokens of the prompts that have to be read. */
  readonly uncached: LengthDistribution;
  /** True for a load test whose requests all have these lengths: they come in waves. */
  readonly equal: boolean;
  /** True for a batch that is handed over as one: its prompts are read together, and no server stands before the engine. */
  readonly atOnce: boolean;
}

/** What prompts add to the steps of a replica, by the requests that run beside them; seconds. */
export interface AddedReading {
  /** By a prompt of so many uncached tokens. */
  readonly seconds: (running: number, promptTokens: number) => number;
  /** By how much prompts of all lengths exceed one of mean length, mean: attention grows faster than a prompt. */
  readonly excessSeconds: (running: number) => number;
  /** Variance over squared mean of what they add. */
  readonly squaredCv: (running: number) => number;
}

/** A replica whose times are asked for. */
export interface ServedReplica {
  readonly timing: StepTiming;
  readonly lengths: ServedLengths;
  /** Tokens that a lane decodes and reads in a step, at most. */
  readonly maxBatchedTokens: number;
  /** False when a prompt is read in one step. */
  readonly chunksPrompts: boolean;
  /** Steps by which the plans of its engine lag. */
  readonly lagSteps: number;
  /** Decoding steps from one look for new requests to the next. */
  readonly receiveSteps: number;
  /** What prompts add to its steps. */
  readonly added: AddedReading;
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
export const contextTokensOf = ({ input, output }: Pick<ServedLengths, "input" | "output">): number =>
  input.mean + (output.mean * (1 + output.squaredCv)) / 2;

/** Tokens of a mean prompt that have to be read. */
export const uncachedTokens = ({ uncached }: Pick<ServedLengths, "uncached">): number => Math.max(1, uncached.mean);

/** Lengths as a replica serves them. */
export const servedLengths = (
  lengths: ResolvedLengths,
  { equal = false, atOnce = false }: Partial<Pick<ServedLengths, "equal" | "atOnce">> = {},
): ServedLengths => {
  const { input, output, maxOutputTokens, sharedPrefixTokens, prefixCacheHitRate, images } = lengths;
  return {
    input,
    output,
    maxOutputTokens,
    sharedPrefixTokens,
    prefixCacheHitRate,
    ...(images !== undefined && { images }),
    uncached: uncachedInput(lengths),
    equal,
    atOnce,
  };
};

/**
 * What a replica does while it serves a number of requests: of clients that replace each answer at once, or in its slots, whoever is on
 * the way aside.
 */
export interface OperatingPoint {
  /** Requests in flight, or in slots. */
  readonly running: number;
  /** A decoding step, per token of a request. */
  readonly decode: ServingStep;
  /** A step that reads prompts, with what decodes beside them. */
  readonly reading: ServingStep;
  /** What each of its prompts takes beyond a step that only decodes, seconds. */
  readonly addedPerPromptSeconds: number;
  /** Between two output tokens, prompts of other requests included, seconds. */
  readonly tpotSeconds: number;
  /** From sending a request that finds a slot to its first token, seconds. */
  readonly serviceTtftSeconds: number;
  /** Of these, behind prompts for which a step has no room, seconds. */
  readonly prefillQueueSeconds: number;
  /** Of these, until its own is read, that queue included, seconds. */
  readonly prefillSeconds: number;
  /** From sending it to the last token, or in its slot, seconds. */
  readonly residenceSeconds: number;
  /** Until a step begins that could read the prompt, beyond what a delivery takes, seconds. */
  readonly gateSeconds: number;
  /** From a token in the engine to its client, seconds. */
  readonly deliverySeconds: number;
  /** Requests finished, per second. */
  readonly requestsPerSecond: number;
}

/**
 * A replica with a number of requests in flight, each that is answered replaced at once. Of $n$ requests the $n - 1$ others are as
 * likely to decode, and their prompts to be read, as the times that they take are long. With $x = \tau / L$, the steps over the time
 * from one request of a client to its next, and $D$ steps that follow a first token:
 *
 * $$ \tau = t_{decode}(1 + (n - 1) D x) + (n - 1)\, x\, A, \qquad L = \mathrm{TTFT} + D\, \tau $$
 *
 * where a prompt adds A to the step that reads it, in engines that mix the two, or takes A between two steps. Lanes that step together
 * wait for the one that reads most; of the batches in a pipeline of s stages one that reads more than the mean of all holds up itself, and
 * the others by what it keeps a stage longer.
 *
 * Requests of equal lengths come in waves: $g = \min((n - 1)/2, g_{max})$ of the other prompts are read before one's own first token.
 *
 * @param replica - clock, lengths and limits.
 * @param running - n: requests, real, > 0.
 * @param of - those in flight, or those in slots: L then ends where the engine has done, and begins with a slot.
 * @returns times and rate.
 */
export function operatingPoint(
  { timing, lengths, maxBatchedTokens, lagSteps, receiveSteps, added }: ServedReplica,
  running: number,
  of: "clients" | "slots" = "clients",
): OperatingPoint {
  const { lanes, tokensPerStep, engine } = timing;
  const { data, pipeline: stages } = timing.kernels.deployment.parallelism;
  const { mixesPrompts, firstToken } = engine;
  const contextTokens = contextTokensOf(lengths);
  const promptTokens = uncachedTokens(lengths);
  // Below one request the replica is idle in between: a request that runs, runs alone.
  const others = Math.max(0, running - 1);
  const steps = (lengths.output.mean - 1) / tokensPerStep;
  const ofAll = timing.decode(others + 1, contextTokens);
  const ofHalf = others === 0 ? ofAll : timing.decode(others / 2 + 1, contextTokens);
  let ofNone: ServingStep | undefined;
  const decoding = (share: number): ServingStep =>
    share >= 0.5
      ? between(ofHalf, ofAll, 2 * share - 1)
      : between((ofNone ??= timing.decode(1, contextTokens)), ofHalf, 2 * share);
  const draftFactor = (timing.perToken(ofAll).seconds / ofAll.seconds) * tokensPerStep;
  const { prompts, lanePrompts } = promptsTogether(
    (receiveSteps * others) / (steps + 1) / stages,
    data,
    engine.balancesLanes,
  );
  const reading = timing.reading({
    promptTokens,
    prompts,
    lanePrompts,
    decoding: mixesPrompts ? others : 0,
    contextTokens,
  });
  const addedPerPromptSeconds =
    Math.max(0, reading.seconds - (mixesPrompts ? ofAll.seconds : 0)) / lanePrompts + added.excessSeconds(others + 1);
  // A step that reads lasts at least as long as its kernels take to launch, however few prompts there are.
  const oneMore = (): number =>
    timing.reading({
      promptTokens,
      prompts: prompts * (1 + 1 / lanePrompts),
      lanePrompts: lanePrompts + 1,
      contextTokens,
    }).seconds - reading.seconds;
  const moreSeconds = mixesPrompts ? addedPerPromptSeconds : Math.min(addedPerPromptSeconds, oneMore());
  const ahead = lengths.equal ? (Math.min(others / 2, firstToken.promptsAhead) / lanes) * addedPerPromptSeconds : 0;

  /** Times when a step takes so much of the time of a request. */
  const at = (stepShare: number): Shared => {
    const decode = decoding(Math.min(1, steps * stepShare));
    const decodeSeconds = decode.seconds * draftFactor;
    const beside = others * Math.min(1, steps * stepShare);
    // Of as many steps as pass from one look for new requests to the next.
    const promptsPerStep = (receiveSteps * others * stepShare) / stages;
    const most = promptsTogether(promptsPerStep, data, engine.balancesLanes);
    const mostPrompts = most.readingShare * most.lanePrompts;
    const ofStages =
      stages === 1
        ? mostPrompts
        : mostPrompts + (meanLargestPoisson(promptsPerStep / data, lanes) - mostPrompts) / stages;
    const wait = (lengths.equal ? prefillInWaves : prefillWait)({
      mixesPrompts,
      stepSeconds: receiveSteps * decodeSeconds,
      addedSeconds: addedPerPromptSeconds,
      moreSeconds,
      promptsPerStep: promptsPerStep / data,
      mostPromptsPerStep: mostPrompts,
      roomPrompts: Math.max(1, maxBatchedTokens - (mixesPrompts ? beside / lanes : 0)) / promptTokens,
      squaredCv: added.squaredCv(others + 1),
      lagSteps,
    });
    const first = timing.firstTokenSeconds({
      readingSeconds: wait.prefillSeconds,
      stepSeconds: decode.seconds,
      others: beside,
      inputTokens: lengths.input.mean,
    });
    const { queueSeconds } = wait;
    // Alone, a request is seen at once.
    const unseenSeconds = (((receiveSteps - 1) / 2) * decode.seconds * beside) / (beside + 1);
    const gateSeconds = wait.gateSeconds + unseenSeconds;
    const prefillSeconds = queueSeconds + wait.prefillSeconds + ahead;
    const deliverySeconds = first - wait.prefillSeconds;
    const beforeSeconds = of === "slots" ? prefillSeconds : prefillSeconds + gateSeconds + deliverySeconds;
    return {
      decode,
      stepSeconds: decodeSeconds + (ofStages / receiveSteps) * addedPerPromptSeconds,
      gateSeconds,
      prefillQueueSeconds: queueSeconds,
      prefillSeconds,
      deliverySeconds,
      beforeSeconds,
    };
  };
  const exceeds = (share: number): number => {
    if (share === 0) return -1;
    const { stepSeconds, beforeSeconds } = at(share);
    return share * (beforeSeconds / stepSeconds + steps) - 1;
  };
  const stepShare = rootBetween(exceeds, 0, 1 / Math.max(1, steps));
  const { stepSeconds, gateSeconds, prefillQueueSeconds, prefillSeconds, deliverySeconds, beforeSeconds, decode } =
    at(stepShare);
  const residenceSeconds = beforeSeconds + steps * stepSeconds;
  return {
    running,
    decode: timing.perToken(decode),
    reading,
    addedPerPromptSeconds,
    tpotSeconds: stepSeconds / tokensPerStep,
    serviceTtftSeconds: gateSeconds + prefillSeconds + deliverySeconds,
    gateSeconds,
    prefillQueueSeconds,
    prefillSeconds,
    deliverySeconds,
    residenceSeconds,
    requestsPerSecond: running / residenceSeconds,
  };
}

/** Times when a step takes a share of the time of a request. */
interface Shared {
  readonly decode: ServingStep;
  readonly stepSeconds: number;
  readonly gateSeconds: number;
  readonly prefillQueueSeconds: number;
  readonly prefillSeconds: number;
  readonly deliverySeconds: number;
  /** Of what the share is of, before the steps that decode. */
  readonly beforeSeconds: number;
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
function promptsTogether(promptsPerStep: number, lanes: number, balancesLanes: boolean): PromptsTogether {
  const most = balancesLanes ? promptsPerStep / lanes : meanLargestPoisson(promptsPerStep / lanes, lanes);
  const readingShare = Math.min(1, most);
  const prompts = readingShare === 0 ? (balancesLanes ? lanes : 1) : promptsPerStep / readingShare;
  return { readingShare, prompts, lanePrompts: Math.max(1, most) };
}

/** A step on the line between two. */
function between(low: ServingStep, high: ServingStep, share: number): ServingStep {
  const mix = (part: keyof ServingStep): number => low[part] + share * (high[part] - low[part]);
  return {
    computeSeconds: mix("computeSeconds"),
    memorySeconds: mix("memorySeconds"),
    communicationSeconds: mix("communicationSeconds"),
    overheadSeconds: mix("overheadSeconds"),
    seconds: mix("seconds"),
  };
}
