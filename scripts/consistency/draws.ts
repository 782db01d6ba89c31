import { randomStream } from "../../src/internal/random.js";
import {
  IDENTITY_PARAMETERS,
  type EngineProfile,
  type ProfileParameters,
} from "../../src/deployment/engine-profile.js";
import type { NamedDeployment } from "../../src/shipped/resolve-names.js";
import type { Lengths } from "../../src/workload/length-distribution.js";
import { ROUTINGS, type Routing } from "../../src/workload/routing.js";
import { NO_PROVENANCE } from "../calibrate/no-provenance.js";

/** A load by its kind; sizes are shares of what the fleet can do. */
export type DrawnLoad =
  | { readonly kind: "closed-loop"; readonly share: number; readonly rounds: number; readonly equalLengths: boolean }
  | { readonly kind: "open"; readonly share: number; readonly cv: number }
  | { readonly kind: "users"; readonly share: number; readonly thinkSeconds: number }
  | { readonly kind: "burst"; readonly share: number }
  | { readonly kind: "static-batch"; readonly share: number };

/** A fleet and its load. */
export interface Draw {
  readonly seed: number;
  readonly deployment: NamedDeployment;
  readonly replicas: number;
  readonly routing: Routing;
  readonly inputTokens: Lengths;
  readonly outputTokens: Lengths;
  readonly prefixCacheHitRate: number;
  readonly load: DrawnLoad;
}

type Sizes = NonNullable<NamedDeployment["parallelism"]>;

/** Models on GPUs that hold them, and how they may be split. */
const SERVED: readonly (readonly [model: string, gpu: string, splits: readonly Sizes[]])[] = [
  ["llama-3.1-8b", "h100", [{}, { tensor: 2 }, { data: 2 }, { data: 4 }, { pipeline: 2 }]],
  ["llama-3.1-8b", "l40s", [{}, { tensor: 2 }]],
  ["mistral-7b", "a100", [{}, { data: 2 }]],
  ["qwen3-8b", "b200", [{}]],
  ["qwen2.5-32b", "h100", [{ tensor: 2 }, { tensor: 4 }, { tensor: 2, pipeline: 2 }]],
  ["gemma-3-27b", "h100", [{}, { tensor: 2 }]],
  ["llama-3.1-70b", "h100", [{ tensor: 4 }, { tensor: 8 }, { tensor: 4, pipeline: 2 }, { tensor: 2, pipeline: 4 }]],
  ["qwen3-30b-a3b", "h100", [{}, { tensor: 2 }, { data: 2 }, { data: 4, expert: 4 }, { tensor: 2, data: 2 }]],
  ["gpt-oss-120b", "h100", [{ tensor: 2 }, { tensor: 4 }, { data: 4, expert: 4 }]],
  ["mixtral-8x7b", "h100", [{ tensor: 2 }, { tensor: 4, expert: 4 }, { tensor: 2, pipeline: 2 }]],
  ["deepseek-v3", "h200", [{ tensor: 8 }, { data: 8, expert: 8 }]],
];

const ENGINES = ["vllm", "vllm@0.17.0", "vllm@0.12.0", "vllm@0.9.2", "sglang", "tensorrt-llm"] as const;

/** Shortest and longest request that is drawn, tokens. */
const SHORTEST = 64;
const LONGEST = 16_000;

/**
 * The draw of a number: deployments of three engines, dense and mixtures, split in every way, calibrated or not, under loads of every
 * kind, with prompts from a hundredth to a hundred times the output.
 */
export function draw(seed: number): Draw {
  const uniform = randomStream(seed, 7);
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const log = (low: number, high: number): number => low * (high / low) ** uniform();
  const oneOf = <Value>(values: readonly Value[]): Value => values[Math.floor(uniform() * values.length)] as Value;
  const [model, gpu, splits] = oneOf(SERVED);
  const total = log(SHORTEST, LONGEST);
  const ratio = log(0.01, 100);
  const inputMean = Math.max(1, (total * ratio) / (1 + ratio));
  const outputMean = Math.max(2, total / (1 + ratio));
  const spread = oneOf([0, 0.3, 0.8, 1.2]);
  const lengths = (mean: number): Lengths => (spread === 0 ? Math.round(mean) : { mean, cv: spread });
  const profile = uniform() < 0.4 ? profileOf(parameters(uniform)) : undefined;
  return {
    seed,
    deployment: {
      model,
      gpu,
      engine: oneOf(ENGINES),
      parallelism: oneOf(splits),
      ...(profile === undefined ? {} : { profile }),
      ...(uniform() < 0.3 ? { settings: { maxNumSeqs: oneOf([16, 64, 128]) } } : {}),
    },
    replicas: oneOf([1, 1, 1, 2, 4]),
    routing: oneOf(ROUTINGS),
    inputTokens: lengths(inputMean),
    outputTokens: lengths(outputMean),
    prefixCacheHitRate: oneOf([0, 0, 0, 0.5]),
    load: loadOf(spread === 0, { between, log, oneOf }),
  };
}

interface Chance {
  readonly between: (low: number, high: number) => number;
  readonly log: (low: number, high: number) => number;
  readonly oneOf: <Value>(values: readonly Value[]) => Value;
}

function loadOf(equalLengths: boolean, { between, log, oneOf }: Chance): DrawnLoad {
  switch (oneOf(["closed-loop", "closed-loop", "open", "open", "users", "users", "burst", "static-batch"] as const)) {
    case "closed-loop":
      return { kind: "closed-loop", share: log(0.004, 2), rounds: oneOf([Infinity, Infinity, 4, 10]), equalLengths };
    case "open":
      return { kind: "open", share: between(0.05, 0.97), cv: oneOf([1, 1, 1, 0.5, 2]) };
    case "users":
      return { kind: "users", share: between(0.05, 1.3), thinkSeconds: log(1, 60) };
    case "burst":
      return { kind: "burst", share: log(0.02, 4) };
    case "static-batch":
      return { kind: "static-batch", share: log(0.02, 2) };
  }
}

/** What a calibration may say: any of its parameters, within what load tests have shown. */
function parameters(uniform: () => number): ProfileParameters {
  const some = (value: number, otherwise: number): number => (uniform() < 0.5 ? value : otherwise);
  const factor = (): number => some(0.7 * 2 ** uniform(), 1);
  return {
    ...IDENTITY_PARAMETERS,
    stepOverheadSeconds: some(0.004 * (uniform() - 0.25), 0),
    requestOverheadSeconds: some(5e-5 * uniform(), 0),
    decodeFactor: factor(),
    prefillFactor: factor(),
    communicationFactor: factor(),
    firstTokenSeconds: some(0.3 * (uniform() - 0.1), 0),
  };
}

const profileOf = (of: ProfileParameters): EngineProfile => ({
  kind: "infrascale-engine-profile",
  version: 1,
  created: "2026-01-01",
  provenance: NO_PROVENANCE,
  parameters: of,
  fit: { fitted: [], covariance: [], residualScale: {} },
});
