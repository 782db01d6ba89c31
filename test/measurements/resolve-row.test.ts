import { describe, expect, test } from "vitest";
import { gpus, models } from "../../src/index.js";
import type { Row } from "../../src/measurements/csv.js";
import { EXCLUSION_RULES, exclusionsOf } from "../../scripts/measurements/exclusions.js";
import { flagCell, FLAGS } from "../../src/measurements/flags.js";
import { resolveParallelism } from "../../src/measurements/resolve-parallelism.js";
import { isRefused, resolveDeployment, resolveRow, type ResolvedRow } from "../../src/measurements/resolve-row.js";

const catalogs = { gpus, models };

/** An invented row; plausible for an 8B model on an H100. */
const ROW: Row = {
  id: "invented-1",
  source: "1",
  engine: "vLLM",
  engine_version: "0.19.0",
  model: "meta-llama/Llama-3.1-8B-Instruct",
  weights_dtype: "bf16",
  gpu: "H100-SXM5-80GB",
  gpus_total: "1",
  tp: "1",
  scenario: "concurrency",
  concurrency: "8",
  input_tokens: "1024",
  output_tokens: "256",
  ttft_ms_mean: "60",
  tpot_ms_mean: "8",
};

const resolved = (changes: Row): ResolvedRow => {
  const result = resolveRow({ ...ROW, ...changes }, catalogs);
  if (isRefused(result)) throw new Error(`${result.refusal} ${result.detail}`);
  return result;
};

const ruleIds = (changes: Row, family = "any"): readonly string[] => exclusionsOf(resolved(changes), family).map(({ id }) => id);

describe("parallelism", () => {
  const sizes = (gpus: number | null, tensor: number | null, data: number | null, expert: number | null = null, pipeline: number | null = null): unknown =>
    resolveParallelism({ gpus, tensor, pipeline, expert, data });

  test("three ways to write eight data ranks on eight GPUs mean the same", () => {
    const expected = { gpus: 8, tensor: 1, pipeline: 1, data: 8, expert: 8, replicas: 1 };
    expect(sizes(8, 1, 8, 8)).toEqual(expected);
    expect(sizes(8, null, 8, 8)).toEqual(expected);
    expect(sizes(8, 8, 8, 8)).toEqual(expected);
  });

  test("pipeline stages come off before data ranks", () => {
    expect(sizes(4, null, 2, 2, 2)).toMatchObject({ tensor: 1, pipeline: 2, data: 2, replicas: 1 });
  });

  test("GPUs left over are replicas", () => {
    expect(sizes(72, 8, null, 8)).toMatchObject({ tensor: 8, replicas: 9, expert: 8 });
    expect(sizes(8, 2, null, null, 2)).toMatchObject({ tensor: 2, pipeline: 2, replicas: 2 });
  });

  test("one GPU needs no statement, eight do", () => {
    expect(sizes(1, null, null)).toMatchObject({ tensor: 1, replicas: 1 });
    expect(sizes(8, null, null)).toBe("parallelism-not-stated");
    expect(sizes(null, null, null)).toBe("parallelism-not-stated");
  });

  test("sizes that the GPUs cannot hold contradict each other", () => {
    expect(sizes(2, 4, null)).toBe("parallelism-contradictory");
    expect(sizes(4, 3, null)).toBe("parallelism-contradictory");
    expect(sizes(4, 4, null, 8)).toBe("parallelism-contradictory");
  });

  test("without a total the sizes make it", () => {
    expect(sizes(null, 4, 2)).toMatchObject({ gpus: 8, tensor: 4, data: 2, replicas: 1 });
  });
});

