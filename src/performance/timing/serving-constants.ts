import { kernelLaws, type KernelLaws, type KernelLawTable } from "../../kernels/kernel-laws.js";
import type { EngineTiming } from "./engine-timing.js";

/** Measured constants that predictions stand on. */
export interface ServingConstants {
  /** Laws of kernels, by GPU, format and engine. */
  readonly laws: KernelLaws;
  /** Timing of engines, by range of versions. */
  readonly timings: readonly EngineTiming[];
}

/** The tables that constants are published in. */
export interface ConstantTables {
  /** `infrascale/catalogs/kernel-laws.json`. */
  readonly kernelLaws: object;
  /** `infrascale/catalogs/engine-timing.json`. */
  readonly engineTiming: readonly object[];
}

/**
 * Constants of published tables, converted to SI once.
 *
 * @param tables - the two tables.
 * @returns constants for `engineModel` and `predictServing`.
 */
export const servingConstants = ({ kernelLaws: laws, engineTiming }: ConstantTables): ServingConstants => ({
  laws: kernelLaws(laws as KernelLawTable),
  timings: engineTiming as readonly EngineTiming[],
});
