import { estimateGpus, type Constraint, type Estimate, type Gpu } from "infrascale";
import { calibrate, readLoadTests, type EngineProfile } from "infrascale/calibrate";
import { modelFromHuggingFace, type HuggingFaceOptions, type Model } from "infrascale/import";
import { simulate, type NamedSimulation } from "infrascale/simulate";
import { classicModel, type PerformanceModel } from "infrascale/core";

const performance: PerformanceModel = classicModel({ efficiency: 0.9 });
const budget: Constraint = {
  name: "budget",
  unit: "W",
  evaluate: (decision, { gpu }) => ({ demand: decision.replicas * (gpu.powerWatts ?? 0), limit: 1e4 }),
};
const estimate: Estimate = estimateGpus(
  {
    model: "llama-3.1-8b",
    gpu: "h100",
    workload: { concurrentUsers: 10, inputTokens: 10, outputTokens: 10 },
    targets: { waitSeconds: 1 },
  },
  { performance, constraints: [budget] },
);
if (estimate.status === "feasible") {
  const gpus: number = estimate.gpus;
  void gpus;
} else {
  const reason: string = estimate.reason;
  void reason;
  // @ts-expect-error an infeasible estimate has no number of GPUs
  void estimate.gpus;
}
const simulation: NamedSimulation = simulate({
  model: "llama-3.1-8b",
  gpu: "h100",
  workload: { requestsInFlight: 4, inputTokens: 10, outputTokens: 10 },
  requests: 10,
});
const met: boolean | null = simulation.met;
void met;
const profile: EngineProfile = calibrate(readLoadTests([{ name: "sweep.csv", text: "" }]).observations, {
  created: "2026-11-23",
}).profile;
void profile;
const options: HuggingFaceOptions = { id: "my-org/my-model" };
const model: Model = modelFromHuggingFace({}, options);
void estimateGpus({
  model,
  gpu: "h100",
  workload: { requestsInFlight: 1, inputTokens: 1, outputTokens: 1 },
  targets: { waitSeconds: 1 },
});
export type Peak = Gpu["peakFlopsPerSecond"]["bf16"];
