import type { Row } from "../../../src/measurements/csv.js";
import { LOAD_TEST_ROW } from "../../support/load-test-row.js";
import { validateRows, type GroupedRow } from "../../../src/cli/validation/validate-rows.js";

/** An invented load test that states a percentile too. */
export const SPEED_ROW: Row = { ...LOAD_TEST_ROW, ttft_ms_p95: "90" };

/** An invented start-up log of the same. */
export const LOG_ROW: Row = {
  id: "invented-log-1",
  engine: "vllm",
  engine_version: "0.19.0",
  model: "meta-llama/Llama-3.1-8B-Instruct",
  weights_dtype: "bfloat16",
  kv_dtype: "bfloat16 (auto)",
  gpu: "H100 80GB",
  gpu_memory_gib: "79.19",
  tp: "1",
  gpu_memory_utilization: "0.9",
  max_model_len: "8192",
  max_num_seqs: "256",
  max_num_batched_tokens: "8192",
  weights_gib_per_gpu: "15",
  kv_cache_gib_per_gpu: "54",
};

/** The validated row of an invented load test with other cells. */
export const validatedSpeed = (changes: Row = {}): GroupedRow =>
  validateRows({ kind: "speed", rows: [{ ...SPEED_ROW, ...changes }] })[0] as GroupedRow;

/** The validated row of an invented start-up log with other cells. */
export const validatedLog = (changes: Row = {}): GroupedRow =>
  validateRows({ kind: "memory", rows: [{ ...LOG_ROW, ...changes }] })[0] as GroupedRow;
