import type { Observation } from "../../src/measurements/observation.js";
import { predictServing } from "../../src/shipped/predict-serving.js";
import {
  IDENTITY_PARAMETERS,
  type EngineProfile,
  type ProfileParameters,
} from "../../src/deployment/engine-profile.js";
import { NO_PROVENANCE } from "../../scripts/calibrate/no-provenance.js";

/** A profile of given parameters. */
export const profileOf = (parameters: Partial<ProfileParameters>): EngineProfile => ({
  kind: "infrascale-engine-profile",
  version: 1,
  created: "2026-11-23",
  provenance: NO_PROVENANCE,
  parameters: { ...IDENTITY_PARAMETERS, ...parameters },
  fit: { fitted: [], covariance: [], residualScale: {} },
});

/** Far enough from the identity to be seen. */
export const TRUTH: ProfileParameters = {
  stepOverheadSeconds: 1.5e-3,
  requestOverheadSeconds: 2.5e-5,
  decodeFactor: 1.2,
  decodeExponent: 0.03,
  prefillFactor: 0.8,
  communicationFactor: 1.4,
  firstTokenSeconds: 0.04,
  firstTokenFactor: 1.1,
  firstTokenExponent: 0.05,
};

export const MODEL = "meta-llama/Llama-3.1-8B-Instruct";
export const GPU = "h100-sxm5-80gb";

/** One point of a sweep. */
export interface SyntheticPoint {
  readonly concurrency: number;
  readonly tensor: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Loads, lengths and sizes that tell all parameters apart. */
export const GRID: readonly SyntheticPoint[] = [1, 4, 16, 64, 128].flatMap((concurrency) =>
  [1, 2, 4].flatMap((tensor) =>
    (
      [
        [200, 800],
        [2000, 200],
        [8000, 300],
      ] as const
    ).map(([inputTokens, outputTokens]) => ({ concurrency, tensor, inputTokens, outputTokens })),
  ),
);

/**
 * What a deployment with given parameters measures.
 *
 * @param grid - loads.
 * @param truth - its parameters.
 * @returns observations.
 */
export function synthetic(grid: readonly SyntheticPoint[], truth: Partial<ProfileParameters>): readonly Observation[] {
  const profile = profileOf(truth);
  return grid.map(({ concurrency, tensor, inputTokens, outputTokens }, i) => {
    const predicted = predictServing({
      model: MODEL,
      gpu: GPU,
      engine: "vllm",
      parallelism: { tensor },
      load: { kind: "closed-loop", requestsInFlight: concurrency },
      inputTokens,
      outputTokens,
      profile,
    });
    return {
      source: { tool: "plain", file: "synthetic.csv", line: i + 2 },
      model: MODEL,
      gpu: GPU,
      engine: "vllm",
      tensor,
      concurrency,
      arrivals: "sustained",
      inputTokens,
      outputTokens,
      statistic: "mean",
      ttftSeconds: predicted.ttftSeconds ?? NaN,
      tpotSeconds: predicted.tpotSeconds,
      derived: [],
    };
  });
}

/** Observations with a factor on each figure in turn. */
export const noisy = (observations: readonly Observation[], noise: () => number): readonly Observation[] =>
  observations.map((observation) => ({
    ...observation,
    ttftSeconds: (observation.ttftSeconds ?? NaN) * noise(),
    tpotSeconds: (observation.tpotSeconds ?? NaN) * noise(),
  }));

/** Uniform numbers in (0, 1) that are the same everywhere (mulberry32, by Tommy Ettinger, public domain). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32 || 2 ** -33;
  };
}

/** Lognormal factors of a given spread (Box and Muller). */
export function lognormal(spread: number, seed: number): () => number {
  const next = uniform(seed);
  return () => Math.exp(spread * Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next()));
}
