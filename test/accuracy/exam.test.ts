import { describe, expect, test } from "vitest";
import { examRows, type ExamRow } from "../../scripts/accuracy/exam-row.js";
import { examineMemory } from "../../scripts/accuracy/memory-exam.js";
import { examineSpeed } from "../../scripts/accuracy/speed-exam.js";
import { MEMORY_TABLE, readTable } from "../../scripts/measurements/families.js";
import type { Tally } from "../../scripts/measurements/tally.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { LOAD_TEST_ROW } from "../support/load-test-row.js";

const total = (tally: Tally, of: (name: string) => boolean = () => true): number =>
  tally.sorted().reduce((sum, [name, count]) => sum + (of(name) ? count : 0), 0);

const closedLoop = (clients: number): Record<string, string> => ({
  ...LOAD_TEST_ROW,
  id: "made-up",
  engine_version: "0.15.1",
  concurrency: String(clients),
  input_tokens: "1000",
  output_tokens: "100",
  ttft_ms_mean: "200",
  tpot_ms_mean: "20",
});

const rowOf = (cells: Record<string, string>): readonly ExamRow[] => examRows([["made up", [cells]]]).rows;

describe("rows of tables", () => {
  test("are all predicted or counted with a reason", () => {
    for (const family of ["lmdeploy", "sglang_cookbook", "accelmark", "premai", "amd_rocm", "infrascale"]) {
      const table = readTable(family);
      const { rows, unresolved, excluded } = examRows([[family, table]]);
      // A row may break several rules, so these are at most as many as the counts.
      const out = table.length - rows.length - total(unresolved);
      expect(out).toBeGreaterThanOrEqual(0);
      expect(out).toBeLessThanOrEqual(total(excluded, (name) => name.endsWith("(all)")));
      const { observations, refused, notCompared } = examineSpeed(rows, shippedConstants(), null);
      const nothing = total(notCompared, (reason) => reason.startsWith("nothing"));
      expect(new Set(observations.map(({ id }) => id)).size + total(refused) + nothing, family).toBe(rows.length);
    }
  });

  test("become the request that they say", () => {
    const [row] = rowOf(closedLoop(8));
    expect(row?.row.request).toMatchObject({
      engineVersion: "0.15.1",
      load: { kind: "closed-loop", requestsInFlight: 8 },
      inputTokens: 1000,
      outputTokens: 100,
      parallelism: { tensor: 1 },
      precision: { weights: "bf16" },
    });
    expect(row?.era).toBe("current");
    expect(rowOf({ ...closedLoop(8), engine_version: "0.6.3" })[0]?.era).toBe("older");
  });
});

describe("comparisons", () => {
  const examine = (cells: Record<string, string>): ReturnType<typeof examineSpeed> =>
    examineSpeed(rowOf(cells), shippedConstants(), null);

  test("are of the time per token, the first token and the rate, in SI", () => {
    const measured = Object.fromEntries(
      examine({ ...closedLoop(8), requests_per_s: "3" }).observations.map(({ quantity, measured: value }) => [
        quantity,
        value,
      ]),
    );
    expect(measured).toEqual({
      "time per output token": 0.02,
      "time to first token": 0.2,
      "output tokens per second": 300,
    });
  });

  test("leave out the first token where more requests are sent than run", () => {
    const { observations, notCompared } = examine({ ...closedLoop(500), tpot_ms_mean: "60" });
    expect(observations.map(({ quantity }) => quantity)).toEqual(["time per output token"]);
    expect(total(notCompared)).toBe(1);
  });
});

test("every start-up log is compared or counted with a reason", () => {
  const logs = readTable(MEMORY_TABLE);
  const { observations, unresolved, excluded, refused } = examineMemory(logs);
  const compared = new Set(observations.map(({ id }) => id)).size;
  expect(compared).toBeGreaterThan(100);
  expect(compared + total(unresolved) + total(excluded) + total(refused)).toBe(logs.length);
});
