import { toCsv, type Row } from "../../src/measurements/csv.js";
import { InfrascaleError } from "../../src/errors.js";
import { predictServing, type ServingRequest } from "../../src/shipped/predict-serving.js";
import type { ServingPrediction } from "../../src/performance/serving-prediction.js";
import { gibFromBytes, millisecondsFromSeconds } from "../../src/units.js";
import { loadSize } from "./load-size.js";

/** Predictions as they stood at the last look: a change that moves a figure shows beside the code that moved it. */
export const SNAPSHOT = new URL("../../test/accuracy/predictions.csv", import.meta.url);

type Deployment = Pick<
  ServingRequest,
  "model" | "gpu" | "precision" | "parallelism" | "replicas" | "speculation" | "prefixCacheHitRate"
> & { readonly engine: string };
type Asked = Pick<ServingRequest, "load" | "inputTokens" | "outputTokens">;

const sizes = (tensor: number, expert = 1, data = 1, pipeline = 1): NonNullable<ServingRequest["parallelism"]> => ({
  tensor,
  expert,
  data,
  pipeline,
});

/** Every kind of attention, precision, engine, family of GPUs and way of splitting that the model knows. */
const DEPLOYMENTS: readonly Deployment[] = [
  { model: "meta-llama/Llama-3.1-8B-Instruct", gpu: "h100-sxm5-80gb", engine: "vllm" },
  { model: "meta-llama/Llama-3.1-8B-Instruct", gpu: "h100-sxm5-80gb", engine: "sglang", precision: { weights: "fp8" } },
  {
    model: "meta-llama/Llama-3.1-8B-Instruct",
    gpu: "l40s",
    engine: "vllm",
    precision: { weights: "fp8", kvCache: "fp8" },
  },
  {
    model: "meta-llama/Llama-3.1-8B-Instruct",
    gpu: "l4",
    engine: "vllm",
    precision: { weights: "int4", weightOnly: true },
  },
  { model: "meta-llama/Llama-3.1-8B-Instruct", gpu: "mi300x", engine: "vllm" },
  { model: "meta-llama/Llama-3.1-8B-Instruct", gpu: "a100-sxm4-80gb", engine: "vllm@0.6" },
  { model: "meta-llama/Llama-3.1-70B-Instruct", gpu: "a100-sxm4-80gb", engine: "vllm", parallelism: sizes(4) },
  {
    model: "meta-llama/Llama-3.1-70B-Instruct",
    gpu: "h100-sxm5-80gb",
    engine: "vllm",
    precision: { weights: "fp8" },
    parallelism: sizes(4),
  },
  {
    model: "meta-llama/Llama-3.1-70B-Instruct",
    gpu: "h200-sxm-141gb",
    engine: "tensorrt-llm",
    precision: { weights: "fp8", kvCache: "fp8" },
    parallelism: sizes(2),
  },
  {
    model: "meta-llama/Llama-3.1-70B-Instruct",
    gpu: "b200-sxm-180gb",
    engine: "tensorrt-llm",
    precision: { weights: "fp4", kvCache: "fp8" },
  },
  { model: "meta-llama/Llama-3.1-70B-Instruct", gpu: "h100-pcie-80gb", engine: "vllm", parallelism: sizes(4, 1, 1, 2) },
  {
    model: "meta-llama/Llama-3.1-405B-Instruct",
    gpu: "h100-sxm5-80gb",
    engine: "tensorrt-llm",
    precision: { weights: "fp8" },
    parallelism: sizes(8),
  },
  { model: "Qwen/Qwen3-32B", gpu: "h100-sxm5-80gb", engine: "sglang", parallelism: sizes(2), replicas: 2 },
  {
    model: "Qwen/Qwen3-32B",
    gpu: "h100-sxm5-80gb",
    engine: "vllm",
    precision: { weights: "fp8" },
    speculation: { draftTokens: 3, acceptanceRate: 0.7 },
  },
  { model: "google/gemma-3-27b-it", gpu: "h100-sxm5-80gb", engine: "vllm", prefixCacheHitRate: 0.5 },
  {
    model: "openai/gpt-oss-120b",
    gpu: "h100-sxm5-80gb",
    engine: "vllm",
    precision: { weights: "fp4" },
    parallelism: sizes(2),
  },
  {
    model: "openai/gpt-oss-120b",
    gpu: "b200-sxm-180gb",
    engine: "tensorrt-llm",
    precision: { weights: "fp4", kvCache: "fp8" },
  },
  {
    model: "Qwen/Qwen3-235B-A22B",
    gpu: "h100-sxm5-80gb",
    engine: "tensorrt-llm",
    precision: { weights: "fp8" },
    parallelism: sizes(8, 8),
  },
  { model: "deepseek-ai/DeepSeek-R1", gpu: "h200-sxm-141gb", engine: "sglang", parallelism: sizes(8) },
  { model: "deepseek-ai/DeepSeek-R1", gpu: "b200-sxm-180gb", engine: "vllm", parallelism: sizes(1, 8, 8) },
];

