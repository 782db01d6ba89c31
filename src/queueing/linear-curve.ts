import { checkKeys, checkNonNegative, checkObject, checkPositive } from "../internal/check.js";
import { checkLengths, checkSlots, type ReplicaCurve, type WaitingLengths } from "./replica-curve.js";

/** The law of a step. */
export interface LinearCurveOptions {
  /** Seconds of a step, whatever it does: a. */
  readonly stepSeconds: number;
  /** Seconds that each request that runs adds to a step: b. */
  readonly requestSeconds: number;
  /** Seconds that each prompt token adds to the step that reads it: c. */
  readonly promptTokenSeconds: number;
  /** Most requests that run at once. */
  readonly slots: number;
}

/**
 * The curve of a replica whose step lasts a + b n + c p seconds with n requests that run and p prompt tokens:
 *
 * $$ S(n) = o (a + b n) + n c P $$
 *
 * Each request stays o steps and meets one prompt of every request that runs, its own included. It holds while steps are
 * bound by memory and overhead; where a curve was measured, prefer {@link measuredCurve}.
 *
 * @param options - law and slots.
 * @param lengths - of the requests, of which the means count: P and o.
 * @returns the curve.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { lengthDistribution, linearCurve } from "infrascale/engine";
 *
 * const lengths = { input: lengthDistribution(1155, "inputTokens"), output: lengthDistribution(211, "outputTokens") };
 * const curve = linearCurve({ stepSeconds: 0.0075, requestSeconds: 6e-5, promptTokenSeconds: 2.5e-5, slots: 128 }, lengths);
 * curve.residenceSeconds(1).toFixed(2); // => "1.62"
 * ```
 */
export function linearCurve(options: LinearCurveOptions, lengths: WaitingLengths): ReplicaCurve {
  checkKeys(checkObject(options, "options"), "options", [
    "stepSeconds",
    "requestSeconds",
    "promptTokenSeconds",
    "slots",
  ]);
  const { input, output } = checkLengths(lengths);
  const a = checkPositive(options.stepSeconds, "stepSeconds");
  const b = checkNonNegative(options.requestSeconds, "requestSeconds");
  const c = checkNonNegative(options.promptTokenSeconds, "promptTokenSeconds");
  const slots = checkSlots(options.slots, "slots");
  const prompt = c * input.mean;
  const answer = output.mean;
  const step = (running: number): number => a + b * running;
  return {
    slots,
    residenceSeconds: (running) => answer * step(running) + running * prompt,
    stepSeconds: step,
    readingSeconds: (running, promptTokens) => step(running) + c * promptTokens,
    tokenSeconds: (running) => step(running) + ((running - 1) * prompt) / answer,
    delaySeconds: () => 0,
  };
}
