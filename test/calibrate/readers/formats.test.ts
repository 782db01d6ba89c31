import { describe, expect, test } from "vitest";
import { readLoadTest, type LoadTestTool, type Observation } from "../../../src/calibrate/index.js";
import { fixtures, type FixtureName } from "./fixtures.js";

/** Figures worked out by hand from the fixtures; every number is compared to 12 digits, for roundings differ. */
interface Expected extends Partial<Omit<Observation, "source">> {
  readonly tool: LoadTestTool;
}

const expected: Readonly<Record<FixtureName, readonly Expected[]>> = {
  vllm: [
    {
      tool: "vllm-bench",
      model: "acme/tiny-1b",
      engine: "vllm",
      concurrency: 8,
      arrivals: "sustained",
      inputTokens: 100,
      outputTokens: 200,
      statistic: "mean",
      ttftSeconds: 0.04,
      ttftP50Seconds: 0.038,
      ttftP95Seconds: 0.055,
      ttftP99Seconds: 0.06,
      tpotSeconds: 0.0045,
      outputTokensPerSecond: 1584,
      requestsPerSecond: 7.92,
      completed: 396,
      failedFraction: 0.01,
      durationSeconds: 50,
      derived: [],
    },
  ],
  vllmLines: [
    { tool: "vllm-bench", concurrency: 8, arrivals: "sustained" },
    // Little: 7.92 x (0.04 + 199 x 0.0045)
    { tool: "vllm-bench", concurrency: 7.40916, arrivals: "open", derived: ["concurrency"] },
    { tool: "vllm-bench", concurrency: 396, arrivals: "burst", failedFraction: 0 },
  ],
  inferencex: [
    {
      tool: "vllm-bench",
      concurrency: 16,
      arrivals: "sustained",
      statistic: "median",
      ttftSeconds: 0.25,
      ttftP99Seconds: 0.5,
      tpotSeconds: 0.03,
      requestSeconds: 3.22,
      requestsPerSecond: 3.2,
      derived: ["requestsPerSecond"],
    },
  ],
  // Medians throughout; the mean of 2.5 s serves Little's law alone: 4 x 2.5.
  sglang: [
    {
      tool: "sglang-bench",
      engine: "sglang",
      concurrency: 10,
      arrivals: "open",
      inputTokens: 200,
      outputTokens: 100,
      statistic: "median",
      ttftSeconds: 0.09,
      tpotSeconds: 0.024,
      requestSeconds: 2.4,
      requestsPerSecond: 4,
      derived: ["concurrency", "requestsPerSecond"],
    },
  ],
  sglangInfinity: [
    {
      tool: "sglang-bench",
      concurrency: 16,
      arrivals: "sustained",
      statistic: "mean",
      ttftSeconds: 0.1,
      tpotSeconds: 0.024,
      requestSeconds: 2.5,
    },
  ],
  guidellmV2: [
    // Not 23.7 ms, which includes the first token.
    {
      tool: "guidellm",
      model: "acme/tiny-1b",
      concurrency: 8,
      arrivals: "sustained",
      inputTokens: 256,
      outputTokens: 101,
      ttftSeconds: 0.4,
      ttftP50Seconds: 0.38,
      ttftP95Seconds: 0.7,
      tpotSeconds: 0.02,
      requestSeconds: 2.4,
      failedFraction: 0.01,
      completed: 99,
      durationSeconds: 30,
    },
    { tool: "guidellm", concurrency: 8, arrivals: "open" },
    { tool: "guidellm", concurrency: 112, arrivals: "burst" },
  ],
  guidellmV1: [{ tool: "guidellm", model: "acme/tiny-1b", concurrency: 1, arrivals: "sustained", tpotSeconds: 0.02 }],
  aiperf: [
    {
      tool: "aiperf",
      model: "tiny",
      concurrency: 16,
      arrivals: "sustained",
      inputTokens: 512,
      outputTokens: 101,
      ttftSeconds: 0.2,
      ttftP50Seconds: 0.18,
      ttftP95Seconds: 0.3,
      ttftP99Seconds: 0.35,
      tpotSeconds: 0.03,
      requestSeconds: 3.2,
      completed: 300,
      failedFraction: 0,
      durationSeconds: 60,
      derived: [],
    },
  ],
  aiperfRate: [{ tool: "aiperf", model: "tiny", concurrency: 16, arrivals: "open", derived: ["concurrency"] }],
  genaiPerf: [{ tool: "genai-perf", model: "tiny", concurrency: 16, arrivals: "sustained", tpotSeconds: 0.03 }],
  aiperfCsv: [
    {
      tool: "aiperf",
      concurrency: 16,
      arrivals: "sustained",
      inputTokens: null,
      outputTokens: 101,
      ttftSeconds: 0.2,
      tpotSeconds: 0.03,
      requestsPerSecond: 5,
      outputTokensPerSecond: 505,
      completed: 300,
      durationSeconds: 60,
      derived: ["concurrency"],
    },
  ],
  genaiPerfCsv: [
    {
      tool: "genai-perf",
      concurrency: 8.4,
      inputTokens: 1000,
      ttftSeconds: 1.2,
      ttftP50Seconds: 0.9,
      ttftP95Seconds: 3,
      requestSeconds: 4.2,
      tpotSeconds: 0.03,
      completed: 1040,
    },
  ],
  aiperfSweepJson: [
    {
      tool: "aiperf",
      concurrency: 16,
      arrivals: "sustained",
      ttftSeconds: 0.2,
      ttftP95Seconds: 0.3,
      tpotSeconds: 0.03,
    },
    { tool: "aiperf", concurrency: 32 },
  ],
  aiperfSweepCsv: [
    { tool: "aiperf", concurrency: 16, ttftSeconds: 0.2, tpotSeconds: 0.03, requestSeconds: 3.2, durationSeconds: 60 },
    {
      tool: "aiperf",
      concurrency: 32,
      ttftSeconds: 0.3,
      tpotSeconds: 0.04,
      outputTokensPerSecond: 760,
      requestsPerSecond: 7.5,
      completed: 450,
    },
  ],
  // Not 24.8 ms, which includes the first token.
  llmperf: [
    {
      tool: "llmperf",
      concurrency: 5,
      arrivals: "sustained",
      inputTokens: 550,
      outputTokens: 101,
      ttftSeconds: 0.5,
      tpotSeconds: 0.02,
      requestSeconds: 2.5,
      requestsPerSecond: 2,
      completed: 150,
      failedFraction: 0,
      derived: ["tpotSeconds"],
    },
  ],
  // Not 5 ms, which is half of it.
  inferencePerf: [
    {
      tool: "inference-perf",
      concurrency: 10.5,
      arrivals: "open",
      ttftSeconds: 0.05,
      tpotSeconds: 0.01,
      requestSeconds: 1.05,
      failedFraction: 0.01,
      derived: ["concurrency", "tpotSeconds"],
    },
  ],
  infrascaleTokens: [
    {
      tool: "infrascale-csv",
      gpu: "H100",
      gpus: 2,
      concurrency: 50,
      arrivals: "burst",
      inputTokens: null,
      outputTokens: 101,
      ttftSeconds: 0.5,
      ttftP95Seconds: 0.9,
      tpotSeconds: 0.02,
      requestSeconds: 2.5,
      failedFraction: 0.002,
      derived: ["tpotSeconds"],
    },
  ],
  infrascaleCharacters: [
    {
      tool: "infrascale-csv",
      gpu: "A100",
      gpus: 1,
      outputTokens: 101,
      tpotSeconds: 0.02,
      failedFraction: 0.02,
      derived: ["outputTokens", "tpotSeconds"],
    },
  ],
  measurements: [
    {
      tool: "infrascale-measurements",
      engine: "vllm",
      engineVersion: "0.19.0",
      gpu: "L4",
      gpus: 4,
      tensor: 2,
      concurrency: 32,
      arrivals: "sustained",
      inputTokens: 1000,
      outputTokens: 200,
      ttftSeconds: 0.5,
      tpotSeconds: 0.04,
      requestSeconds: 8.46,
    },
    {
      tool: "infrascale-measurements",
      engine: "tensorrt-llm",
      concurrency: 16,
      arrivals: "burst",
      staticBatch: true,
      requestSeconds: 6.4,
    },
    {
      tool: "infrascale-measurements",
      engine: "sglang",
      concurrency: null,
      arrivals: "open",
      requestsPerSecond: 2,
      offeredPerSecond: 2,
      statistic: "median",
      ttftSeconds: 0.25,
      tpotSeconds: 0.0125,
    },
  ],
  plainCsv: [
    {
      tool: "plain",
      model: "acme/tiny-1b",
      concurrency: 16,
      arrivals: "sustained",
      inputTokens: 512,
      outputTokens: 101,
      ttftSeconds: 0.2,
      tpotSeconds: 0.03,
      outputTokensPerSecond: 505,
      requestsPerSecond: 5,
    },
    { tool: "plain", concurrency: 32, ttftSeconds: 0.3 },
  ],
  plainJson: [
    { tool: "plain", concurrency: 16, arrivals: "sustained", tpotSeconds: 0.03 },
    { tool: "plain", concurrency: 16, arrivals: "open", tpotSeconds: 0.03, derived: ["concurrency", "tpotSeconds"] },
  ],
};