describe("rows", () => {
  test("resolve to the library's terms, in SI", () => {
    expect(resolved({})).toMatchObject({
      engine: "vllm",
      engineVersion: "0.19.0",
      weights: { weights: "bf16", weightOnly: false },
      cache: "engine-default",
      load: { kind: "closed-loop", requestsInFlight: 8 },
      lengths: { inputTokens: 1024, outputTokens: 256, assumed: false },
      measured: { meanFirstTokenSeconds: 0.06, meanSecondsPerToken: 0.008, requestSeconds: null },
    });
  });

  test.each([
    [{ scenario: "static_batch", batch: "4" }, { kind: "static-batch", requests: 4 }],
    [{ scenario: "offline", batch: "100", concurrency: "", max_num_seqs: "512" }, { kind: "offline", requests: 100, mostInFlight: 512 }],
    [{ scenario: "offline", concurrency: "1500" }, { kind: "offline", requests: null, mostInFlight: 1500 }],
    [{ scenario: "request_rate", request_rate: "2.5" }, { kind: "open", requestsPerSecond: 2.5 }],
  ])("take the load from %o", (changes, load) => {
    expect(resolved(changes).load).toEqual(load);
  });

  test("have equal lengths only where it is said", () => {
    expect(resolved({ lengths: "equal" }).lengths.equal).toBe(true);
    expect(resolved({ lengths: "uniform" }).lengths.equal).toBe(false);
    expect(resolved({}).lengths.equal).toBe(false);
  });

  test("take assumed lengths where none is measured, 4.5 characters for a token", () => {
    expect(resolved({ input_tokens: "", assumed_input_tokens: "100", output_tokens: "", output_characters: "900" }).lengths).toEqual({ inputTokens: 100, outputTokens: 200, equal: false, assumed: true });
  });

  test.each<[Row, string]>([
    [{ engine: "" }, "engine-not-stated"],
    [{ gpu: "" }, "gpu-not-stated"],
    [{ gpu: "MI250" }, "gpu-not-in-catalog"],
    [{ model: "EleutherAI/gpt-j-6b" }, "model-not-in-catalog"],
    [{ weights_dtype: "ternary" }, "weight-format-unknown"],
    [{ kv_dtype: "int3 (K4V2)" }, "cache-format-unknown"],
    [{ gpus_total: "4", tp: "" }, "parallelism-not-stated"],
    [{ gpus_total: "4", tp: "3" }, "parallelism-contradictory"],
    [{ concurrency: "" }, "load-not-stated"],
    [{ scenario: "soak" }, "load-not-stated"],
    [{ output_tokens: "" }, "lengths-not-stated"],
    [{ ttft_ms_mean: "", tpot_ms_mean: "" }, "nothing-measured"],
  ])("with %o are refused: %s", (changes, refusal) => {
    expect(resolveRow({ ...ROW, ...changes }, catalogs)).toMatchObject({ refusal });
  });

  test("of start-up logs need no load", () => {
    const log: Row = { id: "log", engine: "vllm", engine_version: "0.18.0", model: "RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic", weights_dtype: "compressed-tensors", kv_dtype: "fp8", gpu: "H200", tp: "2" };
    expect(resolveDeployment(log, catalogs)).toMatchObject({ weights: { weights: "fp8" }, cache: "fp8", parallelism: { gpus: 2, tensor: 2 } });
  });
});

describe("flags", () => {
  test.each([
    ["SPECULATIVE DECODING (EAGLE); ODD: slower than expected", "SPECULATIVE|ODD"],
    ["OVERLOADED: more arrivals than it serves", "OVERLOADED"],
    ["HOST-BOUND SUSPECTED", "HOST-BOUND"],
    ["CONFLICTING DUPLICATE", "CONFLICTING"],
    ["SPECULATION OR DP-ATTENTION NOT VERIFIED", "SPECULATION OR DP-ATTENTION NOT VERIFIED"],
    ["speculative decoding off, slow start, MODEL SLOWLY_LOADED, NOT-SLOW, GOODODD", ""],
  ])("of '%s' are '%s'", (note, flags) => {
    expect(flagCell(note)).toBe(flags);
  });
});

