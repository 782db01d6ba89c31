import { checkInteger, checkNonNegative, checkPositive } from "../internal/check.js";
import type { ReplicaCurve } from "./replica-curve.js";

/** The law of a step, and the lengths that it is applied to. */
export interface LinearCurveOptions {
  /** Seconds of a step, whatever it does: a. */
  readonly stepSeconds: number;
  /** Seconds that each request that runs adds to a step: b. */
  readonly requestSeconds: number;
  /** Seconds that each prompt token adds to the step that reads it: c. */
  readonly promptTokenSeconds: number;
  /** Most requests that run at once. */
  readonly slots: number;
  /** Mean tokens of a prompt that are not cached: P. */
  readonly inputTokens: number;
  /** Mean tokens of an answer: o. */
  readonly outputTokens: number;
}

/**
 * The curve of a replica whose step lasts a + b n + c p seconds with n requests that run and p prompt tokens:
 *
 * $$ S(n) = o (a + b n) + n c P $$
 *
 * Each request stays o steps and meets one prompt of every request that runs, its own included. It holds while steps are
 * bound by memory and overhead; where a curve was measured, prefer {@link measuredCurve}.
 *
 * @param options - law, slots and mean lengths.
 * @returns the curve.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { linearCurve } from "infrascale";
 *
 * const curve = linearCurve({ stepSeconds: 0.0075, requestSeconds: 6e-5, promptTokenSeconds: 2.5e-5, slots: 128, inputTokens: 1155, outputTokens: 211 });
 * curve.residenceSeconds(1).toFixed(2); // => "1.62"
 * ```
 */
export function linearCurve(options: LinearCurveOptions): ReplicaCurve {
  const a = checkPositive(options.stepSeconds, "stepSeconds");
  const b = checkNonNegative(options.requestSeconds, "requestSeconds");
  const c = checkNonNegative(options.promptTokenSeconds, "promptTokenSeconds");
  const slots = checkInteger(options.slots, "slots", 1);
  const prompt = c * checkPositive(options.inputTokens, "inputTokens");
  const answer = checkPositive(options.outputTokens, "outputTokens");
  const step = (running: number): number => a + b * running;
  return {
    slots,
    residenceSeconds: (running) => answer * step(running) + running * prompt,
    stepSeconds: step,
    readingSeconds: (running, promptTokens) => step(running) + c * promptTokens,
    tokenSeconds: (running) => step(running) + ((running - 1) * prompt) / answer,
    delaySeconds: 0,
    delaySteps: 0,
  };
}
