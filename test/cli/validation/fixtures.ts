import type { Row } from "../../../src/measurements/csv.js";
import { validateRows, type GroupedRow } from "../../../src/cli/validation/validate-rows.js";

/** An invented load test of an 8B model on an H100. */
export const SPEED_ROW: Row = {
  id: "invented-1",
  engine: "vLLM",
  engine_version: "0.19.0",
  model: "meta-llama/Llama-3.1-8B-Instruct",
  weights_dtype: "bf16",
  gpu: "H100-SXM5-80GB",
  gpus_total: "1",
  tp: "1",
  scenario: "concurrency",
  concurrency: "8",
  input_tokens: "1024",
  output_tokens: "256",
  ttft_ms_mean: "60",
  ttft_ms_p95: "90",
  tpot_ms_mean: "8",
};

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
export const validatedSpeed = (changes: Row = {}): GroupedRow => validateRows({ kind: "speed", rows: [{ ...SPEED_ROW, ...changes }] })[0] as GroupedRow;

/** The validated row of an invented start-up log with other cells. */
export const validatedLog = (changes: Row = {}): GroupedRow => validateRows({ kind: "memory", rows: [{ ...LOG_ROW, ...changes }] })[0] as GroupedRow;
