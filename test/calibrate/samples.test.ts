import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  checkObservations,
  readLoadTest,
  readLoadTests,
  type CalibrationWarning,
  type Observation,
} from "../../src/calibrate/index.js";
import { InfrascaleError } from "../../src/index.js";

const ROOT = "../shared/loadtest-samples";
const isThere = existsSync(ROOT);
if (!isThere) console.warn(`skipped: real results of load-test tools are compared only where ${ROOT} is`);

const read = (name: string): readonly Observation[] =>
  readLoadTest(readFileSync(`${ROOT}/${name}`, "utf8"), { file: name }).observations;
const files = (folder: string): readonly { readonly name: string; readonly text: string }[] =>
  readdirSync(`${ROOT}/${folder}`).map((name) => ({ name, text: readFileSync(`${ROOT}/${folder}/${name}`, "utf8") }));

/** Figures as they stand in the files (milliseconds as seconds), at the index of the observation. */
const STATED: readonly (readonly [file: string, index: number, count: number, Partial<Observation>])[] = [
  [
    "vllm-bench/llama3.2-3b_4xL40S_10qps_30qps.jsonl",
    1,
    2,
    {
      gpu: "NVIDIA_L40S",
      gpus: 4,
      arrivals: "open",
      inputTokens: 899_100 / 900,
      outputTokens: 239_959 / 900,
      ttftSeconds: 0.0732272998477957,
      tpotSeconds: 0.02358626994268731,
      ttftP99Seconds: 0.1693921624202721,
      outputTokensPerSecond: 5914.311656872681,
    },
  ],
  [
    "vllm-bench/lambda_llama3-8b_h100_saved-detailed.trimmed.json",
    0,
    1,
    {
      arrivals: "burst",
      concurrency: 10,
      outputTokens: 186.7,
      requestSeconds: 1.431776522198925,
      tpotSeconds: 0.011105466039313557,
    },
  ],
  [
    "vllm-bench/inferencex_glm5_fp8_vllm_tp8_isl1024_osl128_conc16.json",
    0,
    1,
    {
      arrivals: "sustained",
      concurrency: 16,
      statistic: "median",
      inputTokens: 1024,
      outputTokens: 128,
      ttftSeconds: 0.291399429552257,
      tpotSeconds: 0.033614915054966145,
    },
  ],
  [
    "sglang-bench-serving/llama_3_3_70b_h200_online_output.jsonl",
    4,
    7,
    {
      arrivals: "open",
      statistic: "median",
      ttftSeconds: 0.6142499720444903,
      tpotSeconds: 0.1791211809031665,
      outputTokensPerSecond: 4288.049348197696,
      completed: 3200,
      requestsPerSecond: 3200 / 383.073250005953,
    },
  ],
  [
    "guidellm/guidellm_report_v2_mock_server.json",
    1,
    2,
    {
      model: "e2e-mock-model",
      arrivals: "open",
      ttftSeconds: 0.00978386402130127,
      tpotSeconds: 0.00109044143131801,
      inputTokens: 65.5,
      outputTokens: 8,
      completed: 2,
      failedFraction: 0,
    },
  ],
  [
    "inference-perf/vllm_maxseqs128_stage_0_lifecycle_metrics.json",
    0,
    1,
    {
      arrivals: "open",
      ttftSeconds: 0.03112733216257766,
      requestSeconds: 0.48048226445680486,
      tpotSeconds: (0.48048226445680486 - 0.03112733216257766) / 62.15,
    },
  ],
  [
    "inference-perf/vllm_maxseqs128_stage_6_lifecycle_metrics.json",
    0,
    1,
    { arrivals: "sustained", concurrency: 103.0780152073592 * 4.143004813736435, completed: 11_002 },
  ],
  [
    "aiperf/profile_export_aiperf_concurrency128.trimmed.json",
    0,
    1,
    {
      concurrency: 128,
      arrivals: "sustained",
      inputTokens: null,
      ttftSeconds: 0.09280964871468042,
      tpotSeconds: 0.0258437975710095,
      requestSeconds: 6.964904937085282,
      completed: 5429,
    },
  ],
  [
    "aiperf/profile_export_aiperf_concurrency512.csv",
    0,
    1,
    {
      ttftSeconds: 13.78344,
      ttftP95Seconds: 16.00569,
      tpotSeconds: 0.05334,
      outputTokens: 263.67,
      outputTokensPerSecond: 4590.55,
      completed: 5223,
      durationSeconds: 300,
    },
  ],
  [
    "aiperf/profile_export_aiperf_sweep.selected-columns.csv",
    4,
    11,
    {
      concurrency: 128,
      ttftSeconds: 0.09281,
      tpotSeconds: 0.02584,
      outputTokensPerSecond: 4826.84,
      requestsPerSecond: 18.1,
    },
  ],
  [
    "genai-perf/profile_genai_perf_cloudai-docs.csv",
    0,
    1,
    {
      inputTokens: 3000.05,
      outputTokens: 174.45,
      ttftSeconds: 1.14631,
      tpotSeconds: 0.03035,
      requestSeconds: 6.4062,
      completed: 40,
    },
  ],
  [
    "genai-perf/profile_export_genai_perf_issue-concurrency144.csv",
    0,
    1,
    { ttftSeconds: 32.6884, ttftP95Seconds: 59.0145, ttftP50Seconds: 35.42556, completed: 353 },
  ],
  [
    "llmperf/together_llama2-70b_550_150_summary.json",
    0,
    1,
    {
      concurrency: 5,
      arrivals: "sustained",
      inputTokens: 550,
      ttftSeconds: 0.622329721273333,
      tpotSeconds: (2.4906428459 - 0.622329721273333) / (158.59333333333333 - 1),
      requestsPerSecond: 81.89078137274691 / 60,
    },
  ],
  [
    "infrascale/load_test_meta_H100_2.csv",
    3,
    6,
    {
      gpu: "H100",
      gpus: 1,
      concurrency: 200,
      arrivals: "burst",
      outputTokens: 326.64,
      ttftSeconds: 2.22,
      ttftP95Seconds: 6.3,
      tpotSeconds: (7.35 - 2.22) / 325.64,
      failedFraction: 0.002,
    },
  ],
  [
    "infrascale/load_test_mistral_A100.csv",
    11,
    12,
    {
      gpu: "A100",
      gpus: 1,
      concurrency: 10_000,
      outputTokens: 1644.8 / 4.5,
      ttftSeconds: 285.58,
      failedFraction: 0.6721,
    },
  ],
];

