import { calibrate } from "../../src/shipped/calibrate.js";
import type { ProfileParameter } from "../../src/deployment/engine-profile.js";
import { GRID, lognormal, noisy, synthetic, TRUTH } from "../../test/calibrate/synthetic.js";

/** Shares of intervals that contain the truth. */
export interface Coverage {
  readonly parameters: readonly { readonly name: ProfileParameter; readonly share: number }[];
  /** Of all parameters together. */
  readonly all: number;
}

/**
 * Coverage of the 95 % intervals over synthetic load tests.
 *
 * @param runs - load tests.
 * @param scatter - standard deviation of the logarithm of each figure.
 * @param seed - of the scatter.
 */
export function coverage(runs: number, scatter: number, seed: number): Coverage {
  const exact = synthetic(GRID, TRUTH);
  const noise = lognormal(scatter, seed);
  const contained = new Map<ProfileParameter, number>();
  for (let run = 0; run < runs; run += 1) {
    const { parameters } = calibrate(noisy(exact, noise), { created: "2026-11-23", priors: false });
    for (const { name, interval95 } of parameters) {
      const [low, high] = interval95 ?? [Number.NaN, Number.NaN];
      contained.set(name, (contained.get(name) ?? 0) + (low <= TRUTH[name] && TRUTH[name] <= high ? 1 : 0));
    }
  }
  const parameters = [...contained].map(([name, count]) => ({ name, share: count / runs }));
  return { parameters, all: parameters.reduce((sum, { share }) => sum + share, 0) / parameters.length };
}