/** Numbers to 12 digits. */
const rounded = (value: unknown): unknown => (typeof value === "number" ? Number(value.toPrecision(12)) : value);

describe.each(Object.entries(expected) as [FixtureName, readonly Expected[]][])("%s", (name, answers) => {
  const { tool, observations } = readLoadTest(fixtures[name], { file: `${name}.any` });

  test("holds the observations that it should", () => {
    expect(tool).toBe(answers[0]?.tool);
    expect(observations).toHaveLength(answers.length);
    answers.forEach(({ tool: source, ...answer }, index) => {
      const observation = observations[index] as Observation;
      expect(observation.source).toMatchObject({ tool: source, file: `${name}.any` });
      for (const [quantity, value] of Object.entries(answer))
        expect([quantity, rounded(observation[quantity as keyof Observation])]).toEqual([quantity, rounded(value)]);
    });
  });

  test("is the same with a byte order mark, with other line ends and with blank lines behind", () => {
    expect(readLoadTest(`\uFEFF${fixtures[name]}`, { file: `${name}.any` }).observations).toEqual(observations);
    expect(readLoadTest(fixtures[name].replaceAll("\n", "\r\n"), { file: `${name}.any` }).observations).toEqual(
      observations,
    );
    expect(readLoadTest(`${fixtures[name]}\n\n`, { file: `${name}.any` }).observations).toEqual(observations);
  });
});

