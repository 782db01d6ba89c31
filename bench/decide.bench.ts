import { bench, describe } from "vitest";
import { dayCurve, dayPlan, explain, maxUsers, whatIf } from "../src/decide/index.js";
import { estimateGpus, presetTargets, presetWorkload, type EstimateRequest } from "../src/index.js";

const served = { model: "llama-3.1-70b", gpu: "h100" } as const;
const means = (concurrentUsers: number): EstimateRequest => ({
  ...served,
  workload: { concurrentUsers, inputTokens: 1155, outputTokens: 211 },
  targets: { tokensPerSecond: 20 },
});
const percentiles = (concurrentUsers: number): EstimateRequest => ({
  ...served,
  workload: presetWorkload("chat", { concurrentUsers }),
  targets: presetTargets("chat"),
});
const curve = dayCurve("university-assistant");

describe.each([
  ["means", means],
  ["percentiles of users", percentiles],
] as const)("%s", (_, request) => {
  // Another question each time: nothing is remembered from the last one.
  let users = 1000;
  bench("maxUsers", () => {
    maxUsers({ ...request(1), gpus: 16 + (users++ % 64) });
  });
  bench("dayPlan, 24 hours", () => {
    dayPlan(request(users++), { curve });
  });
  bench("whatIf", () => {
    whatIf(request(users++));
  });
  const estimate = estimateGpus(request(1000));
  bench("explain", () => {
    explain(estimate);
  });
});
