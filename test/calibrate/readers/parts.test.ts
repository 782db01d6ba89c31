import { describe, expect, test } from "vitest";
import { closedLoopArrivals, failedShare, type Draft } from "../../../src/calibrate/readers/draft.js";
import {
  arrayAt,
  isRecord,
  numberAt,
  numberOf,
  ratio,
  textAt,
  valueAt,
} from "../../../src/calibrate/readers/json-record.js";
import { metricLabel, withoutThousands } from "../../../src/calibrate/readers/metric-names.js";
import { engineOfBackend, gpuOfLabel } from "../../../src/calibrate/readers/names.js";
import { observationOf } from "../../../src/calibrate/readers/observation-of.js";
import { checkRows, checkTable, MOST_ROWS, plainText, start } from "../../../src/calibrate/readers/plain-text.js";
import { warningsOf } from "../../../src/calibrate/readers/row-warnings.js";
import { draftsOf } from "../../../src/calibrate/readers/table-records.js";
import { headerOf, tableOf } from "../../../src/calibrate/readers/table.js";
import { adviceOnDocument, adviceOnHeader } from "../../../src/calibrate/readers/unsupported.js";
import { isUnlimited, vllmBench } from "../../../src/calibrate/readers/vllm-bench.js";
import { refusal } from "../../support/refusal.js";

describe("values of JSON", () => {
  test("lie below keys of objects, not below those that all objects have", () => {
    expect([
      valueAt({ a: { b: 1 } }, "a", "b"),
      valueAt({ a: [1] }, "a", "0"),
      valueAt({}, "constructor"),
      valueAt(null, "a"),
    ]).toEqual([1, undefined, undefined, undefined]);
    expect([isRecord({}), isRecord([]), isRecord(null), isRecord("a")]).toEqual([true, false, false, false]);
    expect([arrayAt({ a: [1] }, "a"), arrayAt({ a: 1 }, "a")]).toEqual([[1], []]);
  });

  test("are texts without blanks around, numbers that are spelt, and nothing where there is nothing", () => {
    expect([" x ", "  ", "", 3].map((a) => textAt({ a }, "a"))).toEqual(["x", undefined, undefined, undefined]);
    expect([" 7 ", "  ", "", null, undefined, 7, "x", true, {}].map(numberOf)).toEqual([
      7,
      undefined,
      undefined,
      undefined,
      undefined,
      7,
      NaN,
      NaN,
      NaN,
    ]);
    expect(numberAt({ a: { b: "2e3" } }, "a", "b")).toBe(2000);
    expect([ratio(6, 3), ratio(undefined, 3), ratio(6, undefined)]).toEqual([2, undefined, undefined]);
  });
});