describe("warnings", () => {
  const codesOf = (name: FixtureName): readonly string[] =>
    readLoadTest(fixtures[name]).warnings.map(({ code }) => code);

  test("say what was assumed, once a file", () => {
    expect(codesOf("aiperfCsv")).toEqual(["assumed-arrivals"]);
    expect(codesOf("infrascaleCharacters")).toEqual(["assumed-tokens"]);
    expect(codesOf("infrascaleTokens")).toEqual([]);
    const two = readLoadTest(`${fixtures.infrascaleCharacters}acme/tiny-1b;1-A100;60;0.5;0.9;2.5;3.5;454.5;50;2\n`);
    expect(two.warnings).toMatchObject([{ code: "assumed-tokens", observations: [0, 1], line: 2 }]);
  });

  test("name the row that a table marks as unfit", () => {
    expect(readLoadTest(fixtures.measurements, { file: "m.csv" }).warnings).toMatchObject([
      { code: "flagged-row", file: "m.csv", line: 3, observations: [1] },
    ]);
  });

  test("name the row of a table that does not say how requests come", () => {
    const { observations, warnings } = readLoadTest(
      "model,gpu,engine,scenario,concurrency,output_tokens,tpot_ms_mean\na,L4,vllm,soak,4,100,9\na,L4,vllm,,4,100,9\n",
    );
    expect(observations).toHaveLength(1);
    expect(warnings).toMatchObject([
      { code: "invalid-row", line: 2, message: expect.stringMatching(/how requests come/) as string },
    ]);
  });

  test("name columns that are not read", () => {
    const [warning] = readLoadTest("concurrency,outputTokens,ttftSeconds,tpot\n1,2,3,4\n").warnings;
    expect(warning?.code).toBe("unknown-column");
    expect(warning?.message).toBe("line 2: not read, for the name has no unit: tpot; tpot_ms or tpot_s has one");
  });
});

test("versions are those that the files state", () => {
  expect(readLoadTest(fixtures.aiperf).version).toBe("0.11.0");
  expect(readLoadTest(fixtures.guidellmV2).version).toBe("0.8.0");
  expect(readLoadTest(fixtures.llmperf).version).toBe("2023-08-31");
  expect(readLoadTest(fixtures.vllm)).not.toHaveProperty("version");
});

test("observations written as JSON are read back as plain rows", () => {
  for (const name of ["vllm", "sglang", "inferencePerf", "infrascaleTokens", "measurements"] as const) {
    const { observations } = readLoadTest(fixtures[name]);
    const back = readLoadTest(JSON.stringify(observations)).observations;
    const bare = (all: typeof observations): unknown =>
      all.map((observation) => ({ ...observation, source: null, derived: null }));
    expect(bare(back)).toEqual(bare(observations));
  }
});
