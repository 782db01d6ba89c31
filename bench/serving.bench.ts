import { bench, describe } from "vitest";
import { estimateGpus, gpus, models, predictServing, presetWorkload, type EstimateRequest } from "../src/index.js";

const request = (model: string, gpu: string): EstimateRequest => ({
  model,
  gpu,
  workload: { concurrentUsers: 1000, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 },
  targets: { tokensPerSecond: 10, waitSeconds: 5 },
});

describe("predictServing", () => {
  for (const [model, gpu, tensor] of [
    ["llama-3.1-8b", "l40s", 1],
    ["llama-3.1-70b", "h100", 4],
    ["gpt-oss-120b", "h200", 1],
    ["deepseek-v3", "b200", 8],
  ] as const)
    bench(`${model} on ${tensor} ${gpu}`, () => {
      predictServing({
        model,
        gpu,
        engine: "vllm",
        parallelism: { tensor },
        load: { kind: "closed-loop", requestsInFlight: 32 },
        inputTokens: 1024,
        outputTokens: 1024,
      });
    });
});

describe("estimateGpus by the engine model", () => {
  for (const [model, gpu] of [
    ["llama-3.2-1b", "l4"],
    ["llama-3.1-8b", "l40s"],
    ["llama-3.1-70b", "h100"],
    ["gpt-oss-120b", "h200"],
    ["deepseek-v3", "b200"],
  ] as const)
    bench(`${model} on ${gpu}`, () => {
      estimateGpus(request(model, gpu));
    });
});

describe("estimateGpus by percentiles", () => {
  const targets = { ttft: { p95: 2 }, tpot: { p95: 0.05 } };
  for (const [name, workload] of [
    ["requests in flight", { requestsInFlight: 100 }],
    ["a rate", { requestsPerSecond: 20 }],
    ["users who think", { concurrentUsers: 1000 }],
  ] as const)
    bench(`llama-3.1-70b on h100, chat, ${name}`, () => {
      estimateGpus({ model: "llama-3.1-70b", gpu: "h100", workload: presetWorkload("chat", workload), targets });
    });
});

describe("every GPU x every model by the engine model", () => {
  bench(
    `${gpus.length} x ${models.length}`,
    () => {
      for (const gpu of gpus)
        for (const model of models)
          estimateGpus({
            ...request("", ""),
            gpu,
            model,
            workload: { requestsInFlight: 100, inputTokens: 500, outputTokens: 200 },
          });
    },
    { iterations: 3, warmupIterations: 1 },
  );
});
