import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { assumedLines } from "../render-assumed.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import type { ErrorStatistics } from "./error-statistics.js";
import { OF_CACHE, type GroupErrors, type Unpredicted, type ValidationSummary } from "./summary.js";
import { NOT_STATED, type GroupedRow } from "./validate-rows.js";

/** A validation for a terminal of 80 columns, or a pipe. */
export function renderValidation(
  summary: ValidationSummary,
  rows: readonly GroupedRow[],
  language: CommandLanguage,
): string {
  const { table, rows: all, predicted } = summary;
  const paragraphs = [
    colours.bold(language.words.validation.headline(table, all, predicted)),
    columnTable(summary, language),
    ...summary.columns.map(({ column }) =>
      groupTable(
        column,
        summary.groups.filter((group) => group.column === column),
        language,
      ),
    ),
    assumedLines(
      rows.flatMap(({ row: { assumed } }) => assumed.map((assumption) => ({ ...assumption, rows: 1 }))),
      language,
    ),
    ...refusedParagraphs(rows, language),
    ...unpredictedParagraphs(summary.unpredicted, rows, language),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

const errorHead = ({ words: { validation: words } }: CommandLanguage): readonly string[] => [
  words.rows,
  words.median,
  "p90",
  words.bias,
];

const columnName = (column: string, { words }: CommandLanguage): string =>
  column.endsWith(OF_CACHE) ? words.validation.ofCache(column.slice(0, -OF_CACHE.length)) : column;

function columnTable({ columns }: ValidationSummary, language: CommandLanguage): string {
  const words = language.words.validation;
  if (columns.length === 0) return wrap(words.nothing).join("\n");
  return formatTable(
    [words.errorOf, ...errorHead(language)],
    columns.map(({ column, ...errors }) => [columnName(column, language), ...errorCells(errors, language)]),
    [1, 2, 3, 4],
  );
}

function groupTable(column: string, groups: readonly GroupErrors[], language: CommandLanguage): string {
  const words = language.words.validation;
  const rows = groups.map((group) => [
    group.engine,
    group.gpu === NOT_STATED ? words.gpuNotStated : group.gpu,
    words.kinds[group.kind],
    ...errorCells(group, language),
  ]);
  return `${colours.bold(columnName(column, language))}\n${formatTable([words.engine, "GPU", "", ...errorHead(language)], rows, [3, 4, 5, 6])}`;
}

const errorCells = (
  { rows, medianAbsoluteError, p90AbsoluteError, bias }: ErrorStatistics,
  language: CommandLanguage,
): readonly string[] => [
  String(rows),
  ...[medianAbsoluteError, p90AbsoluteError, bias].map((share) => percent(share, language)),
];

/** Beyond ten times the measured figure the digits say nothing. */
function percent(share: number, { words }: CommandLanguage): string {
  const value = 100 * share;
  if (value > MOST_PERCENT) return `> ${words.validation.percent(MOST_PERCENT, 0)}`;
  return words.validation.percent(value, Math.abs(value) < 1 ? 2 : Math.abs(value) < 100 ? 1 : 0);
}

const MOST_PERCENT = 999;

/** Servers that do not start, by the engine's own checks. */
function refusedParagraphs(rows: readonly GroupedRow[], { words, figures }: CommandLanguage): readonly string[] {
  const refused = rows.flatMap(({ row: { id, start }, why }) =>
    start?.reason == null
      ? []
      : [wrap(`${figures.label(id)} ${words.validation.reason(start.reason, why)}`).join("\n")],
  );
  return refused.length === 0 ? [] : [colours.bold(words.validation.doesNotStart), refused.join("\n")];
}

function unpredictedParagraphs(
  unpredicted: readonly Unpredicted[],
  all: readonly GroupedRow[],
  { words: { validation: words }, figures }: CommandLanguage,
): readonly string[] {
  if (unpredicted.length === 0) return [];
  const reasons = unpredicted.map(({ reason, rows, ids }) => {
    const { why = null } = all.find(({ row }) => row.reason === reason) ?? {};
    const lines = wrap(`${rows} ${figures.times} ${words.reason(reason, why)}`);
    return [...lines, ...wrap(ids.join(" "), "  ").map((line) => colours.dim(line))].join("\n");
  });
  return [colours.bold(words.notPredicted), ...reasons];
}
