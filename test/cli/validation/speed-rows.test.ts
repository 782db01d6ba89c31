import { describe, expect, test } from "vitest";
import { predictServing, type ServingRequest } from "../../../src/index.js";
import type { Row } from "../../../src/measurements/csv.js";
import { validatedSpeed } from "./fixtures.js";

const REQUEST: ServingRequest = {
  model: "meta-llama/Llama-3.1-8B-Instruct",
  gpu: "h100-sxm5-80gb",
  engine: "vllm@0.19.0",
  precision: { weights: "bf16", kvCache: "bf16" },
  load: { kind: "closed-loop", requestsInFlight: 8 },
  inputTokens: 1024,
  outputTokens: 256,
};

const predicted = (changes: Row): Readonly<Record<string, number>> | null => validatedSpeed(changes).row.predicted;

describe("a row of a table of speeds", () => {
  test("has the prediction of predictServing in the table's units", () => {
    const { ttftSeconds, tpotSeconds, e2eSeconds, requestsPerSecond, outputTokensPerSecond, totalTokensPerSecond } =
      predictServing(REQUEST);
    const { row } = validatedSpeed();
    expect(row.reason).toBeNull();
    expect(Object.keys(row.predicted ?? {}).toSorted()).toEqual([
      "e2e_s_mean",
      "output_tokens_per_s_total",
      "requests_per_s",
      "tok_per_s_per_user",
      "total_tokens_per_s",
      "tpot_ms_mean",
      "ttft_ms_mean",
    ]);
    expect(row.predicted?.tpot_ms_mean).toBeCloseTo(1000 * tpotSeconds, 9);
    expect(row.predicted?.ttft_ms_mean).toBeCloseTo(1000 * (ttftSeconds ?? NaN), 9);
    expect(row.predicted).toMatchObject({
      output_tokens_per_s_total: outputTokensPerSecond,
      total_tokens_per_s: totalTokensPerSecond,
      requests_per_s: requestsPerSecond,
      e2e_s_mean: e2eSeconds,
      tok_per_s_per_user: 256 / (e2eSeconds ?? NaN),
    });
  });

  test("keeps what was measured, percentiles too, and nothing else", () => {
    expect(validatedSpeed().row.measured).toEqual({ ttft_ms_mean: 60, ttft_ms_p95: 90, tpot_ms_mean: 8 });
  });

  test("is predicted the same whatever was measured, and when nothing was", () => {
    const blank = { ttft_ms_mean: "", ttft_ms_p95: "", tpot_ms_mean: "" };
    expect(validatedSpeed(blank).row).toMatchObject({
      predicted: validatedSpeed().row.predicted,
      measured: {},
      reason: null,
    });
    expect(predicted({ ttft_ms_mean: "6000", tpot_ms_mean: "1", output_tokens_per_s_total: "3" })).toEqual(
      predicted({}),
    );
  });

  test("belongs to the group of its engine, GPU and kind of model", () => {
    expect(validatedSpeed().group).toEqual({ engine: "vllm", gpu: "h100-sxm5-80gb", kind: "dense" });
    expect(validatedSpeed({ model: "Qwen/Qwen3-30B-A3B" }).group?.kind).toBe("MoE");
  });

  test("passes sizes, limits, formats and the version on", () => {
    const expected = predictServing({
      ...REQUEST,
      engine: "vllm@0.6.1",
      precision: { weights: "fp8", scaling: "tensor", kvCache: "fp8" },
      parallelism: { tensor: 2 },
      replicas: 2,
      load: { kind: "closed-loop", requestsInFlight: 64 },
      settings: { maxNumSeqs: 8 },
    });
    const row = predicted({
      engine_version: "v0.6.1",
      weights_dtype: "fp8",
      kv_dtype: "fp8",
      gpus_total: "4",
      tp: "2",
      concurrency: "64",
      max_num_seqs: "8",
    });
    expect(row?.["tpot_ms_mean"]).toBeCloseTo(1000 * expected.tpotSeconds, 9);
    expect(row?.["output_tokens_per_s_total"]).toBeCloseTo(expected.outputTokensPerSecond, 6);
  });
});

test("a limit of requests in flight is shared by replicas and data ranks", () => {
  const cells = {
    model: "Qwen/Qwen3-30B-A3B",
    gpus_total: "8",
    tp: "2",
    dp: "2",
    ep: "4",
    scenario: "offline",
    concurrency: "64",
  };
  const expected = predictServing({
    ...REQUEST,
    model: "Qwen/Qwen3-30B-A3B",
    parallelism: { tensor: 2, data: 2, expert: 4 },
    replicas: 2,
    load: { kind: "burst" },
    settings: { maxNumSeqs: 16 },
  });
  expect(predicted(cells)?.["output_tokens_per_s_total"]).toBeCloseTo(expected.outputTokensPerSecond, 6);
  // Experts that are spread over some of the ranks count as spread over all.
  expect(predicted({ ...cells, ep: "2" })).toEqual(predicted(cells));
});

test("a stated share of the cache is TensorRT-LLM's, and no other engine's", () => {
  const cells = {
    scenario: "offline",
    concurrency: "",
    max_num_seqs: "2048",
    input_tokens: "4096",
    kv_memory_fraction: "0.5",
  };
  const shared = (engine: string): readonly unknown[] => [
    predicted({ ...cells, engine, engine_version: "" }),
    predicted({ ...cells, engine, engine_version: "", kv_memory_fraction: "" }),
  ];
  const [half, whole] = shared("TensorRT-LLM");
  expect(half).not.toEqual(whole);
  const [some, all] = shared("SGLang");
  expect(some).toEqual(all);
});

