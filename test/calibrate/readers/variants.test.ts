import { describe, expect, test } from "vitest";
import { readLoadTest, readLoadTests, type Observation } from "../../../src/calibrate/index.js";
import { refusal } from "../../support/refusal.js";
import { fixtures, inferencePerfStage } from "./fixtures.js";

type Json = Readonly<Record<string, unknown>>;
const first = (text: string): Observation | undefined => readLoadTest(text).observations[0];
const changed = (text: string, changes: Json): string => JSON.stringify({ ...(JSON.parse(text) as Json), ...changes });
const toolOf = (document: unknown): string => {
  try {
    return readLoadTest(JSON.stringify(document)).tool;
  } catch (error) {
    return (error as { readonly code: string }).code;
  }
};
const without = (text: string, ...names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(JSON.parse(text) as Json).filter(([name]) => !names.includes(name)));

describe("vLLM", () => {
  test("is told by its counts and its model or tokenizer", () => {
    for (const name of ["num_prompts", "duration", "completed", "total_output_tokens"])
      expect(toolOf(without(fixtures.vllm, name))).toBe("unrecognised-format");
    expect([
      toolOf(without(fixtures.vllm, "model_id")),
      toolOf(without(fixtures.vllm, "tokenizer_id")),
      toolOf(without(fixtures.vllm, "model_id", "tokenizer_id")),
    ]).toEqual(["vllm-bench", "vllm-bench", "unrecognised-format"]);
  });

  test("names backend, GPUs and split, and times in seconds, too", () => {
    expect(
      first(changed(fixtures.vllm, { backend: "sglang", gpu: "4xL4", tensor_parallel_size: 4, mean_latency: 0.9 })),
    ).toMatchObject({ engine: "sglang", gpu: "L4", gpus: 4, tensor: 4, requestSeconds: 0.9 });
  });

  test("without a limit sends all at once", () => {
    expect(first(changed(fixtures.vllm, { max_concurrency: null, mean_ttft_ms: 25_000 }))).toMatchObject({
      concurrency: 400,
      arrivals: "burst",
    });
    expect(first(changed(fixtures.vllm, { max_concurrency: 1000 }))).toMatchObject({
      concurrency: 400,
      arrivals: "burst",
    });
    expect(first(changed(fixtures.vllm, { num_prompts: null }))).toMatchObject({
      concurrency: 8,
      arrivals: "sustained",
    });
  });
});

describe("SGLang", () => {
  test("is told by its counts and by a figure of its own", () => {
    for (const name of ["duration", "completed", "total_output_tokens"])
      expect(toolOf(without(fixtures.sglang, name))).toBe("unrecognised-format");
    const own = ["total_output_tokens_retokenized", "mean_e2e_latency_ms", "median_e2e_latency_ms"];
    for (const name of own)
      expect(toolOf(without(fixtures.sglang, ...own.filter((other) => other !== name)))).toBe("sglang-bench");
    expect(toolOf(without(fixtures.sglang, ...own))).toBe("unrecognised-format");
  });

  test("states models, percentiles, rates and what was in flight", () => {
    const all = {
      model: "acme/tiny-1b",
      concurrency: 9.5,
      p95_ttft_ms: 150,
      p99_ttft_ms: 190,
      request_throughput: 4.5,
    };
    expect(first(changed(fixtures.sglang, all))).toMatchObject({
      model: "acme/tiny-1b",
      concurrency: 9.5,
      ttftP95Seconds: 0.15,
      ttftP99Seconds: 0.19,
      requestsPerSecond: 4.5,
      derived: [],
    });
    expect(first(changed(fixtures.sglang, { ...all, model_id: "acme/other" }))?.model).toBe("acme/other");
  });
});

