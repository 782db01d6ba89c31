// How many H100s serve 1,000 users of a 70B model?
import { estimateGpus } from "infrascale";

const estimate = estimateGpus({
  model: "meta-llama/Llama-3.1-70B-Instruct",
  gpu: "h100-sxm5-80gb",
  workload: { concurrentUsers: 1000, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 },
  targets: { tokensPerSecond: 20, waitSeconds: 2 },
});

console.log(estimate.summary);
for (const { name, demand, limit, unit, margin } of estimate.constraints)
  console.log(
    `${name}: ${demand.toPrecision(4)} of ${limit.toPrecision(4)} ${unit}, ${(100 * margin).toFixed(0)} % to spare`,
  );
