import { bytesFromGigabytes, fromTera, secondsFromMicroseconds } from "../units.js";
import type { AllReduceConstants } from "./all-reduce.js";
import type { DecodeAttentionConstants } from "./decode-attention.js";
import type { ElementwiseConstants } from "./elementwise.js";
import type { ExpertsConstants } from "./experts.js";
import type { GemmConstants } from "./gemm.js";
import type { LatentDecodeConstants } from "./latent-attention.js";
import type { PrefillAttentionConstants } from "./prefill-attention.js";
import type { KernelFormat } from "./number-format.js";

/** What is behind a row of constants. */
interface Evidence {
  /** Kernel timings that were fitted; null when the source does not say. */
  readonly rows: number | null;
  /** Median absolute error over them, percent; null when the source does not say. */
  readonly medianErrorPercent: number | null;
  readonly source: string;
}

/** What a row of constants is for. */
interface RowKey<Format extends string> {
  /** Catalog id of the GPU. */
  readonly gpu: string;
  readonly engine: string;
  readonly precision: Format;
}

type CacheKey = RowKey<"bf16" | "fp8">;

interface GemmUnits {
  readonly launchMicroseconds: number;
  readonly computeEfficiency: number;
  readonly bandwidthEfficiency: number;
  readonly walkMicrosecondsPerThousand: number;
  readonly quantisationPasses: number;
}

interface DecodeAttentionUnits {
  readonly launchMicroseconds: number;
  readonly bandwidthEfficiency: number;
  readonly microsecondsPerThousandHeads: number;
}

interface PrefillAttentionUnits {
  readonly launchMicroseconds: number;
  readonly computeEfficiency: number;
  readonly trafficPasses: number;
}

interface LatentDecodeUnits {
  readonly launchMicroseconds: number;
  readonly bandwidthEfficiency: number;
  readonly computeEfficiency: number;
  readonly microsecondsPerSequence: number;
}

interface ExpertsUnits {
  readonly launchMicroseconds: number;
  readonly computeEfficiency: number;
  readonly bandwidthEfficiency: number;
  readonly trafficPasses: number;
}

interface ElementwiseUnits {
  readonly launchMicroseconds: number;
  readonly bandwidthEfficiency: number;
}

/** What a vendor's kernels reach of the universal constants, found from the times of whole steps. */
export interface VendorShare {
  readonly vendor: string;
  /** Of the arithmetic rate, (0, 1]. */
  readonly computeShare: number;
  /** Of the bandwidth, (0, 1]. */
  readonly bandwidthShare: number;
  /** What quantising its activations adds to a product of 8 or 4 bits, seconds. */
  readonly quantisationSeconds: number;
}

/** As the catalog has it. */
export interface VendorShareUnits extends Omit<VendorShare, "quantisationSeconds"> {
  readonly quantisationMicroseconds: number;
}

interface ArithmeticFormat {
  /** Format that attention computes in. */
  readonly arithmetic: "bf16" | "fp8";
}

/** `catalogs/kernel-laws.json`: constants as they were fitted, in microseconds, TFLOP/s, TB/s and GB/s. */
export interface KernelLawTable {
  readonly gpus: readonly {
    readonly id: string;
    readonly architecture: string;
    /** Peaks that the efficiencies refer to; 8 bit is twice, 4 bit four times the 16-bit peak. */
    readonly fitted: { readonly bf16Teraflops: number; readonly memoryTerabytesPerSecond: number };
    /** What its data sheet says: other GPUs are scaled by the ratio to it. */
    readonly dataSheet: {
      readonly bf16Teraflops: number;
      readonly fp8Teraflops: number | null;
      readonly int8Teraflops: number | null;
      readonly fp4Teraflops: number | null;
      readonly memoryTerabytesPerSecond: number;
      readonly link: string;
      readonly linkGigabytesPerSecond: number;
    };
    readonly source: string;
  }[];
  readonly gemm: readonly (RowKey<KernelFormat> & GemmUnits & Evidence)[];
  readonly decodeAttention: readonly (CacheKey & DecodeAttentionUnits & Evidence)[];
  readonly prefillAttention: readonly (CacheKey & ArithmeticFormat & PrefillAttentionUnits & Evidence)[];
  readonly latentDecode: readonly (CacheKey & LatentDecodeUnits & Evidence)[];
  readonly latentPrefill: readonly (CacheKey & PrefillAttentionUnits & Evidence)[];
  readonly experts: readonly (RowKey<KernelFormat> & ExpertsUnits & Evidence)[];
  readonly allReduce: readonly ({
    readonly gpu: string;
    readonly engine: string;
    readonly gpus: number;
    readonly latencyMicroseconds: number;
    readonly gigabytesPerSecond: number;
    readonly exponent: number;
  } & Evidence)[];
  readonly elementwise: {
    readonly addNorm: ElementwiseUnits & Evidence;
    readonly rotary: ElementwiseUnits & Evidence;
    readonly activation: ElementwiseUnits & Evidence;
  };
  /** How far the kernels of vendors whose GPUs were not timed fall short of the universal constants. */
  readonly vendorShares: readonly (VendorShareUnits & Evidence)[];
  /** For GPUs without a fitted relative. */
  readonly universal: {
    readonly gemm: GemmUnits & Evidence;
    readonly decodeAttention: DecodeAttentionUnits & Evidence;
    readonly prefillAttention: ArithmeticFormat & PrefillAttentionUnits & Evidence;
    readonly latentDecode: LatentDecodeUnits & Evidence;
    readonly latentPrefill: PrefillAttentionUnits & Evidence;
    readonly experts: ExpertsUnits & Evidence;
  };
}

