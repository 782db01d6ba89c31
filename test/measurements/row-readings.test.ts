import { describe, expect, test } from "vitest";
import { compactRow } from "../../src/measurements/compact-row.js";
import { parseCsv, type Row } from "../../src/measurements/csv.js";
import { rowReadings } from "../../src/measurements/row-readings.js";
import { statedOf } from "../../src/measurements/stated.js";
import { statedLoad } from "../../src/measurements/stated-load.js";
import { SPEED_ROW } from "../cli/validation/fixtures.js";

const loadOf = (row: Row): unknown => statedLoad(statedOf(rowReadings(row)).stated);

describe("how requests come", () => {
  test.each<[Row, unknown]>([
    [
      { scenario: "concurrency", concurrency: "8" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false },
    ],
    [
      { scenario: "concurrency", concurrency: "8", lengths: "equal" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: true },
    ],
    [
      { scenario: "concurrency", concurrency: "8", lengths: "uniform", num_prompts: "80" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 10 },
    ],
    [
      { scenario: "concurrency", concurrency: "8", num_prompts: "4" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 1 },
    ],
    [
      { scenario: "concurrency", concurrency: "8", rounds: "5" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 5 },
    ],
    [
      { scenario: "concurrency", concurrency: "8", num_prompts: "80", rounds: "5" },
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 10 },
    ],
    [
      compactRow({ concurrency: "8", notes: "prefix_cache_hit=0.6; 96 requests, a run" }),
      { kind: "closed-loop", requestsInFlight: 8, equalLengths: false, rounds: 12 },
    ],
    [compactRow({ scenario: "offline", notes: "96 requests" }), { kind: "burst" }],
    [
      { scenario: "static_batch", batch: "4" },
      { kind: "static-batch", requests: 4 },
    ],
    [
      { scenario: "offline", batch: "100", concurrency: "" },
      { kind: "burst", requests: 100 },
    ],
    [
      { scenario: "offline", num_prompts: "500" },
      { kind: "burst", requests: 500 },
    ],
    [{ scenario: "offline", concurrency: "1500" }, { kind: "burst" }],
    [
      { scenario: "request_rate", request_rate: "2.5", concurrency: "7", requests_per_s: "2.1" },
      { kind: "open", requestsPerSecond: 2.5 },
    ],
  ])("by %o", (row, load) => {
    expect(loadOf(row)).toEqual(load);
  });

  test("without a scenario by the only number that is stated", () => {
    expect(loadOf({ concurrency: "8" })).toMatchObject({ kind: "closed-loop", requestsInFlight: 8 });
    expect(loadOf({ scenario: "", batch: "4" })).toEqual({ kind: "static-batch", requests: 4 });
    expect(loadOf({ request_rate: "2.5" })).toEqual({ kind: "open", requestsPerSecond: 2.5 });
  });

  test.each<Row>([
    { concurrency: "8", batch: "4" },
    {},
    { scenario: "burst", concurrency: "8" },
    { scenario: "toString" },
    { scenario: "concurrency" },
    { scenario: "static_batch", concurrency: "8" },
    { scenario: "request_rate", concurrency: "8" },
  ])("is not said by %o", (row) => {
    expect(loadOf(row)).toBeNull();
  });
});

test("what is no number that it should be is left out and named; silence is not", () => {
  const { stated, unsound } = statedOf(
    rowReadings({ tp: "two", pp: "0", ep: "1.5", dp: "", gpus_total: "4", max_num_seqs: "64", output_length_cv: "0" }),
  );
  expect(unsound).toEqual([
    { name: "tensor", value: NaN },
    { name: "pipeline", value: 0 },
    { name: "expert", value: 1.5 },
  ]);
  expect(stated).toMatchObject({ gpus: 4, maxNumSeqs: 64, outputLengthCv: 0 });
  for (const name of ["tensor", "pipeline", "expert", "data"]) expect(stated).not.toHaveProperty(name);
});

