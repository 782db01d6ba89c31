import { compareVersions } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { PredictionWarning } from "../performance/prediction-uncertainty.js";
import type { ConstantsSource } from "../kernels/kernel-choice.js";
import type { FittedGpu } from "../kernels/kernel-laws.js";
import type { MeasuredRange, Range } from "./uncertainty-table.js";

/** What is asked, as far as measurements have a range of it. */
export interface Question {
  readonly gpu: Gpu;
  /** Where the least certain constant comes from. */
  readonly source: ConstantsSource;
  /** Name of the engine. */
  readonly engine: string;
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
export function measuredWarnings(question: Question, measured: MeasuredRange | undefined, fitted: readonly FittedGpu[]): readonly PredictionWarning[] {
  const warnings: PredictionWarning[] = [];
  const { gpu, source, engine, engineVersion } = question;
  const nearest = nearestFitted(gpu, fitted);
  if (source === "datasheet" && nearest !== null && nearest !== gpu.id)
    warnings.push({ code: "gpu-by-datasheet", message: `kernels of ${gpu.id} and its family were not timed; the nearest GPU whose were is ${nearest}`, value: gpu.id, nearest });
  if (measured === undefined) return warnings;
  const [oldest, newest] = measured.versions;
  if (compareVersions(engineVersion, asPrecise(newest, engineVersion)) > 0)
    warnings.push({ code: "engine-newer", message: `${engine} ${engineVersion} is newer than the newest version that was measured, ${newest}`, value: engineVersion, nearest: newest });
  if (compareVersions(engineVersion, asPrecise(oldest, engineVersion)) < 0)
    warnings.push({ code: "engine-older", message: `${engine} ${engineVersion} is older than the oldest version that was measured, ${oldest}`, value: engineVersion, nearest: oldest });
  const check = (code: PredictionWarning["code"], what: string, value: number, [least, most]: Range<number>): void => {
    if (value >= least && value <= most) return;
    const end = value < least ? least : most;
    warnings.push({ code, message: `${what}: ${short(value)}, where ${short(least)} to ${short(most)} were measured on ${engine}`, value, nearest: end });
  };
  check("model-size", "weights of the model", question.parameters, measured.parameters);
  check("requests-in-flight", "requests that a replica runs at once", question.running, measured.running);
  check("request-length", "tokens of a request", question.requestTokens, measured.requestTokens);
  return warnings;
}

/** A version with as many parts as another: 0.5 stands for all of its releases, 0.5.6 among them. */
const asPrecise = (version: string, other: string): string => version.split(".").slice(0, other.split(".").length).join(".");

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

const DIGITS = 3;

/** 1.03e12 as "1030 billion", others with three digits. */
function short(value: number): string {
  const billions = value / 1e9;
  return billions >= 0.1 ? `${Number(billions.toPrecision(DIGITS))} billion` : String(Number(value.toPrecision(DIGITS)));
}
