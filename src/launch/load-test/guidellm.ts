import { isEqual, options, ownTokens, type LoadTestTable } from "./load-test-command.js";
import type { PlannedLoadTest, TestedLengths } from "./planned-load-test.js";

const RESULT = "guidellm.json";
/** Share of a closed loop that does not count, at both ends. */
const ENDS = 0.1;
const MOST_DEVIATIONS = 5;

/**
 * GuideLLM, 0.7 on. Its lengths are normal, cut; that prompts do not repeat takes as many samples as requests.
 *
 * @see vllm-project/guidellm docs/guides/datasets.md@0326efd, docs/guides/v0.7.0_migration_guide.md
 */
export const guidellm: LoadTestTable = (test, { url, model }) => ({
  words: [
    "guidellm",
    "run",
    ...options({
      "--backend": settings({ kind: "openai_http", target: url, model, request_format: "/v1/completions" }),
      "--profile":
        test.clients === null
          ? settings({ kind: "poisson", rate: test.requestsPerSecond, warmup: ENDS, cooldown: ENDS })
          : settings({ kind: "concurrent", streams: test.clients, warmup: ENDS, cooldown: ENDS }),
      "--constraint": settings({ kind: "max_requests", count: test.requests + test.warmUpRequests }),
      "--data": settings({ kind: "synthetic_text", ...lengthsOf(test) }),
      "--output": settings({ kind: "json", path: RESULT }),
    }),
  ],
  result: RESULT,
  lengths: isEqual(test) ? "equal" : "normal",
});

const lengthsOf = (test: PlannedLoadTest): Readonly<Record<string, number>> => ({
  ...spread("prompt_tokens", { ...test.input, mean: ownTokens(test) }),
  ...spread("output_tokens", test.output),
  ...(test.cachedTokens > 0 ? { prefix_tokens: test.cachedTokens, prefix_count: test.beginnings } : {}),
  samples: test.requests + test.warmUpRequests,
});

/** Without a longest of its own it cuts at five deviations from zero, not from the mean. */
function spread(name: string, { mean, cv }: TestedLengths): Readonly<Record<string, number>> {
  const deviation = Math.round(cv * mean);
  if (deviation === 0) return { [name]: mean };
  return {
    [name]: mean,
    [`${name}_stdev`]: deviation,
    [`${name}_min`]: 1,
    [`${name}_max`]: mean + MOST_DEVIATIONS * deviation,
  };
}

const settings = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
