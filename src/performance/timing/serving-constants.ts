import { checkEach, checkObject, once } from "../../internal/check.js";
import { checkKernelLaws, checkLawTable } from "../../kernels/check-laws.js";
import { kernelLaws, type KernelLaws, type KernelLawTable } from "../../kernels/kernel-laws.js";
import { checkTiming, type EngineTiming } from "./engine-timing.js";

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
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function servingConstants(tables: ConstantTables): ServingConstants {
  checkLawTable(checkObject(tables, "tables")["kernelLaws"], "tables.kernelLaws");
  return checkedConstants(converted(tables));
}

/** Constants of the tables that ship with the library: a test checks them, not each process. */
export function trustedConstants(tables: ConstantTables): ServingConstants {
  const constants = converted(tables);
  known.add(constants);
  return constants;
}

const converted = ({ kernelLaws: table, engineTiming }: ConstantTables): ServingConstants => ({
  laws: kernelLaws(table as KernelLawTable),
  timings: engineTiming as readonly EngineTiming[],
});

const known = new WeakSet<object>();

/** Refuses what are no constants. */
export const checkedConstants: (constants: ServingConstants) => ServingConstants = once(
  (constants: ServingConstants) => {
    checkObject(constants, "constants");
    checkKernelLaws(constants.laws, "constants.laws");
    checkEach(constants.timings, "constants.timings", checkTiming);
  },
  known,
);
