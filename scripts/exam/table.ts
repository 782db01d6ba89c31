import { scoreOf, type Asked, type Score } from "./score.js";

/** A number for a table; a dash for none. */
export const shown = (value: number, digits = 1): string => (Number.isNaN(value) ? "-" : value.toFixed(digits));

/** Ratios to two digits, shares to one, counts as they are. */
const digitsOf = (figure: string): number => (/^(x|miss) /.test(figure) ? 2 : /%|^by |^of /.test(figure) ? 1 : 0);

/** Scores as a Markdown table. */
export function scoreTable(what: string, lines: Iterable<readonly [name: string, asked: readonly Asked[]]>): string {
  const scores: readonly (readonly [string, Score])[] = [...lines].map(([name, asked]) => [name, scoreOf(asked)]);
  const figures = Object.keys(scores[0]?.[1] ?? {}) as (keyof Score)[];
  return markdown(
    [what, ...figures],
    scores.map(([name, score]) => [name, ...figures.map((figure) => shown(score[figure], digitsOf(figure)))]),
  );
}

/** A Markdown table, padded: the first column to the left, the others to the right. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(" | ")} |`;
  return [
    line(head),
    `|${widths.map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`,
    ...rows.map(line),
  ].join("\n");
}
