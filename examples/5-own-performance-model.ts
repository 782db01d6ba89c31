// A performance model of your own, with its own f(S) and g(B,Q): here a table of measured tokens per second.
import { classicModel, estimateGpus, maxBatchSize, type PerformanceModel } from "infrascale";

/** Tokens per second of one request alone on one GPU, as measured. */
const ALONE = 95;

const classic = classicModel();

const measured: PerformanceModel = {
  ...classic, // memory and the search space stay the classic model's
  name: "measured",
  gpuScaling: (gpusPerReplica) => gpusPerReplica ** 0.8,
  // Here g divides the speed by the share that a request loses to the others in the batch.
  batchScaling: (batchExponent, queueRatio) => 1 / (1 + 0.01 * Math.min(queueRatio, 1) * 2 ** batchExponent),
  secondsPerOutputToken: (decision, scenario) =>
    1 /
    (ALONE *
      measured.gpuScaling(decision.gpusPerReplica, scenario) *
      measured.batchScaling(decision.batchExponent, decision.queueRatio, scenario, decision.gpusPerReplica)),
  secondsToFirstToken: (decision) => 0.05 + 0.002 * maxBatchSize(decision),
  secondsPerBatch: (decision, scenario) =>
    measured.secondsToFirstToken(decision, scenario) +
    scenario.workload.outputTokens * measured.secondsPerOutputToken(decision, scenario),
  requestTokensPerSecond: (decision, scenario) =>
    scenario.workload.outputTokens / (Math.max(decision.queueRatio, 1) * measured.secondsPerBatch(decision, scenario)),
};

const estimate = estimateGpus(
  {
    model: "llama-3.1-8b",
    gpu: "h100",
    workload: { requestsInFlight: 400, inputTokens: 500, outputTokens: 300 },
    targets: { tokensPerSecond: 40, waitSeconds: 1 },
  },
  { performance: measured },
);

console.log(estimate.summary);