/** One request alone, a busy closed loop with a long answer, and a long prompt under open arrivals. */
const ASKED: readonly Asked[] = [
  { load: { kind: "static-batch", requests: 1 }, inputTokens: 128, outputTokens: 128 },
  { load: { kind: "closed-loop", requestsInFlight: 64 }, inputTokens: 1024, outputTokens: 1024 },
  { load: { kind: "open", requestsPerSecond: 0.25 }, inputTokens: 8000, outputTokens: 500 },
  { load: { kind: "burst" }, inputTokens: 2048, outputTokens: 128 },
];

const HEADER = [
  "model",
  "gpu",
  "engine",
  "weights",
  "kv_cache",
  "parallelism",
  "load",
  "input",
  "output",
  "ttft_ms",
  "tpot_ms",
  "output_tokens_per_s",
  "running",
  "slots",
  "weights_gib",
  "kv_cache_gib",
  "source",
];

const DIGITS = 4;

const figure = (value: number | null): string => (value === null ? "" : String(Number(value.toPrecision(DIGITS))));

/** The table: one row for each deployment and load. */
export const snapshotText = (): string =>
  toCsv(
    HEADER,
    DEPLOYMENTS.flatMap((deployment) => ASKED.map((asked) => snapshotRow(deployment, asked))),
  );

function snapshotRow(deployment: Deployment, asked: Asked): Row {
  const { model, gpu, engine, precision, parallelism, replicas, speculation, prefixCacheHitRate } = deployment;
  const { load, inputTokens, outputTokens } = asked;
  const { tensor = 1, pipeline = 1, expert = 1, data = 1 } = parallelism ?? {};
  const count = loadSize(load);
  const extras = [
    speculation === undefined ? "" : " speculative",
    prefixCacheHitRate === undefined ? "" : ` cached ${prefixCacheHitRate}`,
  ].join("");
  return {
    model: typeof model === "string" ? model : model.id,
    gpu: typeof gpu === "string" ? gpu : gpu.id,
    engine,
    weights: `${precision?.weights ?? "checkpoint"}${precision?.weightOnly === true ? " weight-only" : ""}`,
    kv_cache: precision?.kvCache ?? "16 bit",
    parallelism: `${replicas ?? 1}x tp${tensor} pp${pipeline} ep${expert} dp${data}`,
    load: `${load.kind === "burst" ? "offline" : load.kind} ${count}${extras}`,
    input: JSON.stringify(inputTokens),
    output: JSON.stringify(outputTokens),
    ...predicted({ ...deployment, ...asked }),
  };
}

function predicted(request: ServingRequest): Row {
  try {
    return figuresOf(predictServing(request));
  } catch (error) {
    // That a deployment does not fit is an answer too.
    if (error instanceof InfrascaleError) return { source: error.code };
    throw error;
  }
}

const figuresOf = ({
  ttftSeconds,
  tpotSeconds,
  outputTokensPerSecond,
  running,
  slots,
  memory,
  source,
}: ServingPrediction): Row => ({
  ttft_ms: figure(ttftSeconds === null ? null : millisecondsFromSeconds(ttftSeconds)),
  tpot_ms: figure(millisecondsFromSeconds(tpotSeconds)),
  output_tokens_per_s: figure(outputTokensPerSecond),
  running: figure(running),
  slots: figure(slots),
  weights_gib: figure(gibFromBytes(memory.parts.weights)),
  kv_cache_gib: figure(gibFromBytes(memory.kvCacheBytes)),
  source,
});