/** Files beside the results, refused by name of what they are. */
const REFUSED: readonly (readonly [file: string, code: string])[] = [
  ["inference-perf/vllm_maxseqs128_summary_lifecycle_metrics.json", "unsupported-format"],
  ["inference-perf/config.yaml", "unrecognised-format"],
  ["llmperf/together_llama2-70b_550_150_individual_responses_first15.json", "unsupported-format"],
  ["vllm-request-log/rtxpro6000_llama-3.1-8b_requests.jsonl", "unsupported-format"],
  ["vllm-request-log/rtxpro6000_llama-3.1-8b_timeseries.csv", "unsupported-format"],
  ["vllm-request-log/rtxpro6000_llama-3.1-8b_meta.json", "unrecognised-format"],
  ["README.md", "unrecognised-format"],
];

describe.skipIf(!isThere)("real results", () => {
  test.each(STATED)("%s holds its own figures", (name, index, count, figures) => {
    const observations = read(name);
    expect(observations).toHaveLength(count);
    for (const [quantity, value] of Object.entries(figures)) {
      const found = observations[index]?.[quantity as keyof Observation];
      if (typeof value === "number") expect((found as number) / value || found).toBeCloseTo(value === 0 ? 0 : 1, 9);
      else expect([quantity, found]).toEqual([quantity, value]);
    }
  });

  test.each(REFUSED)("%s is refused", (name, code) => {
    expect(() => read(name)).toThrow(expect.objectContaining({ code }));
  });

  test("every file is read or refused with a typed error", () => {
    const names = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
    const readable = names.filter((name) => {
      try {
        return read(name).length > 0;
      } catch (error) {
        if (error instanceof InfrascaleError) return false;
        throw error;
      }
    });
    expect(names.filter((name) => !readable.includes(name)).sort()).toEqual(REFUSED.map(([name]) => name).sort());
  });
});

