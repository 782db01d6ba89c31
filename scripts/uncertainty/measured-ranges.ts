import { compareVersions } from "../../src/catalog/engine.js";
import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import type { MeasuredRange, Range } from "../../src/uncertainty/uncertainty-table.js";
import type { ExamRow } from "../accuracy/exam-row.js";
import { predict } from "../accuracy/speed-exam.js";
import { groupBy } from "../accuracy/statistics.js";
import { currentFrom } from "./residual.js";

/** What the exam's rows cover, by engine; engines without eras of their own are left out. */
export function measuredRanges(
  rows: readonly ExamRow[],
  constants: ServingConstants,
): Readonly<Record<string, MeasuredRange>> {
  const byEngine = [...groupBy(rows, ({ row }) => row.engine)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    byEngine.flatMap(([engine, of]) => {
      const from = currentFrom(engine);
      return from === undefined ? [] : [[engine, { currentFrom: from, ...rangeOf(of, constants) }] as const];
    }),
  );
}

function rangeOf(rows: readonly ExamRow[], constants: ServingConstants): Omit<MeasuredRange, "currentFrom"> {
  const versions = rows.flatMap(({ row }) => row.engineVersion ?? []).toSorted(compareVersions);
  const running = rows.flatMap((row) => {
    const prediction = predict(row, constants);
    return typeof prediction === "string" ? [] : prediction.running / prediction.replicas;
  });
  return {
    versions: [versions[0] ?? "0", versions.at(-1) ?? "0"],
    parameters: ends(rows.map(({ row }) => row.model.parameters.total)),
    running: ends(running),
    requestTokens: ends(rows.map(({ row: { lengths } }) => lengths.inputTokens + lengths.outputTokens)),
  };
}

const DIGITS = 3;

const ends = (values: readonly number[]): Range<number> => [rounded(Math.min(...values)), rounded(Math.max(...values))];

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
