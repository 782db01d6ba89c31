import { bench, describe } from "vitest";
import {
  capacityConstraint,
  classicModel,
  estimateGpus,
  findGpu,
  findModel,
  gpus,
  memoryConstraint,
  models,
  resolveWorkload,
  throughputConstraint,
  waitConstraint,
  type EstimateRequest,
  type Scenario,
} from "../src/index.js";

const performance = classicModel();

const request = (model: string, gpu: string, concurrentUsers: number): EstimateRequest => ({
  model,
  gpu,
  workload: { concurrentUsers, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 },
  targets: { tokensPerSecond: 10, waitSeconds: 5 },
});

describe("estimateGpus", () => {
  for (const [model, gpu] of [
    ["llama-3.2-1b", "l4"],
    ["llama-3.1-8b", "l40s"],
    ["llama-3.1-70b", "h100"],
    ["deepseek-v3", "b200"],
  ] as const)
    for (const users of [10, 10_000_000])
      bench(`${model} on ${gpu}, ${users} users`, () => {
        estimateGpus(request(model, gpu, users), { performance });
      });
});

describe("one constraint", () => {
  const scenario: Scenario = {
    model: findModel("llama-3.1-70b", models),
    gpu: findGpu("h100", gpus),
    precision: { weights: "bf16", kvCache: "bf16" },
    workload: resolveWorkload({ requestsInFlight: 100, inputTokens: 1155, outputTokens: 211 }),
    targets: {},
    routing: "round-robin",
    settings: {},
    speculation: null,
  };
  const decision = { gpusPerReplica: 4, replicas: 5, batchExponent: 4, queueRatio: 1.25 };
  for (const constraint of [
    memoryConstraint(performance),
    throughputConstraint(performance, 20),
    capacityConstraint(performance),
    waitConstraint(performance, 2),
  ])
    bench(constraint.name, () => {
      constraint.evaluate(decision, scenario);
    });
});

describe("every GPU x every model", () => {
  bench(
    `${gpus.length} x ${models.length}`,
    () => {
      for (const gpu of gpus)
        for (const model of models)
          estimateGpus(
            {
              ...request("", "", 1000),
              gpu,
              model,
              workload: { requestsInFlight: 100, inputTokens: 500, outputTokens: 200 },
            },
            { performance },
          );
    },
    { iterations: 3, warmupIterations: 1 },
  );
});
