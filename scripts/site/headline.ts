const GROUPED = new Intl.NumberFormat("en-GB");

/**
 * How often a purchase is right, in one sentence: from the table "purchases" of docs/purchases.md, as Markdown.
 *
 * @throws Error where the table lacks a row or a column that the sentence names.
 */
export function headline(table: string): string {
  const [header = [], , ...rows] = table.split("\n").map(cells);
  const figure = (sizer: string, column: string): number => {
    const value = Number(rows.find(([name]) => name === sizer)?.[header.indexOf(column)]);
    if (!Number.isFinite(value)) throw new Error(`the table of purchases has no figure for ${sizer}, ${column}`);
    return value;
  };
  const met = (sizer: string): string => `${figure(sizer, "met %").toFixed(0)} %`;
  return (
    `Of ${GROUPED.format(figure("default", "n"))} purchases that published load tests can judge, **${met("default")}** meet their targets, for ` +
    `${figure("default", "x sum").toFixed(1)} times the fewest GPUs in all. As predicted, without the margin, ${met("expected")} do; ` +
    `by the original's formulas, ${met("classic")}.`
  );
}

/** Cells of a line of a Markdown table. */
const cells = (line: string): readonly string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
