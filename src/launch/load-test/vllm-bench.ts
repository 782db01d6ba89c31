import { isEqual, options, ownTokens, type LoadTestTable } from "./load-test-command.js";
import type { PlannedLoadTest } from "./planned-load-test.js";

const RESULT = "vllm-bench.json";

/** Lengths of half to one and a half of the mean vary by 0.29; the tool takes less than the whole. */
const MOST_RATIO = 0.99;

/** A shape at which arrivals are even. */
const EVEN = 1e6;

/**
 * `vllm bench serve`. Its lengths are uniform within a share of the mean on both sides, of prompts and outputs alike, which has a variation of
 * that share over the root of three; its arrivals are a gamma process whose shape is one over their squared variation.
 *
 * @see vllm-project/vllm vllm/benchmarks/serve.py@009e6d4
 */
export const vllmBench: LoadTestTable = (test, { url, model }) => ({
  words: [
    "vllm",
    "bench",
    "serve",
    ...options({
      "--backend": "openai",
      "--endpoint": "/v1/completions",
      "--base-url": url,
      "--model": model,
      ...prompts(test),
      "--ignore-eos": true,
      ...sent(test),
      "--num-prompts": test.requests,
      "--num-warmups": test.warmUpRequests,
      // Without these it saves only one percentile.
      "--percentile-metrics": "ttft,tpot,itl,e2el",
      "--metric-percentiles": "50,90,95,99",
      "--save-result": true,
      "--result-filename": RESULT,
    }),
  ],
  result: RESULT,
  lengths: isEqual(test) || test.cachedTokens > 0 ? "equal" : "uniform",
});

const sent = ({ clients, requestsPerSecond, arrivalCv }: PlannedLoadTest): Parameters<typeof options>[0] =>
  clients === null
    ? { "--request-rate": requestsPerSecond, "--burstiness": arrivalCv === 0 ? EVEN : 1 / arrivalCv ** 2 }
    : { "--max-concurrency": clients };

function prompts(test: PlannedLoadTest): Parameters<typeof options>[0] {
  const { input, output, cachedTokens, beginnings } = test;
  if (cachedTokens > 0)
    return {
      "--dataset-name": "prefix_repetition",
      "--prefix-repetition-prefix-len": cachedTokens,
      "--prefix-repetition-suffix-len": ownTokens(test),
      "--prefix-repetition-num-prefixes": beginnings,
      "--prefix-repetition-output-len": output.mean,
    };
  return {
    "--dataset-name": "random",
    "--random-input-len": input.mean,
    "--random-output-len": output.mean,
    "--random-range-ratio": isEqual(test)
      ? 0
      : Math.min(MOST_RATIO, round(Math.sqrt(3) * Math.max(input.cv, output.cv))),
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