describe("GuideLLM", () => {
  type Report = { readonly benchmarks: readonly Json[]; readonly config: unknown };
  const report = JSON.parse(fixtures.guidellmV2) as Report;
  const [benchmark] = report.benchmarks as readonly [Json & { readonly metrics: Json }];
  const read = (changes: Json, rest: Json = {}): Observation | undefined =>
    first(JSON.stringify({ ...report, ...rest, benchmarks: [{ ...benchmark, ...changes }] }));
  const none = { metrics: { ...benchmark.metrics, request_concurrency: undefined } };

  test("is told by the lengths of outputs", () => {
    expect(toolOf({ benchmarks: [{ metrics: {} }] })).toBe("unrecognised-format");
    expect(toolOf({ benchmarks: [{ output_token_count: 3 }] })).toBe("unrecognised-format");
  });

  test("keeps its strategy, its counts and its model in several places", () => {
    expect(read({ config: {}, args: { strategy: { type_: "constant" } } })?.arrivals).toBe("open");
    expect(read({ config: {}, args: {}, scheduler: { strategy: { type_: "concurrent" } } })?.arrivals).toBe(
      "sustained",
    );
    expect(read({ config: {} })?.arrivals).toBe("open");
    expect(
      read({
        scheduler_metrics: {},
        metrics: { ...benchmark.metrics, request_totals: { successful: 30, errored: 10, total: 40 } },
      }),
    ).toMatchObject({ completed: 30, failedFraction: 0.25 });
    expect(read({ config: { strategy: {}, backend: { model: "acme/inner" } } }, { config: {} })?.model).toBe(
      "acme/inner",
    );
  });

  test("has as many in flight as its streams or its limit where none was measured", () => {
    expect(
      read({ ...none, config: { strategy: { type_: "concurrent", streams: 6, max_concurrency: 7 } } })?.concurrency,
    ).toBe(6);
    expect(read({ ...none, config: { strategy: { type_: "concurrent", max_concurrency: 7 } } })?.concurrency).toBe(7);
  });

  test("sends all at once as far as its limit lets it", () => {
    const strategy = (max_concurrency?: number): Json => ({
      config: { strategy: { type_: "throughput", max_concurrency } },
    });
    expect([strategy(), strategy(112), strategy(111)].map((changes) => read(changes)?.arrivals)).toEqual([
      "burst",
      "burst",
      "sustained",
    ]);
    expect(read({ ...strategy(112), scheduler_metrics: {} })?.arrivals).toBe("sustained");
  });

  test("counts tokens of all requests before those of the successful", () => {
    const rate = (of: Json): number | undefined =>
      read({ metrics: { ...benchmark.metrics, output_tokens_per_second: of } })?.outputTokensPerSecond;
    expect(rate({ total: { mean: 350 }, successful: { mean: 340 } })).toBe(350);
    expect(rate({ successful: { mean: 340 } })).toBe(340);
  });
});

describe("inference-perf", () => {
  const load = (requested_rate: number, achieved_rate: unknown, delay: number): Observation | undefined =>
    first(
      JSON.stringify({
        ...inferencePerfStage,
        load_summary: { requested_rate, achieved_rate, schedule_delay: { mean: delay } },
      }),
    );

  test("is told by its load and its successes", () => {
    expect(toolOf({ load_summary: { requested_rate: 3 } })).toBe("unrecognised-format");
    expect(toolOf({ successes: {} })).toBe("unrecognised-format");
  });

  test("is overloaded where requests are fewer than 97 in 100, or later than a tenth of a second", () => {
    expect(
      [
        load(10, 9.7, 0.1),
        load(10, 9.6, 0.01),
        load(10, 10, 0.11),
        load(10, undefined, 0.01),
        load(10, "NaN", 0.01),
      ].map((stage) => stage?.arrivals),
    ).toEqual(["open", "sustained", "sustained", "open", "open"]);
    const [warning] = readLoadTest(
      JSON.stringify({
        ...inferencePerfStage,
        load_summary: { requested_rate: 20, achieved_rate: 10, schedule_delay: { mean: 5 } },
      }),
    ).warnings;
    expect(warning?.message).toBe(
      "the clients sent 10.0 of 20.0 requests/s, 5.00 s late on average: all of them were busy, which makes the stage a closed loop",
    );
    expect(readLoadTest(fixtures.inferencePerf).warnings).toEqual([]);
  });
});

describe("llmperf", () => {
  test("is told by its load and one of its times", () => {
    expect(toolOf({ num_concurrent_requests: 5, results_other: 1 })).toBe("unrecognised-format");
    const both = without(
      fixtures.llmperf,
      "results_ttft_s_mean",
      "results_ttft_s_quantiles_p50",
      "results_ttft_s_quantiles_p95",
      "results_ttft_s_quantiles_p99",
    );
    expect(toolOf(both)).toBe("llmperf");
    expect(
      toolOf(
        without(fixtures.llmperf, "results_end_to_end_latency_s_mean", "results_end_to_end_latency_s_quantiles_p50"),
      ),
    ).toBe("llmperf");
    expect(toolOf(without(fixtures.llmperf, "num_concurrent_requests"))).toBe("unrecognised-format");
  });

  test("of no more requests than are in flight is a burst; lengths may be those that were asked for", () => {
    expect(first(changed(fixtures.llmperf, { results_num_requests_started: 5 }))?.arrivals).toBe("burst");
    expect(
      first(changed(fixtures.llmperf, { results_number_input_tokens_mean: null, mean_input_tokens: 600 }))?.inputTokens,
    ).toBe(600);
  });
});

