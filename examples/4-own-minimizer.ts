// Any function of the type Minimizer can look for the relaxed optimum. It changes the work, never the answer.
import { estimateGpus, exhaustive, type EstimateRequest, type Minimizer } from "infrascale";

const request: EstimateRequest = {
  model: "qwen3-32b",
  gpu: "l40s",
  precision: { weights: "fp8" },
  workload: { requestsInFlight: 60, inputTokens: 1000, outputTokens: 300 },
  targets: { tokensPerSecond: 10 },
};

/** Steps each coordinate up and down, halving the step when nothing improves. */
const coordinateDescent: Minimizer = ({ objective, start, bounds }) => {
  let x = [...start];
  let value = objective(x);
  let evaluations = 1;
  for (let step = 1; step > 1e-3; step /= 2)
    for (const index of x.keys())
      for (const direction of [-step, step]) {
        const [low, high] = bounds?.[index] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        const candidate = x.with(index, Math.min(high, Math.max(low, (x[index] ?? 0) + direction)));
        const candidateValue = objective(candidate);
        evaluations += 1;
        if (candidateValue < value) [x, value] = [candidate, candidateValue];
      }
  return { x, value, status: "converged", evaluations, iterations: evaluations };
};

for (const minimizer of [undefined, coordinateDescent, exhaustive({ pointsPerAxis: 6 })]) {
  const { summary, search } = estimateGpus(request, minimizer ? { minimizer } : {});
  console.log(`${search.minimizer}: ${summary}, relaxed optimum ${search.relaxed?.value.toFixed(1) ?? "none"}`);
}
