import type { LoadTestTool } from "../../measurements/observation.js";

/** What people call the tools. */
export const TOOL_NAMES: Readonly<Record<LoadTestTool, string>> = {
  "vllm-bench": "vLLM's bench serve",
  "sglang-bench": "SGLang's bench_serving",
  guidellm: "GuideLLM",
  aiperf: "aiperf",
  "genai-perf": "genai-perf",
  "genai-bench": "genai-bench",
  llmperf: "llmperf",
  "inference-perf": "inference-perf",
  "llm-d": "llm-d's benchmark report",
  evalscope: "EvalScope",
  "trtllm-bench": "trtllm-bench",
  inferencex: "InferenceX",
  "llama-benchy": "llama-benchy",
  "infrascale-csv": "InfraScale",
  "infrascale-measurements": "a table of measurements",
  plain: "rows of your own",
};