describe.skipIf(!isThere)("checks of real results", () => {
  const warningsOf = (
    folder: string,
  ): { readonly warnings: readonly CalibrationWarning[]; readonly observations: readonly Observation[] } => {
    const { observations } = readLoadTests(files(folder));
    return { observations, warnings: checkObservations(observations) };
  };

  // k = 96-105 by the slope of the waits in the same seven series.
  test("InfraScale's never had more than 100 requests open, and were bursts", () => {
    const { warnings, observations } = warningsOf("infrascale");
    const slots = warnings.filter(({ code }) => code === "slot-limit").map(({ evidence }) => evidence["slots"] ?? 0);
    expect(slots).toHaveLength(7);
    for (const found of slots) expect(Math.abs(found / 100 - 1)).toBeLessThan(0.07);
    expect(warnings.filter(({ code }) => code === "client-cap")).toMatchObject([{ evidence: { sweeps: 7 } }]);
    const waiting = observations.flatMap(({ concurrency, failedFraction = 0 }, index) =>
      concurrency !== null && concurrency >= 200 && failedFraction < 0.01 ? [index] : [],
    );
    const bursts = new Set(warnings.filter(({ code }) => code === "burst").flatMap((warning) => warning.observations));
    expect(waiting.filter((index) => !bursts.has(index))).toEqual([]);
  });

  // The engine was started with max_num_seqs 256; throughput was best at 128.
  test("aiperf's sweep shows the 256 slots of its engine, and no client", () => {
    const observations = read("aiperf/profile_export_aiperf_sweep.selected-columns.csv");
    const warnings = checkObservations(observations);
    expect(warnings.map(({ code }) => code)).toEqual(["slot-limit", "throughput-drop"]);
    expect(Math.abs((warnings[0]?.evidence["slots"] ?? 0) / 256 - 1)).toBeLessThan(0.02);
    expect(warnings[0]?.observations.map((index) => observations[index]?.concurrency)).toEqual([320, 384, 512, 640]);
    expect(warnings[1]?.evidence).toMatchObject({ bestConcurrency: 128, worstConcurrency: 640 });
  });

  test.each([
    ["128", [4, 5, 6]],
    ["192", [4, 5, 6]],
  ])("inference-perf's stages overload a server of %s slots", (slots, stages) => {
    const overloaded = [0, 1, 2, 3, 4, 5, 6].filter((stage) => {
      const name = `inference-perf/vllm_maxseqs${slots}_stage_${stage}_lifecycle_metrics.json`;
      return readLoadTest(readFileSync(`${ROOT}/${name}`, "utf8")).warnings.some(({ code }) => code === "overloaded");
    });
    expect(overloaded).toEqual(stages);
  });

  // 5 requests in flight are stated; 1.365 requests/s of 2.49 s are 3.4.
  test("llmperf's client did not keep up its concurrency", () => {
    expect(checkObservations(read("llmperf/together_llama2-70b_550_150_summary.json"))[0]).toMatchObject({
      code: "littles-law",
      evidence: { statedConcurrency: 5, impliedConcurrency: expect.closeTo(3.4, 2) as number },
    });
  });

  test("no published throughput contradicts itself", () => {
    for (const folder of [
      "vllm-bench",
      "sglang-bench-serving",
      "guidellm",
      "inference-perf",
      "aiperf",
      "genai-perf",
      "llmperf",
    ])
      expect([
        folder,
        warningsOf(folder).warnings.filter(({ code }) => code === "throughput-contradicts-itself"),
      ]).toEqual([folder, []]);
  });
});