/** Constants of one law for a GPU, an engine and a format, in SI. */
export interface LawRow<Constants, Format extends string = string> {
  readonly gpu: string;
  readonly engine: string;
  readonly precision: Format;
  readonly constants: Constants;
}

/** A GPU that kernels were timed on, in SI. */
export interface FittedGpu {
  readonly id: string;
  readonly architecture: string;
  /** 16-bit peak that the efficiencies refer to, FLOP per second. */
  readonly fittedFlopsPerSecond: number;
  /** Bandwidth that the efficiencies refer to, bytes per second. */
  readonly fittedBytesPerSecond: number;
  /** Peaks of its data sheet, FLOP per second; null where it has no such arithmetic. */
  readonly sheetFlopsPerSecond: Readonly<Record<"bf16" | "fp8" | "int8" | "fp4", number | null>>;
  /** Bandwidth of its data sheet, bytes per second. */
  readonly sheetBytesPerSecond: number;
  /** Link generation. */
  readonly link: string;
  /** Bandwidth of its link, both directions, bytes per second. */
  readonly linkBytesPerSecond: number;
}

/** Prefill attention: constants with the format of the arithmetic. */
export type PrefillAttentionRow = PrefillAttentionConstants & ArithmeticFormat;

/** All laws of kernels, in SI. */
export interface KernelLaws {
  readonly gpus: readonly FittedGpu[];
  readonly gemm: readonly LawRow<GemmConstants>[];
  readonly decodeAttention: readonly LawRow<DecodeAttentionConstants>[];
  readonly prefillAttention: readonly LawRow<PrefillAttentionRow>[];
  readonly latentDecode: readonly LawRow<LatentDecodeConstants>[];
  readonly latentPrefill: readonly LawRow<PrefillAttentionConstants>[];
  readonly experts: readonly LawRow<ExpertsConstants>[];
  /** One list of numbers of GPUs, ascending, for each GPU and engine; `precision` is empty. */
  readonly allReduce: readonly LawRow<readonly AllReduceConstants[]>[];
  readonly elementwise: Readonly<Record<"addNorm" | "rotary" | "activation", ElementwiseConstants>>;
  readonly vendorShares: readonly VendorShare[];
  readonly universal: {
    readonly gemm: GemmConstants;
    readonly decodeAttention: DecodeAttentionConstants;
    readonly prefillAttention: PrefillAttentionRow;
    readonly latentDecode: LatentDecodeConstants;
    readonly latentPrefill: PrefillAttentionConstants;
    readonly experts: ExpertsConstants;
  };
}

/**
 * The laws of kernels in SI.
 *
 * @param table - `catalogs/kernel-laws.json`.
 * @returns its constants in seconds, bytes per second and FLOP per second.
 */
