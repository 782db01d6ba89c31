import type { EstimateRequest } from "../../src/shipped/estimate-request.js";
import { randomStream } from "../../src/internal/random.js";
import type { Targets } from "../../src/workload/targets.js";
import type { WorkloadLoad } from "../../src/workload/workload.js";

/** Models on GPUs that hold them. */
const SERVED: readonly (readonly [model: string, gpus: readonly string[]])[] = [
  ["llama-3.1-8b", ["h100", "l40s", "a100", "b200"]],
  ["mistral-7b", ["h100", "h200"]],
  ["qwen3-32b", ["h100", "h200", "a100"]],
  ["llama-3.1-70b", ["h100", "h200", "b200", "mi300x"]],
  ["qwen3-30b-a3b", ["h100", "h200"]],
  ["gpt-oss-120b", ["h100", "b200"]],
  ["mixtral-8x7b", ["h100"]],
  ["deepseek-v3", ["h200"]],
];

/**
 * The request of a number: three engines, dense models and mixtures, every kind of load, targets of means and percentiles; many near what a few
 * replicas can do.
 */
export function drawRequest(seed: number): EstimateRequest {
  const uniform = randomStream(seed, 11);
  const log = (low: number, high: number): number => low * (high / low) ** uniform();
  const oneOf = <Value>(values: readonly Value[]): Value => values[Math.floor(uniform() * values.length)] as Value;
  const [model, gpus] = oneOf(SERVED);
  const varied = uniform() < 0.7;
  const lengths = (low: number, high: number): number | { readonly mean: number; readonly cv: number } => {
    const mean = Math.round(log(low, high));
    return varied ? { mean, cv: 1.4 * uniform() } : mean;
  };
  const tokens = { inputTokens: lengths(50, 6000), outputTokens: lengths(10, 1000) };
  const load = oneOf<() => WorkloadLoad>([
    () => ({ requestsInFlight: Math.ceil(log(1, 3000)) }),
    () => ({ requestsPerSecond: log(0.1, 300) }),
    () => ({ concurrentUsers: Math.ceil(log(5, 20_000)), thinkSeconds: log(1, 60) }),
  ])();
  const statistic = oneOf(["mean", "p90", "p95", "p99"] as const);
  const targets = oneOf<() => Targets>([
    () => ({ tokensPerSecond: log(5, 60) }),
    () => ({ ttft: { [statistic]: log(0.1, 10) } }),
    () => ({ tpot: { [statistic]: log(0.01, 0.2) } }),
    () => ({ ttft: { [statistic]: log(0.2, 10) }, tpot: { p95: log(0.015, 0.2) } }),
    () => ({ tokensPerSecond: log(5, 40), ttft: { p95: log(0.3, 10) } }),
  ])();
  return {
    model,
    gpu: oneOf(gpus),
    engine: oneOf(["vllm", "vllm", "sglang", "tensorrt-llm"]),
    workload: { ...tokens, ...load },
    targets,
  };
}
