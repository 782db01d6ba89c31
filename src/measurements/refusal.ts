import type { NameRefusalReason } from "../catalog/names/name-refusal.js";
import type { ParallelismRefusal } from "./resolve-parallelism.js";

/** Why a source says too little, or something that the catalogs do not hold: stable codes. */
export type Refusal =
  | "engine-not-stated"
  | "gpu-not-stated"
  | "gpu-not-in-catalog"
  | "gpu-ambiguous"
  | "model-not-stated"
  | "model-not-in-catalog"
  | "model-ambiguous"
  | "model-without-config"
  | "model-encoder-decoder"
  | "model-bits-not-stated"
  | "weight-format-unknown"
  | "cache-format-unknown"
  | ParallelismRefusal
  | "load-not-stated"
  | "lengths-not-stated";

/** A statement without a meaning, with the words that are to blame. */
export interface Refused {
  readonly refusal: Refusal;
  readonly detail: string;
  /** Names that would have been understood. */
  readonly nearest: readonly string[];
}

/** What each refusal says; what the source holds follows. */
const REASONS: Readonly<Record<Refusal, string>> = {
  "engine-not-stated": "engine not stated",
  "gpu-not-stated": "GPU not stated",
  "gpu-not-in-catalog": "GPU not in the catalog",
  "gpu-ambiguous": "several GPUs have this name",
  "model-not-stated": "model not stated",
  "model-not-in-catalog": "model not in the catalog",
  "model-ambiguous": "several models have this name",
  "model-without-config": "model without a public config",
  "model-encoder-decoder": "model with an encoder and a decoder, which is not modelled",
  "model-bits-not-stated": "bits of a weight not stated",
  "weight-format-unknown": "number format of the weights not known",
  "cache-format-unknown": "number format of the cache not known",
  "parallelism-not-stated": "parallel sizes not stated",
  "parallelism-contradictory": "parallel sizes contradict the number of GPUs",
  "load-not-stated": "scenario not known, or without its number of requests",
  "lengths-not-stated": "input or output tokens not stated",
};

/** True when a statement has no meaning. */
export const isRefused = (result: object): result is Refused => "refusal" in result;

/** Models' names that stand for nothing, by why. */
export const MODEL_REFUSALS: Readonly<Record<NameRefusalReason, Refusal>> = {
  unknown: "model-not-in-catalog",
  "not-in-catalog": "model-not-in-catalog",
  ambiguous: "model-ambiguous",
  "no-public-config": "model-without-config",
  "encoder-decoder": "model-encoder-decoder",
  "bits-not-stated": "model-bits-not-stated",
};

/** Longer words are cut. */
const MOST_CHARACTERS = 120;

/** A refusal of some words, with near names where one is not known. */
export const refuse = (refusal: Refusal, detail = "", nearest: readonly string[] = []): Refused => ({
  refusal,
  detail: detail.length > MOST_CHARACTERS ? `${detail.slice(0, MOST_CHARACTERS)} ...` : detail,
  nearest,
});

/** A refusal for people. */
export function refusalText({ refusal, detail, nearest }: Refused): string {
  return `${REASONS[refusal]}${detail === "" ? "" : `: ${detail}`}${nearest.length === 0 ? "" : `; nearest: ${nearest.join(", ")}`}`;
}
