import type { CalibrationWarning } from "../calibration-warning.js";
import type { LoadTestTool, Observation } from "../../measurements/observation.js";

/** What a load-test file holds. */
export interface LoadTestFile {
  /** The tool that wrote it; the first one, where rows of several stand in one file. */
  readonly tool: LoadTestTool;
  /** Version of the tool, where the file states it. */
  readonly version?: string;
  /** Its rows that can be used, in their order. */
  readonly observations: readonly Observation[];
  /** Rows and figures that were left out, and what was assumed. */
  readonly warnings: readonly CalibrationWarning[];
}
