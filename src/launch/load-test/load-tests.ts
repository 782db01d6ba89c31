import type { LoadTestTool } from "../../measurements/observation.js";
import { aiperf } from "./aiperf.js";
import { guidellm } from "./guidellm.js";
import type { LoadTestTable } from "./load-test-command.js";
import { sglangBench } from "./sglang-bench.js";
import { vllmBench } from "./vllm-bench.js";

/** A load generator that a plan can be tested with, by the name that its results are read under. */
export type PlannedTool = Extract<LoadTestTool, "vllm-bench" | "guidellm" | "aiperf" | "sglang-bench">;

/** How each is run. */
export const LOAD_TESTS: Readonly<Record<PlannedTool, LoadTestTable>> = {
  "vllm-bench": vllmBench,
  guidellm,
  aiperf,
  "sglang-bench": sglangBench,
};
