import { isEqual, options, ownTokens, type LoadTestTable } from "./load-test-command.js";
import type { PlannedLoadTest } from "./planned-load-test.js";

const RESULT = "sglang-bench.jsonl";

/**
 * `sglang.bench_serving`. Its lengths are uniform from a share of the longest to the longest; a share of one is one length. Outputs are not cut
 * short unless it is told so.
 *
 * @see sgl-project/sglang docs/developer_guide/bench_serving.md@0229689
 */
export const sglangBench: LoadTestTable = (test, { url, model, benchBackend }) => ({
  words: [
    "python3",
    "-m",
    "sglang.bench_serving",
    ...options({
      "--backend": benchBackend,
      "--base-url": url,
      "--model": model,
      ...prompts(test),
      ...sent(test),
      "--warmup-requests": test.warmUpRequests,
      "--output-file": RESULT,
    }),
  ],
  result: RESULT,
  lengths: isEqual(test) || test.cachedTokens > 0 ? "equal" : "uniform",
});

const sent = ({ clients, requestsPerSecond }: PlannedLoadTest): Parameters<typeof options>[0] =>
  clients === null ? { "--request-rate": requestsPerSecond } : { "--max-concurrency": clients };

function prompts(test: PlannedLoadTest): Parameters<typeof options>[0] {
  const { input, output, cachedTokens, beginnings, requests } = test;
  if (cachedTokens > 0)
    return {
      "--dataset-name": "generated-shared-prefix",
      "--gsp-num-groups": beginnings,
      "--gsp-prompts-per-group": Math.ceil(requests / beginnings),
      "--gsp-system-prompt-len": cachedTokens,
      "--gsp-question-len": ownTokens(test),
      "--gsp-output-len": output.mean,
    };
  const ratio = shortest(Math.max(input.cv, output.cv));
  const longest = (mean: number): number => Math.round((2 * mean) / (1 + ratio));
  return {
    "--dataset-name": "random",
    "--random-input-len": longest(input.mean),
    "--random-output-len": longest(output.mean),
    "--random-range-ratio": ratio,
    "--num-prompts": requests,
  };
}

/** Shortest over longest of a uniform distribution that varies so much, or as much as one can. */
function shortest(cv: number): number {
  const half = Math.min(1, Math.sqrt(3) * cv);
  return Math.round((1000 * (1 - half)) / (1 + half)) / 1000;
}