describe("names", () => {
  test("of backends tell engines, of protocols none", () => {
    expect(
      [
        "vllm-chat",
        "SGLang-native",
        "tensorrt-llm",
        "TensorRTLLM",
        "trt",
        "lmdeploy",
        "tgi",
        "openai",
        "my-vllm",
        undefined,
      ].map(engineOfBackend),
    ).toEqual([
      "vllm",
      "sglang",
      "tensorrt-llm",
      "tensorrt-llm",
      "tensorrt-llm",
      "lmdeploy",
      "tgi",
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("of GPUs have counts before a dash, a cross or a star", () => {
    expect(gpuOfLabel(undefined)).toEqual({});
    expect(["2-H100", "16 x NVIDIA L40S", "4*A100", "8×B200"].map(gpuOfLabel)).toEqual([
      { gpu: "H100", gpus: 2 },
      { gpu: "NVIDIA L40S", gpus: 16 },
      { gpu: "A100", gpus: 4 },
      { gpu: "B200", gpus: 8 },
    ]);
    expect(["H100", "RTX 4090", "A2-4-x", "2-"].map(gpuOfLabel)).toEqual(
      ["H100", "RTX 4090", "A2-4-x", "2-"].map((gpu) => ({ gpu })),
    );
  });

  test("of metrics are tags and units", () => {
    expect(metricLabel("  Time To  First Token (ms) ")).toEqual({ tag: "time_to_first_token", unit: "ms" });
    expect(metricLabel("Request Count")).toEqual({ tag: "request_count", unit: "" });
    expect(metricLabel("GPU (A) Power(W)")).toEqual({ tag: "gpu_a_power", unit: "W" });
  });

  test("of numbers lose commas at thousands only", () => {
    expect(["1,146.31", "-1,234,567", "12,34", "x1,000", "1,000x", "1000"].map(withoutThousands)).toEqual([
      "1146.31",
      "-1234567",
      "12,34",
      "x1,000",
      "1,000x",
      "1000",
    ]);
  });

  test("of rates that are none", () => {
    expect([undefined, null, Infinity, "inf", "Infinity"].map(isUnlimited)).toEqual([true, true, true, true, true]);
    expect([4, 0, "4", "no info", {}, ["inf"]].map(isUnlimited)).toEqual([false, false, false, false, false, false]);
  });
});

describe("requests", () => {
  test("that all fit into a closed loop are a burst", () => {
    expect([
      closedLoopArrivals(8, 8),
      closedLoopArrivals(8, 9),
      closedLoopArrivals(undefined, 9),
      closedLoopArrivals(8, undefined),
      closedLoopArrivals(undefined, undefined),
    ]).toEqual(["burst", "sustained", "sustained", "sustained", "sustained"]);
  });

  test("that failed are a share of all", () => {
    expect([
      failedShare(1, 3),
      failedShare(0, 3),
      failedShare(2, 2),
      failedShare(0, 0),
      failedShare(undefined, 3),
      failedShare(1, undefined),
    ]).toEqual([0.25, 0, 0.5, undefined, undefined, undefined]);
  });
});

describe("the text of a file", () => {
  test("has no mark before it, and says what is wrong with it", () => {
    expect([plainText("\uFEFFabc", "f"), plainText("abc", "f"), plainText("abcd\0", "f")]).toEqual([
      "abc",
      "abc",
      "abcd\0",
    ]);
    expect([42, "", "\uFEFF \n", "\uFFFEabc", "a\0b"].map((text) => refusal(() => plainText(text, "f")))).toEqual([
      "invalid-type f",
      "unreadable-file f",
      "unreadable-file f",
      "unreadable-file f",
      "unreadable-file f",
    ]);
    expect(() => plainText(42, "f")).toThrow("f must be the text of a file");
    expect(() => plainText(" ", "f")).toThrow("f must hold the results of a load test; it is empty");
    expect(() => plainText("a\0b", "f")).toThrow(
      "f must be read in its own encoding (it looks like UTF-16 read as UTF-8: save it as UTF-8)",
    );
    expect(start("x".repeat(100))).toHaveLength(60);
  });

  test("has no more rows than a load test", () => {
    expect(refusal(() => checkRows(MOST_ROWS, "f"))).toBe("accepted");
    expect(() => checkRows(MOST_ROWS + 1, "f")).toThrow(
      "f must have at most 20000 rows; give the summary of the load test, not its log, got 20001",
    );
    expect(refusal(() => checkTable("\n".repeat(MOST_ROWS), "f"))).toBe("accepted");
    expect(refusal(() => checkTable("\n".repeat(MOST_ROWS + 1), "f"))).toBe("file-too-large f");
    expect(refusal(() => checkTable("x".repeat(2 ** 24), "f"))).toBe("accepted");
    expect(() => checkTable("x".repeat(2 ** 24 + 1), "f")).toThrow(
      "f must have at most 16777216 characters where it is a table",
    );
  });
});

describe("a table", () => {
  test("has the separator that its first line has more of, and a header without quotes", () => {
    expect(headerOf('a, "b",c"d"e,"f')).toEqual(["a", "b", 'c"d"e', '"f']);
    expect(headerOf("a;b,c;d\n1")).toEqual(["a", "b,c", "d"]);
    expect(headerOf("a,b;c")).toEqual(["a", "b;c"]);
    expect(headerOf("a\n1;2")).toEqual(["a"]);
    expect(headerOf("x".repeat(2e5))[0]).toHaveLength(1e5);
  });

  test("has cells, lines and thousands", () => {
    expect(tableOf('a,b\n\n"1,000", x \n').rows).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: [""] },
      { line: 3, cells: ["1000", "x"] },
    ]);
    expect(tableOf("a;b\n1,000;2\n").rows[1]?.cells).toEqual(["1,000", "2"]);
  });

  test("has records of its rows: cut off where cells are missing, wider where these are empty", () => {
    const drafted = (text: string) =>
      draftsOf(tableOf(text), (record) => ({
        tool: "plain",
        arrivals: "open",
        means: {},
        model: JSON.stringify(record),
      })).map(({ line, defect, model }) => [line, defect ?? model]);
    expect(drafted("a,b\n\n1,2\n3\n4,5,\n6,7,8\n,\n")).toEqual([
      [3, '{"a":"1","b":"2"}'],
      [4, "the row has 1 cells, its header 2"],
      [5, '{"a":"4","b":"5"}'],
      [6, "the row has 3 cells, its header 2"],
    ]);
    expect(draftsOf({ rows: [], broken: [] }, () => ({ tool: "plain", arrivals: "open", means: {} }))).toEqual([]);
  });
});

describe("files that tools write beside the one that is wanted", () => {
  test("are known by their keys", () => {
    const stage = { load_summary: { count: 3 }, successes: {} };
    expect(adviceOnDocument(stage)?.rule).toMatch(/inference-perf.*stage_N/);
    expect(
      [{ ...stage, load_summary: { requested_rate: 3 } }, { load_summary: {} }, { successes: {} }].map(
        adviceOnDocument,
      ),
    ).toEqual([undefined, undefined, undefined]);
    expect(adviceOnDocument({ ttft_s: 1, end_to_end_latency_s: 2 })?.rule).toMatch(/llmperf.*_summary/);
    expect([{ ttft_s: 1 }, { end_to_end_latency_s: 1 }].map(adviceOnDocument)).toEqual([undefined, undefined]);
    expect(adviceOnDocument({ metadata: { request_start_ns: 1 } })?.rule).toMatch(/single requests of aiperf/);
    expect(adviceOnDocument({ queued_ts: 1, first_token_ts: 2 })?.rule).toMatch(/request log of vLLM/);
    expect([{ queued_ts: 1 }, { first_token_ts: 1 }, { metadata: {} }, [], 3].map(adviceOnDocument)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("are known by their headers", () => {
    expect(adviceOnHeader(["Request Count", "Failure Count"])?.rule).toMatch(/Locust/);
    expect(adviceOnHeader(["metric_name", "metric_value"])?.rule).toMatch(/k6/);
    expect(adviceOnHeader(["running", "waiting"])?.rule).toMatch(/time series/);
    for (const name of ["Request Count", "Failure Count", "metric_name", "metric_value", "running", "waiting"])
      expect(adviceOnHeader([name])).toBeUndefined();
  });
});

describe("a row", () => {
  const source = { tool: "plain" } as const;
  const draft = (changes: Partial<Draft>): Draft => ({
    tool: "plain",
    arrivals: "sustained",
    concurrency: 4,
    outputTokens: 101,
    means: { ttftSeconds: 0.5 },
    ...changes,
  });
  const noted = (changes: Partial<Draft>): readonly string[] =>
    observationOf(draft(changes), source).notes.map(({ message }) => message);
  const read = (changes: Partial<Draft>) => observationOf(draft(changes), source).observation;

  test("that cannot be used says why", () => {
    expect(noted({ defect: "it is cut off" })).toEqual(["it is cut off"]);
    expect(noted({ completed: 0 })).toEqual(["no request was completed"]);
    expect(noted({ outputTokens: undefined })).toEqual(["the output length is not stated"]);
    expect([0, -1, Infinity, NaN].map((outputTokens) => noted({ outputTokens }))).toEqual([
      ["the output length is 0"],
      ["the output length is -1"],
      ["the output length is Infinity"],
      ["the output length is NaN"],
    ]);
    expect(noted({ means: {} })).toEqual(["no time and no rate of tokens was measured"]);
    expect([{ defect: "x" }, { completed: 0 }, { means: {} }].map(read)).toEqual([null, null, null]);
  });

  test("leaves out figures that are none", () => {
    expect(noted({ means: { ttftSeconds: 0.5, tpotSeconds: 0 } })).toEqual(["tpotSeconds is 0 and was left out"]);
    expect(noted({ ttftP95Seconds: -1 })).toEqual(["ttftP95Seconds is -1 and was left out"]);
    expect(noted({ ttftP95Seconds: Infinity })).toEqual(["ttftP95Seconds is Infinity and was left out"]);
    expect([-0.1, 0, 1, 1.1].map((failedFraction) => read({ failedFraction })?.failedFraction)).toEqual([
      undefined,
      0,
      1,
      undefined,
    ]);
  });

  test("has a time per token by its request and its first token", () => {
    expect(read({ means: { ttftSeconds: 0.5, requestSeconds: 2.5 } })).toMatchObject({
      tpotSeconds: 0.02,
      derived: ["tpotSeconds"],
    });
    expect(read({ means: { ttftSeconds: 0.5 } })).not.toHaveProperty("tpotSeconds");
    expect(read({ means: { ttftSeconds: 0.5, requestSeconds: 2.5 }, outputTokens: 1 })).not.toHaveProperty(
      "tpotSeconds",
    );
    // None that can be: the request ended before its first token.
    expect(read({ means: { ttftSeconds: 0.5, requestSeconds: 0.4 } })?.derived).toEqual([]);
  });

  test("has means where one of the two times that users feel is one, else medians", () => {
    const medians = { ttftSeconds: 0.4, tpotSeconds: 0.01, requestSeconds: 1.4 };
    expect(read({ medians })?.statistic).toBe("mean");
    expect(read({ means: { tpotSeconds: 0.02 }, medians })).toMatchObject({
      statistic: "mean",
      tpotSeconds: 0.02,
      ttftP50Seconds: 0.4,
    });
    expect(read({ means: { requestSeconds: 2 }, medians })).toMatchObject({
      statistic: "median",
      ttftSeconds: 0.4,
      tpotSeconds: 0.01,
    });
    expect(read({ means: { requestSeconds: 2 }, medians: {} })).toMatchObject({ statistic: "mean", requestSeconds: 2 });
  });

  test("has as many in flight as Little's law says", () => {
    // Two a second, for 0.5 + 100 x 0.02 s.
    const few = { concurrency: undefined, requestsPerSecond: 2 };
    expect(read({ ...few, means: { ttftSeconds: 0.5, tpotSeconds: 0.02 } })).toMatchObject({
      concurrency: 5,
      derived: ["concurrency"],
    });
    expect(read({ ...few, means: { ttftSeconds: 0.5, requestSeconds: 3 } })).toMatchObject({
      concurrency: 6,
      derived: ["concurrency", "tpotSeconds"],
    });
    expect(read({ ...few, means: { tpotSeconds: 0.02 } })?.concurrency).toBeNull();
    expect(read({ ...few, means: { ttftSeconds: 0.02 } })?.concurrency).toBeNull();
    expect(read({ concurrency: undefined, means: { ttftSeconds: 0.5, tpotSeconds: 0.02 } })?.concurrency).toBeNull();
    expect(read({ completed: 30, durationSeconds: 10 })).toMatchObject({
      requestsPerSecond: 3,
      derived: ["requestsPerSecond"],
    });
  });
});

test("what is said of several rows is one warning, with its places", () => {
  const note = { code: "invalid-value", message: "tpot is NaN" } as const;
  const messages = (...remarks: Parameters<typeof warningsOf>[0]): readonly unknown[] =>
    warningsOf(remarks).map(({ message, observations }) => [message, observations]);
  expect(messages({ note, place: {} })).toEqual([["tpot is NaN", []]]);
  expect(messages({ note, place: { file: "a", line: 3 }, observation: 1 })).toEqual([["a, line 3: tpot is NaN", [1]]]);
  expect(
    messages(
      { note, place: { line: 3 }, observation: 1 },
      { note: { ...note, message: "other" }, place: {} },
      { note, place: { line: 4 }, observation: 2 },
      { note, place: { line: 5 } },
    ),
  ).toEqual([
    ["line 3 and 2 more: tpot is NaN", [1, 2]],
    ["other", []],
  ]);
});

test("a run of vLLM counts those that failed, or what is missing of all", () => {
  const failed = (run: Readonly<Record<string, unknown>>) => vllmBench.read(run)[0]?.failedFraction;
  expect([
    failed({ failed: 1, completed: 3, num_prompts: 8 }),
    failed({ completed: 3, num_prompts: 4 }),
    failed({ completed: 3 }),
    failed({ num_prompts: 3 }),
  ]).toEqual([0.25, 0.25, undefined, undefined]);
});
