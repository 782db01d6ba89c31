import { colours } from "../colours.js";
import { assumedLines } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import type { ErrorStatistics } from "./error-statistics.js";
import type { GroupErrors, Unpredicted, ValidationSummary } from "./summary.js";
import type { ValidatedRow } from "./validate-rows.js";

/** A validation for a terminal of 80 columns, or a pipe. */
export function renderValidation(summary: ValidationSummary, rows: readonly ValidatedRow[]): string {
  const paragraphs = [
    colours.bold(headline(summary)),
    columnTable(summary),
    ...summary.columns.map(({ column }) =>
      groupTable(
        column,
        summary.groups.filter((group) => group.column === column),
      ),
    ),
    assumedLines(rows.flatMap(({ assumed }) => assumed.map((assumption) => ({ ...assumption, rows: 1 })))),
    ...refusedParagraphs(rows),
    ...unpredictedParagraphs(summary.unpredicted),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function headline({ table, rows, predicted }: ValidationSummary): string {
  const kind = table === "speed" ? "of speeds" : "of start-up logs";
  return `${rows} row${rows === 1 ? "" : "s"} ${kind}: ${predicted} predicted, ${rows - predicted} not`;
}

const ERROR_HEAD = ["rows", "median", "p90", "bias"] as const;

function columnTable({ columns }: ValidationSummary): string {
  if (columns.length === 0) return "no row is both predicted and measured: there is no error to show";
  return formatTable(
    ["error of", ...ERROR_HEAD],
    columns.map(({ column, ...errors }) => [column, ...errorCells(errors)]),
    [1, 2, 3, 4],
  );
}

function groupTable(column: string, groups: readonly GroupErrors[]): string {
  const rows = groups.map((group) => [group.engine, group.gpu, group.kind, ...errorCells(group)]);
  return `${colours.bold(column)}\n${formatTable(["engine", "GPU", "", ...ERROR_HEAD], rows, [3, 4, 5, 6])}`;
}

const errorCells = ({ rows, medianAbsoluteError, p90AbsoluteError, bias }: ErrorStatistics): readonly string[] => [
  String(rows),
  percent(medianAbsoluteError),
  percent(p90AbsoluteError),
  percent(bias),
];

/** Beyond ten times the measured figure the digits say nothing. */
function percent(share: number): string {
  const value = 100 * share;
  if (value > MOST_PERCENT) return `> ${MOST_PERCENT} %`;
  return `${value.toFixed(Math.abs(value) < 1 ? 2 : Math.abs(value) < 100 ? 1 : 0)} %`;
}

const MOST_PERCENT = 999;

/** Servers that do not start, by the engine's own checks. */
function refusedParagraphs(rows: readonly ValidatedRow[]): readonly string[] {
  const refused = rows.flatMap(({ id, start }) =>
    start?.reason == null ? [] : [wrap(`${id}: ${start.reason}`).join("\n")],
  );
  return refused.length === 0 ? [] : [colours.bold("Does not start"), refused.join("\n")];
}

function unpredictedParagraphs(unpredicted: readonly Unpredicted[]): readonly string[] {
  if (unpredicted.length === 0) return [];
  const reasons = unpredicted.map(({ reason, rows, ids }) =>
    [...wrap(`${rows} x ${reason}`), ...wrap(ids.join(" "), "  ").map((line) => colours.dim(line))].join("\n"),
  );
  return [colours.bold("Not predicted"), ...reasons];
}