describe("exclusions", () => {
  test("a plausible row breaks no rule", () => {
    expect(ruleIds({})).toEqual([]);
  });

  test.each(FLAGS)("a row that is flagged %s is left out whole", (flag) => {
    expect(exclusionsOf(resolved({ flag }), "any")).toMatchObject([{ id: flag, quantities: "all" }]);
  });

  // 8.03e9 - 0.53e9 weights of 2 bytes at 3.35e12 bytes/s: 4.48 ms.
  test.each([
    ["4.3", true],
    ["4.6", false],
  ])("a token in %s ms on one H100 beats the memory roofline: %s", (tpot_ms_mean, beats) => {
    expect(ruleIds({ tpot_ms_mean }).includes("memory roofline")).toBe(beats);
  });

  test("two GPUs halve the roofline, and so do weights of half the size", () => {
    expect(ruleIds({ tpot_ms_mean: "4.3", gpus_total: "2", tp: "2" })).toEqual([]);
    expect(ruleIds({ tpot_ms_mean: "4.3", weights_dtype: "fp8" })).toEqual([]);
    // Stages follow each other: a token waits for all of them.
    expect(ruleIds({ tpot_ms_mean: "4.3", gpus_total: "2", pp: "2" })).toEqual(["memory roofline"]);
  });

  test("a throughput bounds the time per token too", () => {
    const batch = { scenario: "static_batch", batch: "4", tpot_ms_mean: "" };
    expect(ruleIds({ ...batch, output_tokens_per_s_total: "950" })).toEqual(["memory roofline"]);
    expect(ruleIds({ ...batch, output_tokens_per_s_total: "800" })).toEqual([]);
  });

  // 2 x 6.98e9 weights x 10,000 tokens at 1.979e15 operations/s (dense fp8): 70.5 ms.
  test.each([
    ["70", true],
    ["71", false],
  ])("10,000 tokens read in %s ms on one H100 beat the compute roofline: %s", (ttft_ms_mean, beats) => {
    expect(ruleIds({ input_tokens: "10000", ttft_ms_mean }).includes("compute roofline")).toBe(beats);
  });

  // 64 prompts of 10,000 tokens every 0.5 + 99 x 0.01 s on one H100: 2 x 6.98e9 x 640,000 / 1.49 s = 6e15 operations/s.
  test.each([
    ["64", true],
    ["16", false],
  ])("%s requests in flight beat what the GPU multiplies: %s", (concurrency, beats) => {
    expect(ruleIds({ concurrency, input_tokens: "10000", output_tokens: "100", ttft_ms_mean: "500", tpot_ms_mean: "10" }).includes("throughput roofline")).toBe(beats);
  });

  test("one family's client held 100 requests open", () => {
    expect(ruleIds({ concurrency: "200" }, "infrascale")).toEqual(["client limit"]);
    expect(ruleIds({ concurrency: "100" }, "infrascale")).toEqual([]);
    expect(ruleIds({ concurrency: "200" })).toEqual([]);
  });

  test("failures, and queues", () => {
    expect(ruleIds({ failed_percent: "1.5" })).toEqual(["failed requests"]);
    expect(ruleIds({ failed_percent: "0.5" })).toEqual([]);
    expect(ruleIds({ max_num_seqs: "4" })).toEqual(["engine queue"]);
    expect(exclusionsOf(resolved({ scenario: "offline" }), "any")).toMatchObject([{ id: "offline queue", quantities: "first-token" }]);
  });

  test("a first token that comes later than the whole rest waited for a slot that nobody stated", () => {
    // 255 tokens of 8 ms: 2.04 s.
    expect(ruleIds({ ttft_ms_mean: "2050" })).toEqual(["unstated limit"]);
    expect(ruleIds({ ttft_ms_mean: "2030" })).toEqual([]);
    expect(ruleIds({ ttft_ms_mean: "2050", max_num_seqs: "8" })).toEqual([]);
  });

  test("a first token of a prompt whose length is assumed tells nothing", () => {
    expect(exclusionsOf(resolved({ input_tokens: "", assumed_input_tokens: "100" }), "any")).toMatchObject([{ id: "assumed prompt", quantities: "first-token" }]);
  });

  test("first tokens that come later where answers are longer waited for a slot", () => {
    const table = (changes: Row, ...times: readonly string[]): readonly ResolvedRow[] =>
      times.map((ttft_ms_mean, i) => resolved({ ...changes, ttft_ms_mean, output_tokens: String(256 * 2 ** i) }));
    const rules = (rows: readonly ResolvedRow[]): readonly (readonly string[])[] => rows.map((row) => exclusionsOf(row, "any", rows).map(({ id }) => id));
    expect(rules(table({}, "60", "70", "79"))).toEqual([["slot queue"], ["slot queue"], ["slot queue"]]);
    expect(rules(table({}, "60", "65", "70"))).toEqual([[], [], []]);
    expect(rules(table({}, "79", "70", "60"))).toEqual([[], [], []]);
    // Another load, prompt or deployment is no sibling.
    const longer = resolved({ ttft_ms_mean: "90", output_tokens: "1024" });
    for (const changes of [{ concurrency: "9" }, { input_tokens: "1025" }, { engine_version: "0.18.0" }, { weights_dtype: "fp8" }, { gpus_total: "2", tp: "2" }, { gpus_total: "2" }]) {
      const rows = [longer, resolved({ ...changes })];
      expect(rules(rows)).toEqual([[], []]);
    }
    expect(rules([longer, resolved({})])).toEqual([["slot queue"], ["slot queue"]]);
  });

  test("every rule has a name of its own and a reason", () => {
    expect(new Set(EXCLUSION_RULES.map(({ id }) => id)).size).toBe(EXCLUSION_RULES.length);
    expect(EXCLUSION_RULES.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });
});