describe("aiperf", () => {
  test("keeps its load in several places", () => {
    const load = (changes: Json): unknown => {
      const { concurrency, arrivals } = first(changed(fixtures.aiperf, changes)) ?? {};
      return [concurrency, arrivals];
    };
    expect(load({ input_config: { phases: [{ rate: 5 }] } })).toEqual([16, "open"]);
    expect(load({ input_config: { phases: [{ rate: 5, concurrency: 3 }] } })).toEqual([3, "sustained"]);
    expect(load({ input_config: {}, run_info: { variation_values: { concurrency: 7 } } })).toEqual([7, "sustained"]);
    expect(load({ input_config: { loadgen: { concurrency: 300 } } })).toEqual([300, "burst"]);
    expect(readLoadTest(fixtures.aiperf).warnings).toEqual([]);
    expect(readLoadTest(fixtures.aiperfRate).warnings).toEqual([]);
    expect(readLoadTest(changed(fixtures.aiperf, { input_config: {} })).warnings).toMatchObject([
      { code: "assumed-arrivals" },
    ]);
  });

  test("is told by a metric with a unit and an average", () => {
    const metric = { unit: "ms", avg: 3 };
    for (const tag of ["request_latency", "time_to_first_token", "inter_token_latency", "request_throughput"])
      expect([toolOf({ [tag]: metric }), toolOf({ aiperf_version: "1", [tag]: metric })]).toEqual([
        "genai-perf",
        "aiperf",
      ]);
    expect([
      toolOf({ other: metric }),
      toolOf({ request_latency: { unit: "ms" } }),
      toolOf({ request_latency: { avg: 3 } }),
      toolOf({ request_latency: 3 }),
    ]).toEqual(["unrecognised-format", "unrecognised-format", "unrecognised-format", "unrecognised-format"]);
  });

  test("names the model where it names any", () => {
    expect(first(changed(fixtures.aiperf, { input_config: { endpoint: { model_names: [3, "tiny-2"] } } }))?.model).toBe(
      "tiny-2",
    );
  });

  test("times in any unit, but not without one", () => {
    const ttft = (unit?: string): number | undefined =>
      first(changed(fixtures.aiperf, { time_to_first_token: { unit, avg: 6 } }))?.ttftSeconds;
    expect(["s", "sec", "seconds", "ms", "milliseconds", "us", "microseconds", "ns", "nanoseconds"].map(ttft)).toEqual(
      [6, 6, 6, 0.006, 0.006, 6e-6, 6e-6, 6e-9, 6e-9].map((seconds) => expect.closeTo(seconds, 15) as number),
    );
    expect(ttft(undefined)).toBeUndefined();
  });

  test("as a table that is cut off loses the row, and says so", () => {
    const { observations, warnings } = readLoadTest(
      fixtures.aiperfCsv.replace(
        "Time to First Token (ms),200.00,1.00,999.00,60000.00,1.00,180.00,300.00,350.00,9.00",
        "Time to First Token (ms),200.00,1.00",
      ),
    );
    expect(observations[0]).not.toHaveProperty("ttftSeconds");
    expect(warnings.map(({ code, message }) => [code, message])).toContainEqual([
      "invalid-row",
      "line 5 has 3 cells, its header 10",
    ]);
  });

  test("as a table is told by its first column and its averages, genai-perf's by units or names", () => {
    expect(readLoadTest(fixtures.genaiPerfCsv.replaceAll("(per sec)", "").replaceAll("(count)", "")).tool).toBe(
      "genai-perf",
    );
    expect(readLoadTest(fixtures.genaiPerfCsv.replace("Time To First Token", "Time to First Token")).tool).toBe(
      "genai-perf",
    );
    expect(
      [
        fixtures.aiperfCsv.replace("Metric,avg", "Name,avg"),
        fixtures.aiperfCsv.replace("Metric,avg", "Metric,mean"),
      ].map((text) => refusal(() => readLoadTest(text))),
    ).toEqual(["unrecognised-format file", "unrecognised-format file"]);
  });

  test("of a sweep states its version and rates", () => {
    const sweep = JSON.parse(fixtures.aiperfSweepJson) as { readonly per_combination_metrics: readonly Json[] };
    const rated = {
      ...sweep,
      aiperf_version: "0.12",
      per_combination_metrics: [{ ...sweep.per_combination_metrics[0], parameters: { request_rate: 4 } }],
    };
    expect(readLoadTest(JSON.stringify(rated))).toMatchObject({
      version: "0.12",
      observations: [{ arrivals: "open" }],
    });
  });
});