test("lengths that are drawn evenly from 0 to twice their mean vary by 1/sqrt(3), unless more is said", () => {
  const drawn = { ...SPEED_ROW, lengths: "uniform" };
  expect(rowReadings(drawn)).toMatchObject({ inputLengthCv: 1 / Math.sqrt(3), outputLengthCv: 1 / Math.sqrt(3) });
  expect(rowReadings({ ...drawn, output_length_cv: "0.2" }).outputLengthCv).toBe(0.2);
  expect(rowReadings(SPEED_ROW).inputLengthCv).toBeUndefined();
});

test("lengths are measured, else assumed, 4.5 characters for a token", () => {
  expect(statedOf(rowReadings(SPEED_ROW)).stated).toMatchObject({ inputTokens: 1024, outputTokens: 256, derived: [] });
  expect(statedOf(rowReadings({ assumed_input_tokens: "100", output_characters: "900" })).stated).toMatchObject({
    inputTokens: 100,
    outputTokens: 200,
    derived: ["inputTokens", "outputTokens"],
  });
});

test("an engine has its id where it is spelt as its own, and keeps its name where it is a fork", () => {
  expect(["vLLM", "TRT-LLM", "vLLM (ROCm fork)", "LMDeploy"].map((engine) => rowReadings({ engine }).engine)).toEqual([
    "vllm",
    "tensorrt-llm",
    "vLLM (ROCm fork)",
    "LMDeploy",
  ]);
});

test("no measurement is read", () => {
  const measured = new Set([
    "ttft_ms_mean",
    "tpot_ms_mean",
    "output_tokens_per_s_total",
    "total_tokens_per_s",
    "tok_per_s_per_user",
    "e2e_s_mean",
    "ttft_ms_p95",
    "median_tpot_ms",
  ]);
  const read = new Set<string>();
  const watched = new Proxy(SPEED_ROW, {
    get: (row, column) => {
      read.add(String(column));
      return Reflect.get(row, column) as unknown;
    },
  });
  rowReadings(watched);
  expect(read.has("concurrency")).toBe(true);
  expect([...read].filter((column) => measured.has(column))).toEqual([]);
});

test.each([
  ["vLLM benchmark, all 1500 prompts at once, max_num_seqs 1500", "1500"],
  ["QPS=INF: all 500 requests sent at once; more", "500"],
  ["all requests queued at once", undefined],
  ["all 8 GPUs at once", undefined],
])("a note '%s' hands over %s prompts", (notes, batch) => {
  expect(compactRow({ id: "x", notes })["batch"]).toBe(batch);
});

test("spaces around cells are no part of them", () => {
  expect(parseCsv("id, tp\nx , 2\n")).toEqual([{ id: "x", tp: "2" }]);
});

test("the prefix cache, the spread of lengths and the limits are read, from a column or from notes", () => {
  const row = {
    prefix_cache_hit: "0.25",
    input_length_cv: "0.8",
    output_length_cv: "1.1",
    max_num_seqs: "64",
    max_num_batched_tokens: "8192",
    max_model_len: "16384",
    gpu_memory_utilization: "0.85",
  };
  expect(statedOf(rowReadings(row)).stated).toMatchObject({
    prefixCacheHitRate: 0.25,
    inputLengthCv: 0.8,
    outputLengthCv: 1.1,
    maxNumSeqs: 64,
    maxBatchedTokens: 8192,
    maxModelLen: 16_384,
    utilization: 0.85,
  });
  expect(
    statedOf(rowReadings(compactRow({ notes: "aiperf; prefix_cache_hit=0.626; 96 requests" }))).stated,
  ).toMatchObject({ prefixCacheHitRate: 0.626 });
  for (const [settings, prefixCaching] of [
    ["enforce-eager|prefix-caching", true],
    ["no-prefix-caching", false],
    ["", undefined],
  ] as const)
    expect(statedOf(rowReadings({ settings })).stated.prefixCaching).toBe(prefixCaching);
  expect(statedOf(rowReadings({ prefix_cache_hit: "1" })).unsound).toEqual([{ name: "prefixCacheHitRate", value: 1 }]);
});
