import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/measurements/observation.js";
import { calibrate } from "../../src/shipped/calibrate.js";
import { predictServing } from "../../src/shipped/predict-serving.js";
import { GPU, GRID, lognormal, MODEL, noisy, synthetic, TRUTH } from "./synthetic.js";

const created = "2026-11-23";
const all = noisy(synthetic(GRID, TRUTH), lognormal(0.05, 11));

/** Fitted anew without a row, which is then predicted. */
function bruteForce(
  observations: readonly Observation[],
  left: number,
): { readonly ttftSeconds: number; readonly tpotSeconds: number } {
  const { profile } = calibrate(
    observations.filter((_, i) => i !== left),
    { created },
  );
  const { tensor = 1, concurrency, inputTokens, outputTokens } = observations[left] as Observation;
  const { ttftSeconds, tpotSeconds } = predictServing({
    model: MODEL,
    gpu: GPU,
    parallelism: { tensor },
    load: { kind: "closed-loop", requestsInFlight: concurrency ?? NaN },
    inputTokens: inputTokens ?? NaN,
    outputTokens,
    profile,
  });
  return { ttftSeconds: ttftSeconds ?? NaN, tpotSeconds };
}

describe("leave one out", () => {
  test.each([
    ["three sizes under three loads", all.filter(({ concurrency }) => concurrency !== 4 && concurrency !== 64), 0.1],
    ["a sweep of one deployment", all.filter(({ tensor, inputTokens }) => tensor === 1 && inputTokens === 2000), 0.125],
    [
      "three points",
      all.filter(
        ({ tensor, inputTokens, concurrency }) =>
          tensor === 1 && inputTokens === 200 && concurrency !== 4 && concurrency !== 64,
      ),
      0.5,
    ],
  ])("agrees with fitting anew: %s", { timeout: 300_000 }, (_name, observations, tolerance) => {
    const { leaveOneOut } = calibrate(observations, { created });
    expect(leaveOneOut.rows).toHaveLength(2 * observations.length);
    const anew = observations.map((_, i) => bruteForce(observations, i));
    let total = 0;
    let apart = 0;
    for (const { observation, quantity, predicted, absolutePercent } of leaveOneOut.rows) {
      const measured = observations[observation]?.[quantity] ?? NaN;
      expect(absolutePercent).toBeCloseTo(100 * Math.abs(predicted / measured - 1), 10);
      const { [quantity as "ttftSeconds" | "tpotSeconds"]: wanted } = anew[observation] as ReturnType<
        typeof bruteForce
      >;
      total += Math.abs(Math.log(wanted / measured));
      apart += Math.abs(Math.log(predicted / wanted));
    }
    expect(apart / total).toBeLessThan(tolerance);
  });
});
