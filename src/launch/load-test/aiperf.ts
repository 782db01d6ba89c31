import { isEqual, options, ownTokens, type LoadTestTable } from "./load-test-command.js";
import type { PlannedLoadTest, TestedLengths } from "./planned-load-test.js";

const FOLDER = "aiperf";

/**
 * aiperf. Its lengths are normal.
 *
 * @see ai-dynamo/aiperf@db4f639; https://docs.nvidia.com/aiperf/reference/command-line-options
 */
export const aiperf: LoadTestTable = (test, { url, model }) => ({
  words: [
    "aiperf",
    "profile",
    ...options({
      "--url": url,
      "--endpoint-type": "completions",
      "--streaming": true,
      "--model": model,
      "--tokenizer": model,
      ...spread("--isl", { ...test.input, mean: ownTokens(test) }),
      ...spread("--osl", test.output),
      ...beginnings(test),
      "--extra-inputs": "ignore_eos:true",
      ...sent(test),
      "--request-count": test.requests,
      "--warmup-request-count": test.warmUpRequests,
      "--artifact-dir": FOLDER,
    }),
  ],
  result: `${FOLDER}/profile_export_aiperf.json`,
  lengths: isEqual(test) ? "equal" : "normal",
});

const sent = ({ clients, requestsPerSecond }: PlannedLoadTest): Parameters<typeof options>[0] =>
  clients === null
    ? { "--request-rate": requestsPerSecond, "--request-rate-mode": "poisson" }
    : { "--concurrency": clients };

const spread = (name: string, { mean, cv }: TestedLengths): Parameters<typeof options>[0] => ({
  [name]: mean,
  [`${name}-stddev`]: Math.round(cv * mean),
});

const beginnings = ({ cachedTokens, beginnings: count }: PlannedLoadTest): Parameters<typeof options>[0] =>
  cachedTokens === 0 ? {} : { "--prefix-prompt-length": cachedTokens, "--num-prefix-prompts": count };
