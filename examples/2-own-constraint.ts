// A budget, a rack of eight, and an even number of replicas take part in the search and in the explanation.
import { estimateGpus, type Constraint } from "infrascale";

/** What a GPU costs an hour: `costOf` of `infrascale/decide` knows offers. */
const EUR_PER_GPU_HOUR = 3.2;

const budget: Constraint = {
  name: "budget",
  unit: "EUR/h",
  withMoreReplicas: "harder",
  evaluate: ({ gpusPerReplica, replicas }) => ({ demand: gpusPerReplica * replicas * EUR_PER_GPU_HOUR, limit: 100 }),
};

const wholeRacks: Constraint = {
  name: "whole racks",
  unit: "GPUs left over",
  evaluate: ({ gpusPerReplica, replicas }) => ({ demand: (gpusPerReplica * replicas) % 8, limit: 0 }),
};

const evenReplicas: Constraint = {
  name: "even replicas",
  unit: "replicas left over",
  evaluate: ({ replicas }) => ({ demand: replicas % 2, limit: 0 }),
};

const estimate = estimateGpus(
  {
    model: "llama-3.1-70b",
    gpu: "h100",
    workload: { concurrentUsers: 1000, inputTokens: 1155, outputTokens: 211 },
    targets: { tokensPerSecond: 20 },
  },
  { constraints: [budget, wholeRacks, evenReplicas] },
);

console.log(estimate.summary);
console.log(estimate.search.certified ? "proven minimum" : estimate.search.reason);