export function kernelLaws(table: KernelLawTable): KernelLaws {
  const { elementwise, universal } = table;
  return {
    gpus: table.gpus.map(({ id, architecture, fitted, dataSheet }) => ({
      id,
      architecture,
      fittedFlopsPerSecond: fromTera(fitted.bf16Teraflops),
      fittedBytesPerSecond: fromTera(fitted.memoryTerabytesPerSecond),
      sheetFlopsPerSecond: {
        bf16: fromTera(dataSheet.bf16Teraflops),
        fp8: teraOrNull(dataSheet.fp8Teraflops),
        int8: teraOrNull(dataSheet.int8Teraflops),
        fp4: teraOrNull(dataSheet.fp4Teraflops),
      },
      sheetBytesPerSecond: fromTera(dataSheet.memoryTerabytesPerSecond),
      link: dataSheet.link,
      linkBytesPerSecond: bytesFromGigabytes(dataSheet.linkGigabytesPerSecond),
    })),
    gemm: table.gemm.map((row) => withKey(row, gemmConstants(row))),
    decodeAttention: table.decodeAttention.map((row) => withKey(row, decodeAttentionConstants(row))),
    prefillAttention: table.prefillAttention.map((row) =>
      withKey(row, { ...prefillAttentionConstants(row), arithmetic: row.arithmetic }),
    ),
    latentDecode: table.latentDecode.map((row) => withKey(row, latentDecodeConstants(row))),
    latentPrefill: table.latentPrefill.map((row) => withKey(row, prefillAttentionConstants(row))),
    experts: table.experts.map((row) => withKey(row, expertsConstants(row))),
    allReduce: allReduceRows(table),
    elementwise: {
      addNorm: elementwiseConstants(elementwise.addNorm),
      rotary: elementwiseConstants(elementwise.rotary),
      activation: elementwiseConstants(elementwise.activation),
    },
    vendorShares: table.vendorShares.map(({ vendor, computeShare, bandwidthShare, quantisationMicroseconds }) => ({
      vendor,
      computeShare,
      bandwidthShare,
      quantisationSeconds: secondsFromMicroseconds(quantisationMicroseconds),
    })),
    universal: {
      gemm: gemmConstants(universal.gemm),
      decodeAttention: decodeAttentionConstants(universal.decodeAttention),
      prefillAttention: {
        ...prefillAttentionConstants(universal.prefillAttention),
        arithmetic: universal.prefillAttention.arithmetic,
      },
      latentDecode: latentDecodeConstants(universal.latentDecode),
      latentPrefill: prefillAttentionConstants(universal.latentPrefill),
      experts: expertsConstants(universal.experts),
    },
  };
}

const teraOrNull = (teraflops: number | null): number | null => (teraflops === null ? null : fromTera(teraflops));

const withKey = <Constants>({ gpu, engine, precision }: RowKey<string>, constants: Constants): LawRow<Constants> => ({
  gpu,
  engine,
  precision,
  constants,
});

const gemmConstants = (row: GemmUnits): GemmConstants => ({
  launchSeconds: secondsFromMicroseconds(row.launchMicroseconds),
  computeEfficiency: row.computeEfficiency,
  bandwidthEfficiency: row.bandwidthEfficiency,
  walkSecondsPerThousand: secondsFromMicroseconds(row.walkMicrosecondsPerThousand),
  quantisationPasses: row.quantisationPasses,
});

const decodeAttentionConstants = (row: DecodeAttentionUnits): DecodeAttentionConstants => ({
  launchSeconds: secondsFromMicroseconds(row.launchMicroseconds),
  bandwidthEfficiency: row.bandwidthEfficiency,
  secondsPerThousandHeads: secondsFromMicroseconds(row.microsecondsPerThousandHeads),
});

const prefillAttentionConstants = (row: PrefillAttentionUnits): PrefillAttentionConstants => ({
  launchSeconds: secondsFromMicroseconds(row.launchMicroseconds),
  computeEfficiency: row.computeEfficiency,
  trafficPasses: row.trafficPasses,
});

const latentDecodeConstants = (row: LatentDecodeUnits): LatentDecodeConstants => ({
  launchSeconds: secondsFromMicroseconds(row.launchMicroseconds),
  bandwidthEfficiency: row.bandwidthEfficiency,
  computeEfficiency: row.computeEfficiency,
  secondsPerSequence: secondsFromMicroseconds(row.microsecondsPerSequence),
});

const expertsConstants = (row: ExpertsUnits): ExpertsConstants => ({
  launchSeconds: secondsFromMicroseconds(row.launchMicroseconds),
  computeEfficiency: row.computeEfficiency,
  bandwidthEfficiency: row.bandwidthEfficiency,
  trafficPasses: row.trafficPasses,
});

const elementwiseConstants = (row: ElementwiseUnits): ElementwiseConstants => ({
  launchSeconds: secondsFromMicroseconds(row.launchMicroseconds),
  bandwidthEfficiency: row.bandwidthEfficiency,
});

function allReduceRows({ allReduce }: KernelLawTable): LawRow<readonly AllReduceConstants[]>[] {
  const rows: { gpu: string; engine: string; precision: string; constants: AllReduceConstants[] }[] = [];
  for (const { gpu, engine, gpus, latencyMicroseconds, gigabytesPerSecond, exponent } of allReduce) {
    let row = rows.find((known) => known.gpu === gpu && known.engine === engine);
    if (row === undefined) {
      row = { gpu, engine, precision: "", constants: [] };
      rows.push(row);
    }
    row.constants.push({
      gpus,
      latencySeconds: secondsFromMicroseconds(latencyMicroseconds),
      bytesPerSecond: bytesFromGigabytes(gigabytesPerSecond),
      exponent,
    });
  }
  for (const { constants } of rows) constants.sort((a, b) => a.gpus - b.gpus);
  return rows;
}
