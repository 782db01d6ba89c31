import { expect, test } from "vitest";
import { withRepeats } from "../../scripts/measurements/repeats.js";
import type { Row } from "../../src/measurements/csv.js";

const run: Row = { engine: "vLLM", model: "m", gpu: "g", concurrency: "8", ttft_ms_mean: "100.04", tpot_ms_mean: "10" };

test("a row that gives both times of a row before it again is a repeat, rounded as they may be", () => {
  const flags = (...others: readonly Row[]): unknown[] =>
    withRepeats([run, ...others.map((changes) => ({ ...run, ...changes }))]).map(({ flag }) => flag);
  expect(flags({ ttft_ms_mean: "100" })).toEqual([undefined, "REPEAT"]);
  expect(flags({ ttft_ms_mean: "100", flag: "ODD" })).toEqual([undefined, "ODD"]);
  expect(flags({ ttft_ms_mean: "100.5" }, { concurrency: "16" }, { tpot_ms_mean: "" })).toEqual(
    Array.from({ length: 4 }, () => undefined),
  );
});