describe("one's own rows", () => {
  const row = { concurrency: 16, outputTokens: 101, ttftSeconds: 0.2 };
  test("are told by a load and two figures", () => {
    expect([toolOf([row]), toolOf([{ requestsPerSecond: 3, outputTokens: 101, ttftSeconds: 0.2 }])]).toEqual([
      "plain",
      "plain",
    ]);
    expect([
      toolOf([{ concurrency: 16, outputTokens: 101 }]),
      toolOf([{ concurrency: 16, a: 1, b: 2 }]),
      toolOf([{ inputTokens: 5, outputTokens: 101, ttftSeconds: 0.2 }]),
    ]).toEqual(["unrecognised-format", "unrecognised-format", "unrecognised-format"]);
  });

  test("state words that are known, and others are named", () => {
    const read = (changes: Json) => readLoadTest(JSON.stringify([{ ...row, ...changes }]));
    expect(read({ arrivals: "burst", staticBatch: true }).observations[0]).toMatchObject({
      arrivals: "burst",
      staticBatch: true,
    });
    expect(read({ staticBatch: "true" }).observations[0]).toMatchObject({ staticBatch: true });
    expect(read({ statistic: "median", ttftSeconds: 0.3, ttftP50Seconds: 0.2 }).observations[0]).toMatchObject({
      statistic: "median",
      ttftSeconds: 0.3,
    });
    expect(read({ arrivals: "burst" }).warnings).toEqual([]);
    expect(read({ arrivals: "storm" }).warnings).toMatchObject([
      { code: "invalid-value", message: "arrivals is storm, not one of sustained, burst, open, and was left out" },
    ]);
    expect(read({ x: 1, y: 2 }).warnings[0]?.message).toMatch(/^not read: x, y; known columns are \w+, \w+/);
  });
});

describe("a file", () => {
  test("of lines is read behind blank ones and with others between", () => {
    const { observations } = readLoadTest(`\n  ${fixtures.vllm}  \n\n${fixtures.vllm}`);
    expect(observations.map(({ source }) => source.line)).toEqual([2, 4]);
  });

  test("that is refused says why", () => {
    expect(() => readLoadTest("a,b\n1,2\n")).toThrow(
      "file must hold results of a known load-test tool, or rows with columns such as concurrency, outputTokens, ttftSeconds, tpotSeconds",
    );
    expect(() => readLoadTest("concurrency,outputTokens,ttftSeconds\n", { file: "a.csv" })).toThrow(
      "a.csv must hold rows below its header",
    );
    expect(() => readLoadTest('{"a": 1')).toThrow(/^file must hold complete JSON \(.+\)/);
    expect(() => readLoadTest('[{"ttft_s": 1, "end_to_end_latency_s": 2}]')).toThrow(
      "file holds single requests of llmperf; give its _summary.json",
    );
    expect(refusal(() => readLoadTest("Request Count,Failure Count\n1,2\n"))).toBe("unsupported-format file");
    expect(refusal(() => readLoadTest("a", null as never))).toBe("invalid-type options");
    expect(refusal(() => readLoadTest("a", { name: "b" } as never))).toBe("out-of-range options.name");
    expect(refusal(() => readLoadTest("a", { file: 3 } as never))).toBe("invalid-type options.file");
  });

  test("of several tools says so, and of other values what they are", () => {
    const { warnings } = readLoadTest(
      `${fixtures.vllm}\n${fixtures.sglang}\n{"x": 1}\n{"ttft_s": 1, "end_to_end_latency_s": 2}\n`,
    );
    expect(warnings.map(({ message }) => message)).toEqual([
      "line 3: a value is no result of a load-test tool that is known",
      "line 4: a value holds single requests of llmperf; give its _summary.json",
      "results of several tools stand in one file: vllm-bench, sglang-bench; each row was read as its own tool's",
    ]);
  });

  test("of several has a name and a text", () => {
    expect(refusal(() => readLoadTests(3 as never))).toBe("invalid-type files");
    expect(refusal(() => readLoadTests([{ text: fixtures.vllm }] as never))).toBe("invalid-type files[0].name");
    expect(() => readLoadTests([])).toThrow("files must hold at least one row that can be used");
  });
});
