import { describe, expect, test } from "vitest";
import { gpus, models } from "../../src/index.js";
import { compactRow } from "../../src/measurements/compact-row.js";
import { parseCsv } from "../../src/measurements/csv.js";
import { resolveLoad } from "../../src/measurements/resolve-load.js";
import { isRefused, resolveDemand } from "../../src/measurements/resolve-row.js";
import { SPEED_ROW } from "../cli/validation/fixtures.js";

describe("a row without a scenario", () => {
  test("has the one of the only number that it states", () => {
    expect(resolveLoad({ concurrency: "8" })).toEqual({ kind: "closed-loop", requestsInFlight: 8 });
    expect(resolveLoad({ scenario: "", batch: "4" })).toEqual({ kind: "static-batch", requests: 4 });
    expect(resolveLoad({ request_rate: "2.5" })).toEqual({ kind: "open", requestsPerSecond: 2.5 });
  });

  test("has none with two of them, or with a scenario that is not known", () => {
    expect(resolveLoad({ concurrency: "8", batch: "4" })).toBeNull();
    expect(resolveLoad({})).toBeNull();
    expect(resolveLoad({ scenario: "burst", concurrency: "8" })).toBeNull();
  });
});

test.each([
  ["vLLM benchmark, all 1500 prompts at once, max_num_seqs 1500", "1500"],
  ["QPS=INF: all 500 requests sent at once; more", "500"],
  ["all requests queued at once", undefined],
  ["all 8 GPUs at once", undefined],
])("a note '%s' hands over %s prompts", (notes, batch) => {
  expect(compactRow({ id: "x", notes })["batch"]).toBe(batch);
});

test("a demand reads limits and shares, and no measurement", () => {
  const measured = new Set(["ttft_ms_mean", "tpot_ms_mean", "output_tokens_per_s_total", "total_tokens_per_s", "requests_per_s", "tok_per_s_per_user", "e2e_s_mean", "ttft_ms_p95"]);
  const read = new Set<string>();
  const cells = { ...SPEED_ROW, max_num_seqs: "64", kv_memory_fraction: "0.95" };
  const watched = new Proxy(cells, {
    get: (row, column) => {
      read.add(String(column));
      return Reflect.get(row, column) as unknown;
    },
  });
  const demand = resolveDemand(watched, { gpus, models });
  expect(isRefused(demand) ? demand : [demand.maxNumSeqs, demand.cacheShare]).toEqual([64, 0.95]);
  expect(read.has("concurrency")).toBe(true);
  expect([...read].filter((column) => measured.has(column))).toEqual([]);
});

test("spaces around cells are no part of them", () => {
  expect(parseCsv("id, tp\nx , 2\n")).toEqual([{ id: "x", tp: "2" }]);
});
