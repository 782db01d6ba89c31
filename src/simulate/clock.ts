import { checkKeys, checkNonNegative, checkObject, checkPositive } from "../internal/check.js";

/**
 * Seconds of the steps of one lane, as a simulation asks for them: cheap, for it asks at every event. Lanes that step together
 * take as long as the slowest of them.
 *
 * Tokens cached are those of the requests that decode, the one that the step adds to each included.
 */
export interface StepClock {
  /** True when one step prefills and decodes; false when decoding halts while prompts are read. */
  readonly mixesPrompts: boolean;
  /** A step that gives a token to each of so many requests, which hold so many cached tokens in all, seconds. */
  readonly decodingSeconds: (decoding: number, cachedTokens: number) => number;
  /** Cached tokens up to which `decodingSeconds` goes on in a straight line from here; Infinity without end. */
  readonly straightUpTo: (decoding: number, cachedTokens: number) => number;
  /**
   * A step that prefills prompt tokens too, seconds; their attention is given, summed over the chunks, and so are the prompt tokens
   * of the other lanes, whose experts it waits for.
   */
  readonly prefillSeconds: (
    decoding: number,
    cachedTokens: number,
    promptTokens: number,
    attentionSeconds: number,
    othersTokens: number,
  ) => number;
  /** Attention of a chunk of a prompt over itself and all before it, seconds. */
  readonly attentionSeconds: (tokensBefore: number, tokens: number) => number;
  /**
   * What a first token takes beyond the steps that read its prompt, seconds: network, tokenizer, and the steps that an engine lets pass;
   * 0 when it is there as soon as the prompt is read, below 0 where prompts are read faster than the steps say.
   */
  readonly firstTokenSeconds: (
    decoding: number,
    cachedTokens: number,
    inputTokens: number,
    prefillSeconds: number,
  ) => number;
}

/** Coefficients of {@link linearClock}. */
export interface LinearClockOptions {
  /** a: of every step, seconds, > 0. */
  readonly stepSeconds: number;
  /** b: of each request that decodes, seconds. */
  readonly requestSeconds: number;
  /** c: of each token of a prompt that is read, seconds. */
  readonly promptTokenSeconds: number;
  /** d: of each cached token of the requests that decode, seconds. @defaultValue 0 */
  readonly cachedTokenSeconds?: number;
}

/**
 * The clock of a replica whose steps follow the law that load tests are fitted by, with n requests that decode, p tokens
 * of prompts and K cached tokens:
 *
 * $$ t = a + b\,n + c\,p + d\,K $$
 *
 * First tokens wait for nothing else.
 *
 * @param options - a, b, c and d, seconds.
 * @returns a clock for a simulation.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { linearClock } from "infrascale/simulate";
 *
 * const clock = linearClock({ stepSeconds: 0.013, requestSeconds: 0.00005, promptTokenSeconds: 0.00004 });
 * clock.decodingSeconds(20, 25_000).toFixed(4); // => "0.0140"
 * ```
 */
export function linearClock(options: LinearClockOptions): StepClock {
  checkKeys(checkObject(options, "clock"), "clock", [
    "stepSeconds",
    "requestSeconds",
    "promptTokenSeconds",
    "cachedTokenSeconds",
  ]);
  const a = checkPositive(options.stepSeconds, "clock.stepSeconds");
  const b = checkNonNegative(options.requestSeconds, "clock.requestSeconds");
  const c = checkNonNegative(options.promptTokenSeconds, "clock.promptTokenSeconds");
  const d = checkNonNegative(options.cachedTokenSeconds ?? 0, "clock.cachedTokenSeconds");
  return {
    mixesPrompts: true,
    decodingSeconds: (decoding, cachedTokens) => a + b * decoding + d * cachedTokens,
    straightUpTo: () => Infinity,
    prefillSeconds: (decoding, cachedTokens, promptTokens) => a + b * decoding + c * promptTokens + d * cachedTokens,
    attentionSeconds: () => 0,
    firstTokenSeconds: () => 0,
  };
}
