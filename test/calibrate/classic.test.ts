import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { scenarioFor } from "../support/scenario.js";
import { originalTokenSeconds, PUBLISHED, refit } from "../../scripts/calibrate/classic/original-form.js";
import { CLASSIC_PAGE, withTables } from "../../scripts/calibrate/classic/page.js";
import { originalRows } from "../../scripts/calibrate/classic/rows.js";
import { classicTables } from "../../scripts/calibrate/classic/tables.js";
import { classicModel } from "../../src/performance/classic/classic-model.js";

const rows = originalRows();

test(
  "the page holds the tables that the script prints: `npm run calibrate:classic -- --docs` writes them",
  { timeout: 60_000 },
  () => {
    const page = readFileSync(CLASSIC_PAGE, "utf8");
    expect(withTables(page, classicTables())).toBe(page);
  },
);

describe("the original's form", () => {
  test("with its published constants is that of the classic model", () => {
    for (const row of rows.filter(({ clients }) => clients <= 100)) {
      const { inputTokens, outputTokens } = row.row.lengths;
      const scenario = scenarioFor({
        model: row.row.model,
        gpu: row.row.gpu,
        precision: { weights: "bf16", kvCache: "bf16" },
        workload: { requestsInFlight: 1, inputTokens, outputTokens },
        targets: {},
      });
      const decision = { gpusPerReplica: row.gpus, replicas: 1, batchExponent: Math.log2(row.clients), queueRatio: 1 };
      expect(
        originalTokenSeconds(row, row.clients, PUBLISHED) / classicModel().secondsPerOutputToken(decision, scenario),
        row.id,
      ).toBeCloseTo(1, 10);
    }
  });

  test("gives back the constants of times that it made", () => {
    const constants = { referenceBillions: 15, batchOffset: 45, efficiency: 0.6 };
    const made = rows.map((row) => ({ ...row, tpotSeconds: originalTokenSeconds(row, row.clients, constants) }));
    const found = refit(made, ({ clients }) => clients);
    expect(found.referenceBillions).toBeCloseTo(15, 6);
    expect(found.batchOffset).toBeCloseTo(45, 5);
    expect(found.efficiency).toBeCloseTo(0.6, 8);
  });

  test("fitted is no worse than as published, in the sum that is made small", () => {
    const batchOf = ({ clients }: (typeof rows)[number]): number => Math.min(100, clients);
    const sum = (constants: typeof PUBLISHED): number =>
      rows.reduce(
        (total, row) => total + Math.log(originalTokenSeconds(row, batchOf(row), constants) / row.tpotSeconds) ** 2,
        0,
      );
    expect(sum(refit(rows, batchOf))).toBeLessThan(sum(PUBLISHED));
  });
});
