import { valueAt } from "../internal/remembered.js";
import type { EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { InfrascaleError } from "../errors.js";
import type { FittedGpu, KernelLaws, LawRow, VendorShare } from "./kernel-laws.js";
import type { PeakRates } from "./kernel-time.js";
import { FORMAT_COSTS, type FormatCost, type KernelFormat } from "./number-format.js";
import { performanceRule } from "../rules/performance.js";

/**
 * Where constants come from: `calibrated` were fitted on this GPU, `family` on another of its architecture (or on this
 * one in 16 bit), `datasheet` are one set for all GPUs. The last two are scaled by the data sheets' peaks. What is known of
 * embedding models and rerankers counts as `datasheet`, the widest class of errors.
 */
export type ConstantsSource = "calibrated" | "family" | "datasheet";

/** Constants that were chosen for a GPU, with the peaks that they refer to. */
export interface Choice<Constants> {
  readonly constants: Constants;
  readonly peaks: PeakRates;
  readonly source: ConstantsSource;
}

/** An engine whose kernels were not timed in a format takes those of the next. */
const ENGINE_ORDER = ["vllm", "tensorrt-llm", "sglang"] as const;
const SOURCES: readonly ConstantsSource[] = ["calibrated", "family", "datasheet"];
/** Peaks of the fit, in multiples of the 16-bit peak. */
const FITTED_MULTIPLES: Readonly<Record<FormatCost["arithmetic"], number>> = { bf16: 1, fp8: 2, int8: 2, fp4: 4 };

/** The less certain of two. */
export const lessCertain = (a: ConstantsSource, b: ConstantsSource): ConstantsSource =>
  SOURCES.indexOf(a) > SOURCES.indexOf(b) ? a : b;

/** Architecture without its variants; cards of GB202 are a family of their own. */
export const gpuFamily = (architecture: string): string =>
  architecture.includes("GB202") ? "GB202" : (architecture.split(" ")[0] ?? architecture);

/**
 * Constants of a law for a GPU: its own in the format, those of the nearest GPU of its family, then the same in 16 bit,
 * then the universal set.
 *
 * @param laws - all laws, for the GPUs that they were fitted on.
 * @param rows - rows of one law.
 * @param universal - its constants for GPUs without a relative.
 * @param request - GPU, engine, format of the row, and of the arithmetic.
 * @returns constants and peaks.
 */
export function chooseConstants<Constants>(
  laws: KernelLaws,
  rows: readonly LawRow<Constants>[],
  universal: Constants,
  {
    gpu,
    engine,
    precision,
    arithmetic,
  }: {
    gpu: Gpu;
    engine: EngineName;
    precision: string;
    arithmetic: (constants: Constants) => FormatCost["arithmetic"];
  },
): Choice<Constants> {
  const relatives = relativesOf(gpu, laws.gpus);
  for (const wanted of precision === "bf16" ? ["bf16"] : [precision, "bf16"])
    for (const relative of relatives) {
      const row = engineRow(rows, relative.id, engine, wanted);
      if (row !== undefined)
        return {
          constants: row.constants,
          peaks: scaledPeaks(gpu, relative, arithmetic(row.constants)),
          source: relative.id === gpu.id && wanted === precision ? "calibrated" : "family",
        };
    }
  return { constants: universal, peaks: sheetPeaks(gpu, arithmetic(universal), laws), source: "datasheet" };
}

/** The row of a GPU and format by the engine itself, else by another. */
export function engineRow<Constants>(
  rows: readonly LawRow<Constants>[],
  gpu: string,
  engine: EngineName,
  precision: string,
): LawRow<Constants> | undefined {
  for (const name of [engine, ...ENGINE_ORDER]) {
    const row = rows.find(
      (candidate) => candidate.gpu === gpu && candidate.engine === name && candidate.precision === precision,
    );
    if (row !== undefined) return row;
  }
  return undefined;
}

/** Format of the arithmetic of a matrix kernel. */
export const formatArithmetic = (format: KernelFormat): FormatCost["arithmetic"] => FORMAT_COSTS[format].arithmetic;

const knownRelatives = new WeakMap<readonly FittedGpu[], WeakMap<Gpu, readonly FittedGpu[]>>();

/** The GPU itself, then the others of its family by nearness of bandwidth; found once for each GPU. */
function relativesOf(gpu: Gpu, fitted: readonly FittedGpu[]): readonly FittedGpu[] {
  const ofFitted = valueAt(knownRelatives, fitted, () => new WeakMap<Gpu, readonly FittedGpu[]>());
  return valueAt(ofFitted, gpu, () => findRelatives(gpu, fitted));
}

function findRelatives(gpu: Gpu, fitted: readonly FittedGpu[]): readonly FittedGpu[] {
  const family = gpuFamily(gpu.architecture);
  const distance = ({ id, sheetBytesPerSecond }: FittedGpu): number =>
    id === gpu.id ? -1 : Math.abs(Math.log(sheetBytesPerSecond / gpu.memoryBandwidthBytesPerSecond));
  return fitted
    .filter(({ id, architecture }) => id === gpu.id || gpuFamily(architecture) === family)
    .sort((a, b) => distance(a) - distance(b));
}

/** The peaks of the fit, times what the data sheets say of this GPU against the fitted one. */
function scaledPeaks(gpu: Gpu, relative: FittedGpu, arithmetic: FormatCost["arithmetic"]): PeakRates {
  const own = gpu.peakFlopsPerSecond[arithmetic];
  const sheet = relative.sheetFlopsPerSecond[arithmetic];
  const ratio =
    own == null || sheet === null
      ? sheetPeak(gpu, "bf16") / (relative.sheetFlopsPerSecond.bf16 ?? relative.fittedFlopsPerSecond)
      : own / sheet;
  return {
    flopsPerSecond: relative.fittedFlopsPerSecond * FITTED_MULTIPLES[arithmetic] * ratio,
    bytesPerSecond: (relative.fittedBytesPerSecond * gpu.memoryBandwidthBytesPerSecond) / relative.sheetBytesPerSecond,
  };
}

/** What quantising its activations adds to a product on a GPU of which no kernel was timed, seconds; 0 in 16 bit, where nothing is quantised. */
export function quantisationSeconds(
  { vendorShares }: KernelLaws,
  gpu: Gpu,
  arithmetic: FormatCost["arithmetic"],
): number {
  return arithmetic === "bf16" ? 0 : (shareOf(gpu, vendorShares)?.quantisationSeconds ?? 0);
}

/** The peaks of the data sheet, by what the vendor's kernels reach of what others do. */
function sheetPeaks(gpu: Gpu, arithmetic: FormatCost["arithmetic"], { vendorShares }: KernelLaws): PeakRates {
  const { computeShare = 1, bandwidthShare = 1 } = shareOf(gpu, vendorShares) ?? {};
  return {
    flopsPerSecond: computeShare * sheetPeak(gpu, arithmetic),
    bytesPerSecond: bandwidthShare * gpu.memoryBandwidthBytesPerSecond,
  };
}

const shareOf = (gpu: Gpu, shares: readonly VendorShare[]): VendorShare | undefined =>
  shares.find(({ vendor }) => vendor === gpu.vendor);

/** Peak of a data sheet; arithmetic that the GPU lacks is done in 16 bit, or in 32. */
function sheetPeak({ id, peakFlopsPerSecond: peaks }: Gpu, arithmetic: FormatCost["arithmetic"]): number {
  const peak = peaks[arithmetic] ?? peaks.bf16 ?? peaks.fp16 ?? peaks.fp32;
  if (peak == null)
    throw new InfrascaleError({
      code: "unsupported-precision",
      field: "gpu.peakFlopsPerSecond",
      ...performanceRule("known-speed", { gpu: id }),
      value: peaks,
    });
  return peak;
}
