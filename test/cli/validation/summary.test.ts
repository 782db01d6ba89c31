import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorStatistics } from "../../../src/cli/validation/error-statistics.js";
import { english } from "../../../src/cli/language/english/index.js";
import { renderValidation } from "../../../src/cli/validation/render-validation.js";
import { summarise } from "../../../src/cli/validation/summary.js";
import type { GroupedRow, RowGroup } from "../../../src/cli/validation/validate-rows.js";

const H100: RowGroup = { engine: "vllm", gpu: "h100-sxm5-80gb", kind: "dense" };
const L4: RowGroup = { engine: "sglang", gpu: "l4", kind: "MoE" };

const row = (id: string, tpot: number, measured: number, group: RowGroup = H100): GroupedRow => ({
  row: {
    id,
    predicted: { tpot_ms_mean: tpot },
    measured: { tpot_ms_mean: measured, ttft_ms_p95: 1 },
    reason: null,
    assumed: [
      { code: "same-shape", asked: id, used: "another" },
      { code: "input-tokens", used: tpot },
    ],
  },
  group,
  why: null,
});
const refused = (id: string, reason: string): GroupedRow => ({
  row: { id, predicted: null, measured: { tpot_ms_mean: 9 }, reason, assumed: [] },
  group: null,
  why: null,
});

describe("statistics of errors", () => {
  test("are shares of what was measured", () => {
    // Errors -10 %, 0, +20 %, +40 %, +50 %.
    const pairs = [0.9, 1, 1.2, 1.4, 1.5].map((ratio) => ({ predicted: 20 * ratio, measured: 20 }));
    const { rows, medianAbsoluteError, p90AbsoluteError, bias } = errorStatistics(pairs);
    expect(rows).toBe(5);
    expect(medianAbsoluteError).toBeCloseTo(0.2, 12);
    // 0.6 of the way from the fourth to the fifth: position 0.9 x 4.
    expect(p90AbsoluteError).toBeCloseTo(0.46, 12);
    expect(bias).toBeCloseTo(0.2, 12);
  });

  test("keep the sign in the bias alone", () => {
    expect(errorStatistics([{ predicted: 5, measured: 10 }])).toEqual({
      rows: 1,
      medianAbsoluteError: 0.5,
      p90AbsoluteError: 0.5,
      bias: -0.5,
    });
  });

  test("do not depend on the order of rows or on the unit", () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ predicted: positive, measured: positive }), { minLength: 1, maxLength: 30 }),
        (pairs) => {
          const known = errorStatistics(pairs);
          const other = errorStatistics(
            pairs
              .map(({ predicted, measured }) => ({ predicted: predicted * 1024, measured: measured * 1024 }))
              .toReversed(),
          );
          expect(other).toEqual(known);
          expect(known.p90AbsoluteError).toBeGreaterThanOrEqual(known.medianAbsoluteError);
        },
      ),
    );
  });
});

describe("the summary", () => {
  const rows = [
    row("a", 11, 10),
    row("b", 8, 10),
    row("c", 30, 10, L4),
    row("zero", 5, 0),
    refused("d", "GPU not stated"),
    refused("e", "engine not stated"),
    refused("f", "engine not stated"),
  ];
  const summary = summarise("speed", rows);

  test("counts every row once, predicted or named with its reason", () => {
    expect(summary).toMatchObject({
      table: "speed",
      rows: 7,
      predicted: 4,
      unpredicted: [
        { reason: "engine not stated", rows: 2, ids: ["e", "f"] },
        { reason: "GPU not stated", rows: 1, ids: ["d"] },
      ],
    });
    const named = summary.unpredicted.flatMap(({ ids }) => ids);
    expect(summary.predicted + named.length).toBe(summary.rows);
  });

  test("compares rows that are predicted and measured above zero, over all and by group", () => {
    expect(summary.columns).toEqual([
      {
        column: "tpot_ms_mean",
        rows: 3,
        medianAbsoluteError: expect.closeTo(0.2, 12) as number,
        p90AbsoluteError: expect.any(Number) as number,
        bias: expect.closeTo(0.1, 12) as number,
      },
    ]);
    expect(summary.groups.map(({ engine, gpu, kind, rows: count }) => [engine, gpu, kind, count])).toEqual([
      ["sglang", "l4", "MoE", 1],
      ["vllm", "h100-sxm5-80gb", "dense", 2],
    ]);
  });

  test("prints every count, error, reason and id", () => {
    const text = renderValidation(summary, rows, english);
    expect(text).toMatch(/^7 rows of speeds: 4 predicted, 3 not\n/);
    expect(text).toMatch(/tpot_ms_mean +3 +20\.0 %/);
    expect(text).toMatch(/vllm +h100-sxm5-80gb +dense +2/);
    expect(text).toContain("2 x engine not stated\n  e f");
    expect(text).toContain("1 x GPU not stated\n  d");
    expect(text).toMatch(/^assumed, of so many rows: prompts as long as the source assumed \(4\); a has/m);
  });

  test("says so when there is nothing to compare", () => {
    expect(renderValidation(summarise("speed", [refused("d", "GPU not stated")]), [], english)).toContain(
      "no row is both predicted and measured",
    );
  });

  test("prints errors beyond ten times the measured figure as such", () => {
    expect(renderValidation(summarise("speed", [row("far", 400, 10)]), [], english)).toMatch(
      /tpot_ms_mean +1 +> 999 %/,
    );
  });
});
