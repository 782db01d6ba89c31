import { compareVersions, versionTo } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { warn, type PredictionWarning } from "../performance/prediction-warning.js";
import type { ConstantsSource } from "../kernels/kernel-choice.js";
import type { FittedGpu } from "../kernels/kernel-laws.js";
import type { MeasuredRange, Range } from "./uncertainty-table.js";

/** What is asked, as far as measurements have a range of it. */
export interface Question {
  readonly gpu: Gpu;
  /** Where the least certain constant comes from. */
  readonly source: ConstantsSource;
  readonly engineVersion: string;
  /** Weights of the model. */
  readonly parameters: number;
  /** Requests that a replica runs at once. */
  readonly running: number;
  /** Tokens of a request, prompt and answer together. */
  readonly requestTokens: number;
}

/**
 * Where a question lies outside of what was measured: there the errors of the tables need not hold.
 *
 * @param question - what is asked.
 * @param measured - what was measured of the engine; undefined where nothing was.
 * @param fitted - GPUs whose kernels were timed.
 * @returns one warning for each side that is outside, with the nearest thing that was measured.
 */
export function measuredWarnings(
  question: Question,
  measured: MeasuredRange | undefined,
  fitted: readonly FittedGpu[],
): readonly PredictionWarning[] {
  const warnings: PredictionWarning[] = [];
  const { gpu, source, engineVersion } = question;
  const nearest = nearestFitted(gpu, fitted);
  if (source === "datasheet" && nearest !== null && nearest !== gpu.id)
    warnings.push(warn("gpu-by-datasheet", { value: gpu.id, nearest }));
  if (measured === undefined) return warnings;
  const [oldest, newest] = measured.versions;
  if (compareVersions(engineVersion, asPrecise(newest, engineVersion)) > 0)
    warnings.push(warn("engine-newer", { value: engineVersion, nearest: newest }));
  if (compareVersions(engineVersion, asPrecise(oldest, engineVersion)) < 0)
    warnings.push(warn("engine-older", { value: engineVersion, nearest: oldest }));
  const check = (
    code: "model-size" | "requests-in-flight" | "request-length",
    value: number,
    [least, most]: Range<number>,
  ): void => {
    if (value < least || value > most) warnings.push(warn(code, { value, nearest: value < least ? least : most }));
  };
  check("model-size", question.parameters, measured.parameters);
  check("requests-in-flight", question.running, measured.running);
  check("request-length", question.requestTokens, measured.requestTokens);
  return warnings;
}

/** A version with as many parts as another. */
const asPrecise = (version: string, other: string): string => versionTo(version, other.split(".").length);

/** The GPU nearest by the logarithms of bandwidth and 16-bit peak. */
function nearestFitted(gpu: Gpu, fitted: readonly FittedGpu[]): string | null {
  const peak = gpu.peakFlopsPerSecond.bf16 ?? gpu.peakFlopsPerSecond.fp16 ?? null;
  let best: { readonly id: string; readonly distance: number } | null = null;
  for (const { id, sheetBytesPerSecond, sheetFlopsPerSecond } of fitted) {
    const bandwidths = Math.log(sheetBytesPerSecond / gpu.memoryBandwidthBytesPerSecond);
    const peaks = peak === null || sheetFlopsPerSecond.bf16 === null ? 0 : Math.log(sheetFlopsPerSecond.bf16 / peak);
    const distance = id === gpu.id ? -1 : Math.hypot(bandwidths, peaks);
    if (best === null || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}
