import type { Row } from "../../src/measurements/csv.js";

/** An invented load test of an 8B model on an H100, as a row of a table. */
export const LOAD_TEST_ROW: Row = {
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
  tpot_ms_mean: "8",
};
