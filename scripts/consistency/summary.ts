import { groupBy, quantile } from "../accuracy/statistics.js";
import { markdown, shown } from "../exam/table.js";
import { LIMITS, type Compared, type Evaluated, type Quantity } from "./compare.js";
import type { Draw } from "./draws.js";

export type Evaluator = keyof Compared["evaluators"];

/** A draw as one evaluator sees it. */
export interface Line extends Evaluated {
  readonly draw: Draw;
}

/** The draws that an evaluator answered. */
export const linesOf = (compared: readonly Compared[], evaluator: Evaluator): readonly Line[] =>
  compared.flatMap(({ draw, evaluators }) =>
    evaluators[evaluator] === undefined ? [] : [{ draw, ...evaluators[evaluator] }],
  );

/** Predicted over simulated, of the quantities that both have. */
export const ratiosOf = ({ predicted, simulated }: Evaluated): readonly (readonly [Quantity, number])[] =>
  (Object.keys(LIMITS) as Quantity[]).flatMap((quantity) => {
    const [ofFormula, ofSimulation] = [predicted[quantity], simulated[quantity]];
    return ofFormula === undefined || ofSimulation === undefined || ofSimulation === 0
      ? []
      : [[quantity, ofFormula / ofSimulation] as const];
  });

/** The largest error in limits: 1 is as far as it may be. */
export const worstOf = (line: Line): number =>
  Math.max(0, ...ratiosOf(line).map(([quantity, ratio]) => Math.abs(ratio - 1) / LIMITS[quantity]));

/** Share of the lines whose quantity is within its limit; NaN where nobody has it. */
export function shareWithin(lines: readonly Line[], quantity: Quantity): number {
  const ratios = sortedRatios(lines, quantity);
  return ratios.filter((ratio) => Math.abs(ratio - 1) <= LIMITS[quantity]).length / ratios.length;
}

const sortedRatios = (lines: readonly Line[], quantity: Quantity): readonly number[] =>
  lines
    .flatMap((line) => ratiosOf(line).flatMap(([name, ratio]) => (name === quantity ? [ratio] : [])))
    .toSorted((a, b) => a - b);

/** How far an evaluator is from the simulations, by kind of load, of the draws that it does not call rough. */
export function summary(compared: readonly Compared[], evaluator: Evaluator): string {
  const lines = linesOf(compared, evaluator);
  const trusted = lines.filter(({ reasons }) => reasons.length === 0);
  const kinds = groupBy(trusted, ({ draw }) => kindOf(draw));
  const quantities = (Object.keys(LIMITS) as Quantity[]).filter((quantity) =>
    trusted.some((line) => ratiosOf(line).some(([name]) => name === quantity)),
  );
  const row = (name: string, of: readonly Line[]): readonly string[] => [
    name,
    String(of.length),
    shown((100 * of.filter((line) => worstOf(line) <= 1).length) / of.length),
    ...quantities.map((quantity) => {
      const ratios = sortedRatios(of, quantity);
      return `${shown(100 * shareWithin(of, quantity), 0)} (${[0.025, 0.5, 0.975].map((share) => shown(quantile(ratios, share), 2)).join(" ")})`;
    }),
  ];
  const reasons = [
    ...groupBy(
      lines.flatMap((line) => line.reasons),
      (reason) => reason,
    ),
  ].map(([reason, of]) => `${reason} ${of.length}`);
  return [
    `${evaluator}: ${lines.length} draws, ${shown((100 * (lines.length - trusted.length)) / lines.length)} % flagged${reasons.length === 0 ? "" : ` (${reasons.join(", ")})`}`,
    "Without a flag: % within the limit, and the 2.5th, 50th and 97.5th percentile of predicted over simulated",
    markdown(
      ["load", "n", "all", ...quantities.map((quantity) => `${quantity} ${100 * LIMITS[quantity]} %`)],
      [row("all", trusted), ...[...kinds].map(([kind, of]) => row(kind, of))],
    ),
  ].join("\n");
}

function kindOf({ load }: Draw): string {
  if (load.kind !== "closed-loop") return load.kind;
  return `${load.kind}, ${load.rounds === Infinity ? "steady" : "rounds"}${load.equalLengths ? ", equal" : ""}`;
}

/** The draws that are furthest off, of those without a flag. */
export function worst(compared: readonly Compared[], evaluator: Evaluator, count: number): string {
  const lines = linesOf(compared, evaluator).filter(({ reasons }) => reasons.length === 0);
  return lines
    .toSorted((a, b) => worstOf(b) - worstOf(a))
    .slice(0, count)
    .map(
      (line) =>
        `draw ${line.draw.seed}: ${ratiosOf(line)
          .map(([quantity, ratio]) => `${quantity} ${ratio.toFixed(2)}`)
          .join(", ")}; ${JSON.stringify(line.draw.deployment)}`,
    )
    .join("\n");
}
