import { gpus, InfrascaleError, models } from "../../index.js";
import { findGpu, findModel } from "../../catalog/lookup.js";
import { InfrascaleError as LookUpError } from "../../errors.js";
import type { Refusal, Refused } from "../../measurements/resolve-row.js";

/** What each refusal says of a row; what the cells hold follows. */
const REASONS: Readonly<Record<Refusal, string>> = {
  "engine-not-stated": "engine not stated",
  "gpu-not-stated": "GPU not stated",
  "gpu-not-in-catalog": "GPU not in the catalog",
  "model-not-in-catalog": "model not in the catalog",
  "weight-format-unknown": "number format of the weights not known",
  "cache-format-unknown": "number format of the cache not known",
  "parallelism-not-stated": "parallel sizes not stated",
  "parallelism-contradictory": "parallel sizes contradict the number of GPUs",
  "load-not-stated": "scenario not known, or without its number of requests",
  "lengths-not-stated": "input or output tokens not stated",
  "nothing-measured": "nothing measured",
};

/** Why a row says too little to be predicted, with the nearest names where one is not known. */
export function refusalReason({ refusal, detail }: Refused): string {
  const cells = detail === "" ? "" : `: ${detail}`;
  const nearest = nearestNames(refusal, detail);
  return `${REASONS[refusal]}${cells}${nearest.length === 0 ? "" : `; nearest: ${nearest.join(", ")}`}`;
}

function nearestNames(refusal: Refusal, name: string): readonly string[] {
  try {
    if (refusal === "model-not-in-catalog") findModel(name, models);
    if (refusal === "gpu-not-in-catalog") findGpu(name, gpus);
  } catch (error) {
    if (error instanceof LookUpError) return error.suggestions;
    throw error;
  }
  return [];
}

/** Why the library refuses the deployment of a row. */
export function errorReason(error: unknown): string {
  if (!(error instanceof InfrascaleError)) throw error;
  return error.code === "does-not-fit" ? `does not fit: ${error.message}` : error.message;
}
