import { InfrascaleError } from "../errors.js";
import { checkEach, checkKeys, checkNonNegative, checkObject, checkPositive, checkShape } from "../internal/check.js";
import { checkLengths, checkSlots, type ReplicaCurve, type WaitingLengths } from "./replica-curve.js";
import { runRule } from "../rules/run.js";

/** A point of a sweep: so many requests always in flight, none of them waiting. */
export interface MeasuredPoint {
  /** Requests that run, >= 1. */
  readonly running: number;
  /** Mean seconds from admission to the last token. */
  readonly residenceSeconds: number;
}

/** A sweep, and what it does not tell. */
export interface MeasuredCurveOptions {
  /** Points in rising order of `running`. */
  readonly points: readonly MeasuredPoint[];
  /** Most requests that run at once. */
  readonly slots: number;
  /** Seconds that each prompt token adds to the step that reads it; 0 where prompts are short. */
  readonly promptTokenSeconds: number;
}

/**
 * The curve of a replica from a measured sweep: S(n) in straight lines from point to point, level before the first point,
 * straight on behind the last. Steps follow from it:
 *
 * $$ t_{step}(n) = \frac{S(n) - n c P}{o} $$
 *
 * @param options - points, slots, and the time of a prompt token, c.
 * @param lengths - of the requests of the sweep, of which the means count: P and o.
 * @returns the curve.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `contradictory-options` where points do not rise or
 *   leave no time to decode.
 * @example
 * ```ts
 * import { lengthDistribution, measuredCurve } from "infrascale/engine";
 *
 * const lengths = { input: lengthDistribution(500, "input"), output: lengthDistribution(200, "output") };
 * const points = [{ running: 1, residenceSeconds: 1.7 }, { running: 64, residenceSeconds: 3.4 }];
 * measuredCurve({ points, slots: 64, promptTokenSeconds: 0 }, lengths).residenceSeconds(32.5).toFixed(2); // => "2.55"
 * ```
 */
export function measuredCurve(options: MeasuredCurveOptions, lengths: WaitingLengths): ReplicaCurve {
  checkKeys(checkObject(options, "options"), "options", ["points", "slots", "promptTokenSeconds"]);
  const { input, output } = checkLengths(lengths);
  const slots = checkSlots(options.slots, "slots");
  const c = checkNonNegative(options.promptTokenSeconds, "promptTokenSeconds");
  const prompt = c * input.mean;
  const [running, seconds] = checkedPoints(options.points, prompt);
  const residenceSeconds = (n: number): number => {
    const last = running.length - 1;
    if (n <= (running[0] ?? 1) || last === 0) return seconds[0] ?? 0;
    let i = 1;
    while (i < last && n > (running[i] ?? 0)) i += 1;
    const [from, to] = [running[i - 1] ?? 0, running[i] ?? 0];
    return (seconds[i - 1] ?? 0) + (((seconds[i] ?? 0) - (seconds[i - 1] ?? 0)) * (n - from)) / (to - from);
  };
  const stepSeconds = (n: number): number => (residenceSeconds(n) - n * prompt) / output.mean;
  return {
    slots,
    residenceSeconds,
    stepSeconds,
    readingSeconds: (n, promptTokens) => stepSeconds(n) + c * promptTokens,
    tokenSeconds: (n) => stepSeconds(n) + ((n - 1) * prompt) / output.mean,
    delaySeconds: () => 0,
  };
}

function checkedPoints(
  points: readonly MeasuredPoint[],
  prompt: number,
): readonly [running: readonly number[], seconds: readonly number[]] {
  checkEach(points, "points", (point, field) =>
    checkShape(point, field, { running: checkPositive, residenceSeconds: checkPositive }),
  );
  if (points.length === 0)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "points",
      ...runRule("some-point"),
      value: "none",
    });
  let before: MeasuredPoint | undefined;
  points.forEach((point, i) => {
    if (before !== undefined && !(point.running > before.running && point.residenceSeconds >= before.residenceSeconds))
      throw new InfrascaleError({
        code: "contradictory-options",
        field: `points[${i}]`,
        ...runRule("more-than-before"),
        value: `${point.running} for ${point.residenceSeconds} s`,
      });
    if (!(point.residenceSeconds > point.running * prompt))
      throw new InfrascaleError({
        code: "contradictory-options",
        field: `points[${i}].residenceSeconds`,
        ...runRule("time-to-decode"),
        value: point.residenceSeconds,
      });
    before = point;
  });
  return [points.map((point) => point.running), points.map((point) => point.residenceSeconds)];
}
