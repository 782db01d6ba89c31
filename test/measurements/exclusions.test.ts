import { describe, expect, test } from "vitest";
import { EXCLUSION_RULES, exclusionsOf } from "../../scripts/measurements/exclusions.js";
import { isRefusedRow, tableRow, type TableRow } from "../../scripts/measurements/table-row.js";
import type { Row } from "../../src/measurements/csv.js";
import { flagCell, FLAGS } from "../../src/measurements/flags.js";
import { LOAD_TEST_ROW } from "../support/load-test-row.js";

const ROW: Row = { ...LOAD_TEST_ROW, source: "1" };

const resolved = (changes: Row): TableRow => {
  const result = tableRow({ ...ROW, ...changes });
  if (isRefusedRow(result)) throw new Error(`${result.refusal} ${result.detail}`);
  return result;
};

const ruleIds = (changes: Row, family = "any"): readonly string[] =>
  exclusionsOf(resolved(changes), family).map(({ id }) => id);

test("a row that measured nothing is of no use", () => {
  expect(tableRow({ ...ROW, ttft_ms_mean: "", tpot_ms_mean: "" })).toEqual({ refusal: "nothing-measured", detail: "" });
});

test("times are in SI, and absent where they were not measured", () => {
  expect(resolved({}).measured).toMatchObject({
    meanFirstTokenSeconds: 0.06,
    meanSecondsPerToken: 0.008,
    requestSeconds: null,
    medianGapSeconds: null,
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
    expect(
      ruleIds({
        concurrency,
        input_tokens: "10000",
        output_tokens: "100",
        ttft_ms_mean: "500",
        tpot_ms_mean: "10",
      }).includes("throughput roofline"),
    ).toBe(beats);
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
    expect(exclusionsOf(resolved({ scenario: "offline" }), "any")).toMatchObject([
      { id: "offline queue", quantities: "first-token" },
    ]);
  });

  test("a first token that comes later than the whole rest waited for a slot that nobody stated", () => {
    // 255 tokens of 8 ms: 2.04 s.
    expect(ruleIds({ ttft_ms_mean: "2050" })).toEqual(["unstated limit"]);
    expect(ruleIds({ ttft_ms_mean: "2030" })).toEqual([]);
    expect(ruleIds({ ttft_ms_mean: "2050", max_num_seqs: "8" })).toEqual([]);
  });

  test("a first token of a prompt whose length is assumed tells nothing", () => {
    expect(exclusionsOf(resolved({ input_tokens: "", assumed_input_tokens: "100" }), "any")).toMatchObject([
      { id: "assumed prompt", quantities: "first-token" },
    ]);
  });

  test("first tokens that come later where answers are longer waited for a slot", () => {
    const table = (changes: Row, ...times: readonly string[]): readonly TableRow[] =>
      times.map((ttft_ms_mean, i) => resolved({ ...changes, ttft_ms_mean, output_tokens: String(256 * 2 ** i) }));
    const rules = (rows: readonly TableRow[]): readonly (readonly string[])[] =>
      rows.map((row) => exclusionsOf(row, "any", rows).map(({ id }) => id));
    expect(rules(table({}, "60", "70", "79"))).toEqual([["slot queue"], ["slot queue"], ["slot queue"]]);
    expect(rules(table({}, "60", "65", "70"))).toEqual([[], [], []]);
    expect(rules(table({}, "79", "70", "60"))).toEqual([[], [], []]);
    // Another load, prompt or deployment is no sibling.
    const longer = resolved({ ttft_ms_mean: "90", output_tokens: "1024" });
    for (const changes of [
      { concurrency: "9" },
      { input_tokens: "1025" },
      { engine_version: "0.18.0" },
      { weights_dtype: "fp8" },
      { gpus_total: "2", tp: "2" },
      { gpus_total: "2" },
    ]) {
      const rows = [longer, resolved({ ...changes })];
      expect(rules(rows)).toEqual([[], []]);
    }
    expect(rules([longer, resolved({})])).toEqual([["slot queue"], ["slot queue"]]);
  });

  test("every rule has a name of its own and a reason", () => {
    expect(new Set(EXCLUSION_RULES.map(({ id }) => id)).size).toBe(EXCLUSION_RULES.length);
    expect(EXCLUSION_RULES.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });

  test("two rows of which one makes the other impossible are both left out", () => {
    const row = (concurrency: number, tpot: number, changes: Row = {}): TableRow =>
      resolved({ concurrency: String(concurrency), tpot_ms_mean: String(tpot), ...changes });
    const out = (...rows: readonly TableRow[]): readonly boolean[] =>
      rows.map((of) => exclusionsOf(of, "any", rows).some(({ id }) => id === "contradicted by a twin"));
    const slow = row(8, 40);
    expect(out(slow, row(8, 19))).toEqual([true, true]);
    expect(out(slow, row(64, 19), row(4, 25))).toEqual([true, true, false]);
    // A lighter load explains a quicker token, and so do more GPUs and what a flag tells of.
    expect(out(slow, row(7, 19))).toEqual([false, false]);
    expect(out(slow, row(8, 21))).toEqual([false, false]);
    expect(out(slow, row(8, 19, { gpus_total: "2", tp: "2" }))).toEqual([false, false]);
    expect(out(slow, row(16, 11, { gpus_total: "2", tp: "2" }))).toEqual([false, false]);
    expect(out(slow, row(16, 9, { gpus_total: "2", tp: "2" }))).toEqual([true, true]);
    expect(exclusionsOf(slow, "any", [slow, row(8, 19, { flag: "SPECULATIVE" })]).map(({ id }) => id)).toEqual([]);
    // Another request, format, release or GPU is no twin.
    for (const changes of [
      { input_tokens: "1025" },
      { output_tokens: "255" },
      { weights_dtype: "fp8" },
      { engine_version: "0.11.0" },
      { gpu: "H200-SXM-141GB" },
      { scenario: "static_batch", batch: "64", concurrency: "" },
    ])
      expect(out(slow, row(64, 19, changes)), JSON.stringify(changes)).toEqual([false, false]);
  });

  test("first tokens that leap and stand still, or fall, as the load grows are of a stalled engine, in all sweeps of the deployment", () => {
    const row = (concurrency: number, ttft: number, changes: Row = {}): TableRow =>
      resolved({ concurrency: String(concurrency), ttft_ms_mean: String(ttft), tpot_ms_mean: "40", ...changes });
    const stalled = (...rows: readonly TableRow[]): readonly boolean[] =>
      rows.map((of) => exclusionsOf(of, "any", rows).some(({ id }) => id === "stalled engine"));
    const still = [row(4, 100), row(8, 900), row(16, 1000)];
    expect(stalled(...still)).toEqual([true, true, true]);
    expect(stalled(...still, row(4, 100, { input_tokens: "2048" })).at(-1)).toBe(true);
    // Falling by more than half.
    expect(stalled(row(4, 900), row(8, 440))).toEqual([true, true]);
    expect(stalled(row(4, 900), row(8, 460))).toEqual([false, false]);
    // A queue goes on to grow; prompts that wait for each other take as much longer as the load is heavier.
    expect(stalled(row(4, 100), row(8, 900), row(16, 1200))).toEqual([false, false, false]);
    expect(stalled(row(4, 100), row(8, 900), row(15, 1000))).toEqual([false, false, false]);
    expect(stalled(row(4, 100), row(8, 290), row(16, 300))).toEqual([false, false, false]);
    expect(stalled(row(4, 100), row(8, 310), row(16, 300))).toEqual([true, true, true]);
    // Rows of another deployment, or that a flag tells of, show nothing.
    for (const changes of [
      { engine_version: "0.11.0" },
      { weights_dtype: "fp8" },
      { gpu: "H200-SXM-141GB" },
      { gpus_total: "2", tp: "2" },
      { flag: "ODD" },
      { input_tokens: "2048" },
    ])
      expect(stalled(row(4, 100, changes), row(8, 900), row(16, 1000)), JSON.stringify(changes)).toEqual([
        false,
        false,
        false,
      ]);
  });
});