test("what a row leaves open is said beside its prediction, and what cannot be read too", () => {
  expect(validatedSpeed().row.assumed).toEqual([{ code: "sixteen-bit-cache", used: "bf16" }]);
  expect(validatedSpeed({ engine_version: "main", max_num_seqs: "many" }).row.assumed).toEqual([
    { code: "unreadable", asked: "maxNumSeqs: NaN", used: "not stated" },
    { code: "engine-version", asked: "main", used: "0.30" },
    { code: "sixteen-bit-cache", used: "bf16" },
  ]);
  expect(validatedSpeed({ gpu: "" }).row.assumed).toEqual([]);
});

describe("loads", () => {
  const tpot = (load: ServingRequest["load"], settings: ServingRequest["settings"] = {}): number =>
    1000 * predictServing({ ...REQUEST, load, settings }).tpotSeconds;

  test.each([
    ["a static batch", { scenario: "static_batch", batch: "16" }, tpot({ kind: "static-batch", requests: 16 })],
    ["open arrivals", { scenario: "request_rate", request_rate: "4" }, tpot({ kind: "open", requestsPerSecond: 4 })],
    ["a flood of stated size", { scenario: "offline", batch: "40" }, tpot({ kind: "burst", requests: 40 })],
    ["a flood with a limit", { scenario: "offline", concurrency: "24" }, tpot({ kind: "burst" }, { maxNumSeqs: 24 })],
    ["a table without scenarios", { scenario: "" }, tpot({ kind: "closed-loop", requestsInFlight: 8 })],
  ])("%s", (_, cells, expected) => {
    expect(predicted({ concurrency: cells.scenario === "" ? "8" : "", ...cells })?.["tpot_ms_mean"]).toBeCloseTo(
      expected,
      9,
    );
  });

  test("without end have no time to the first token, and say so by leaving it out", () => {
    const flood = predicted({ scenario: "offline", concurrency: "" });
    expect(flood).toHaveProperty("output_tokens_per_s_total");
    for (const column of ["ttft_ms_mean", "e2e_s_mean", "tok_per_s_per_user"]) expect(flood).not.toHaveProperty(column);
  });
});

describe("a row that does not fit by default", () => {
  // 72.7 billion parameters of two bytes: 67.7 GiB on each of two GPUs, of which the engine takes 71.3 unless told otherwise.
  const tight: Row = {
    model: "Qwen/Qwen2.5-72B-Instruct",
    gpus_total: "2",
    tp: "2",
    input_tokens: "128",
    output_tokens: "128",
    concurrency: "2",
  };

  test("is predicted with a larger share of memory", () => {
    const request: ServingRequest = {
      ...REQUEST,
      model: "Qwen/Qwen2.5-72B-Instruct",
      parallelism: { tensor: 2 },
      load: { kind: "closed-loop", requestsInFlight: 2 },
      inputTokens: 128,
      outputTokens: 128,
    };
    expect(() => predictServing(request)).toThrow(/room for one request/);
    expect(validatedSpeed(tight).row.assumed).toContainEqual({ code: "memory-share", used: 0.97 });
    expect(predicted(tight)?.["tpot_ms_mean"]).toBeCloseTo(
      1000 * predictServing({ ...request, settings: { utilization: 0.97 } }).tpotSeconds,
      9,
    );
  });

  test("says so when that does not help", () => {
    expect(validatedSpeed({ ...tight, gpus_total: "1", tp: "1" }).row).toMatchObject({
      predicted: null,
      reason: expect.stringMatching(/^does not fit: /) as string,
      measured: { tpot_ms_mean: 8 },
    });
  });
});

describe("reasons", () => {
  test.each([
    [
      "an unknown model, with the nearest names",
      { model: "meta-llama/Llama-3.1-9B" },
      /^model not in the catalog: meta-llama\/Llama-3.1-9B; nearest: .*Llama-3/,
    ],
    ["an unknown GPU, with the nearest names", { gpu: "H100-XYZ" }, /^GPU not in the catalog: H100-XYZ; nearest: h100/],
    ["no GPU", { gpu: "" }, /^GPU not stated$/],
    ["no engine", { engine: "" }, /^engine not stated$/],
    ["no lengths", { input_tokens: "" }, /^input or output tokens not stated$/],
    ["no number of clients", { concurrency: "" }, /^scenario not known/],
    ["no tensor size on eight GPUs", { gpus_total: "8", tp: "" }, /^parallel sizes not stated: gpus=8/],
    [
      "a tensor size that the heads refuse",
      { gpus_total: "3", tp: "3" },
      /parallelism\.tensor must divide the 32 attention heads/,
    ],
    ["a number format that is none", { weights_dtype: "ternary" }, /^number format of the weights not known: ternary$/],
  ])("%s", (_, changes: Row, reason) => {
    const { row } = validatedSpeed(changes);
    expect(row.predicted).toBeNull();
    expect(row.reason).toMatch(reason);
    expect(row.measured).toEqual({ ttft_ms_mean: 60, ttft_ms_p95: 90, tpot_ms_mean: 8 });
  });
});
