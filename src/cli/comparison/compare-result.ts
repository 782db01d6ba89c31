import type { Comparison } from "../../decide/compare/index.js";
import type { Assumption } from "../../index.js";

/** A comparison, and what of the question nobody said. */
export interface CompareResult extends Comparison {
  readonly assumed: readonly Assumption[];
}
