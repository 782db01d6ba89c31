import type { PrefillWait } from "./prefill-wait.js";
import type { LengthDistribution } from "../workload/length-distribution.js";

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

/** Lengths of the requests. */
export interface WaitingLengths {
  /** Uncached tokens of prompts. */
  readonly input: LengthDistribution;
  /** Tokens of answers. */
  readonly output: LengthDistribution;
}
