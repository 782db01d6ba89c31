import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of the results of load tests, and of what is fitted to them. */
export const LOAD_TEST_RULES = {
  "file-text": () => "must be the text of a file",
  "own-encoding": () => "must be read in its own encoding (it looks like UTF-16 read as UTF-8: save it as UTF-8)",
  "not-empty": () => "must hold the results of a load test; it is empty",
  "rows-at-most": ({ most }: { most: number }) =>
    `must have at most ${most} rows; give the summary of the load test, not its log`,
  "characters-at-most": ({ most }: { most: number }) =>
    `must have at most ${most} characters; give the summary of the load test, not its log`,
  "table-characters-at-most": ({ most }: { most: number }) =>
    `must have at most ${most} characters where it is a table`,
  "yaml-characters-at-most": ({ most }: { most: number }) => `must have at most ${most} characters where it is YAML`,
  "complete-json": ({ said }: { said: string }) => `must hold complete JSON (${said})`,
  "complete-yaml": ({ said }: { said: string }) => `must hold complete YAML (${said})`,
  "rows-below-header": () => "must hold rows below its header",
  "known-tool": () =>
    "must hold results of a known load-test tool, or rows with columns such as concurrency, outputTokens, ttftSeconds, tpotSeconds",
  "usable-row": ({ tools }: { tools: readonly string[] }) =>
    `must hold at least one row that can be used${tools.length === 0 ? "" : `; in what was read as results of ${listed(tools)} there is none`}`,
  "llama-bench": () =>
    "is of llama-bench (llama.cpp), which measures prompts and generation apart and without a server; give results of llama-benchy or vllm bench serve against its server",
  "inference-perf-summary": () =>
    "is a summary of inference-perf, which mixes all rates; give its stage_N_lifecycle_metrics.json files",
  "llmperf-requests": () => "holds single requests of llmperf; give its _summary.json",
  "aiperf-requests": () => "holds single requests of aiperf; give its profile_export_aiperf.json",
  "vllm-request-log": () =>
    "is a request log of vLLM, not a summary of a load test; its requests can be simulated as a trace (t_s, input_tokens, output_tokens)",
  locust: () =>
    "is a table of Locust, which knows neither the first token nor lengths; give the results of a tool that reads tokens, or rows of your own",
  k6: () =>
    "is a table of k6, which knows neither the first token nor lengths; give the results of a tool that reads tokens, or rows of your own",
  "perf-analyzer": () =>
    "is a table of perf_analyzer (Triton), which knows neither tokens nor the first of them; give the results of genai-perf or aiperf",
  "engine-series": () => "is a time series of an engine, not a summary of a load test",
  "few-failures": ({ most }: { most: number }) =>
    `must be at most ${most}: requests that ended beside failing ones are not a fair sample`,
  "something-measured": () => "or another time or rate must have been measured",
  "something-predicted": () => "must hold a time or a rate that the model predicts",
  "fitted-numbers": ({ count }: { count: number }) => `must be ${count} finite numbers`,
  "row-to-fit": ({ said }: { said: string }) => `must hold a row that can be used${said === "" ? "" : `; ${said}`}`,
  "weight-for-each-row": ({ rows }: { rows: number }) => `must have ${rows} entries, one for each row`,
  "possible-figure": () => "must be a figure that it can be, or absent",
};

export const loadTestRule: Breaks<typeof LOAD_TEST_RULES> = rulesOf(LOAD_TEST_RULES);
