import {
  checkBetween,
  checkFunction,
  checkInteger,
  checkNonNegative,
  checkPositive,
  checkShape,
  once,
  optional,
} from "../internal/check.js";
import { checkDistribution, type LengthDistribution } from "../workload/length-distribution.js";
import { MOST_THINKING_SECONDS } from "../workload/limits.js";
import type { PrefillWait } from "./prefill-wait.js";

/**
 * What a replica does while it runs n requests: all that queueing needs to know of an engine. The number n is real, from 1
 * to `slots`.
 *
 * The throughput $X(n) = n / S(n)$ must not fall with n, nor may $S(n)$. Where a curve breaks this rule, the answers
 * remain numbers, but more load may then shorten a wait.
 */
export interface ReplicaCurve {
  /** Most requests that run at once, k. */
  readonly slots: number;
  /** A cache that may be full before every slot is taken. @defaultValue there is always room */
  readonly cache?: HeldCache;
  /** Tokens that a step decodes and reads, of an engine that does not cut prompts. @defaultValue prompts are cut */
  readonly uncutTokens?: number;
  /** Seconds that a request of mean lengths holds its slot, S(n): its prompt and its answer. */
  readonly residenceSeconds: (running: number) => number;
  /** Seconds of a step that only decodes. */
  readonly stepSeconds: (running: number) => number;
  /** Seconds of a step that reads one prompt of so many uncached tokens while the others decode. */
  readonly readingSeconds: (running: number, promptTokens: number) => number;
  /** Mean seconds between two tokens of an answer, with the prompts of others that are read meanwhile. */
  readonly tokenSeconds: (running: number) => number;
  /** Seconds from a token in the engine to its client while n run with steps of so many seconds: network, tokenizer, steps that pass; 0 for an ideal engine. */
  readonly delaySeconds: (running: number, stepSeconds: number) => number;
  /**
   * What a request meets on its way to its first token while n run, itself included.
   *
   * @defaultValue that of one lane whose steps have room for all prompts: see `prefillWait`
   */
  readonly prefillWait?: (running: number) => PrefillWait;
}

/** What requests hold of a cache while they run. */
export interface HeldCache {
  /** Requests that it holds in the mean, > 0; Infinity where they hold nothing. */
  readonly requests: number;
  /** Variance over squared mean of what one of those holds that run at a moment. */
  readonly squaredCv: number;
}

/** Lengths of the requests. */
export interface WaitingLengths {
  /** Uncached tokens of prompts. */
  readonly input: LengthDistribution;
  /** Tokens of answers. */
  readonly output: LengthDistribution;
}

/** Far beyond any engine: vLLM runs 1024 at most by default on the largest GPUs. */
const MOST_SLOTS = 2 ** 30;

/** Refuses what is no number of slots. */
export const checkSlots = (slots: unknown, field: string): number =>
  checkBetween(checkInteger(slots, field, 1), field, 1, MOST_SLOTS);

/** Refuses what no requests can be as long as. */
export const checkLengths: (lengths: WaitingLengths) => WaitingLengths = once((lengths: WaitingLengths) =>
  checkShape(lengths, "lengths", { input: checkDistribution, output: checkDistribution }),
);

const checkCache = (cache: unknown, field: string): void =>
  checkShape(cache, field, { requests: checkPositive, squaredCv: checkNonNegative });

/** A curve that is looked at as it is asked: a time that is no number would be one of every queue. */
export function checkCurve(curve: ReplicaCurve): ReplicaCurve {
  checkShape(curve, "curve", {
    slots: checkSlots,
    cache: optional(checkCache),
    uncutTokens: optional(checkPositive),
    delaySeconds: checkFunction,
    residenceSeconds: checkFunction,
    stepSeconds: checkFunction,
    readingSeconds: checkFunction,
    tokenSeconds: checkFunction,
    prefillWait: optional(checkFunction),
  });
  const seconds = (value: number, name: keyof ReplicaCurve): number => checkPositive(value, `curve.${name}`);
  const prefillWait = (running: number): PrefillWait => {
    const wait = curve.prefillWait?.(running);
    checkShape(wait, "curve.prefillWait", {
      gateSeconds: checkNonNegative,
      queueSeconds: checkNonNegative,
      prefillSeconds: checkNonNegative,
    });
    return wait as PrefillWait;
  };
  return {
    slots: curve.slots,
    residenceSeconds: (running) => seconds(curve.residenceSeconds(running), "residenceSeconds"),
    stepSeconds: (running) => seconds(curve.stepSeconds(running), "stepSeconds"),
    readingSeconds: (running, promptTokens) => seconds(curve.readingSeconds(running, promptTokens), "readingSeconds"),
    tokenSeconds: (running) => seconds(curve.tokenSeconds(running), "tokenSeconds"),
    delaySeconds: (running, stepSeconds) =>
      checkBetween(curve.delaySeconds(running, stepSeconds), "curve.delaySeconds", 0, MOST_THINKING_SECONDS),
    ...(curve.cache === undefined ? {} : { cache: curve.cache }),
    ...(curve.uncutTokens === undefined ? {} : { uncutTokens: curve.uncutTokens }),
    ...(curve.prefillWait === undefined ? {} : { prefillWait }),
  };
}
