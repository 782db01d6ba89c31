import { estimateGpus, type Constraint, type Estimate, type Gpu } from "infrascale";
import { classicModel, type PerformanceModel } from "infrascale/core";

const performance: PerformanceModel = classicModel({ efficiency: 0.9 });
const budget: Constraint = { name: "budget", unit: "USD/h", evaluate: (decision, { gpu }) => ({ demand: decision.replicas * (gpu.price.onDemandUsdPerHour ?? 0), limit: 10 }) };
const estimate: Estimate = estimateGpus(
  { model: "llama-3.1-8b", gpu: "h100", workload: { concurrentUsers: 10, inputTokens: 10, outputTokens: 10 }, targets: { waitSeconds: 1 } },
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
export type Peak = Gpu["peakFlopsPerSecond"]["bf16"];
