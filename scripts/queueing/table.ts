import { median } from "../../src/internal/median.js";
import type { Compared, Quantity } from "./compare.js";

/** Errors of one quantity over the cases of a group. */
export interface ErrorRow {
  readonly group: string;
  readonly quantity: string;
  readonly cases: number;
  /** Of these, cases that ask for a replay. */
  readonly flagged: number;
  /** Median of prediction over simulation. */
  readonly medianRatio: number;
  /** exp of the median |ln ratio|: half of all cases lie within this factor. */
  readonly typicalFactor: number;
  /** Mean of |prediction - simulation| over the mean residence. */
  readonly errorInResidences: number;
}

const NAMES: Readonly<Partial<Record<Quantity, string>>> = {
  rate: "throughput",
  wait: "mean wait",
  wait95: "p95 wait",
  ttft: "mean TTFT",
  ttft50: "p50 TTFT",
  ttft95: "p95 TTFT",
  tpot: "mean TPOT",
  tpot95: "p95 TPOT",
  residence: "mean residence",
  request: "mean of whole request",
  request95: "p95 of whole request",
};

/** Waits shorter than this share of a residence are not compared: their ratio says nothing. */
const LEAST_WAIT = 0.01;

const groupOf = ({ cell }: Compared): string =>
  cell.group === "Poisson" || cell.group === "users"
    ? `${cell.group}, ${cell.lengths.name === "code" ? "code completion" : "others"}`
    : cell.group === "sustained" && cell.lengths.output.cv === 0
      ? "sustained, equal lengths"
      : cell.group;

export function errorTable(compared: readonly Compared[]): readonly ErrorRow[] {
  const groups = [...new Set(compared.map(groupOf))];
  return groups.flatMap((group) => {
    const cases = compared.filter((one) => groupOf(one) === group);
    return Object.entries(NAMES).flatMap(([key, quantity]) => {
      const q = key as Quantity;
      const used = cases.filter(({ simulated, residenceSeconds }) => simulated[q] > 0 && (!q.startsWith("wait") || simulated.wait > LEAST_WAIT * residenceSeconds));
      if (used.length === 0) return [];
      const ratios = used.map(({ predicted, simulated }) => predicted[q] / simulated[q]);
      return [
        {
          group,
          quantity,
          cases: used.length,
          flagged: used.filter(({ flagged }) => flagged).length,
          medianRatio: median(ratios),
          typicalFactor: Math.exp(median(ratios.map((ratio) => Math.abs(Math.log(ratio))))),
          errorInResidences: used.reduce((sum, { predicted, simulated, residenceSeconds }) => sum + Math.abs(predicted[q] - simulated[q]) / (q === "rate" ? simulated[q] : residenceSeconds), 0) / used.length,
        },
      ];
    });
  });
}

/** The table as Markdown. */
export const markdown = (rows: readonly ErrorRow[]): string =>
  ["| case | quantity | cases | flagged | median ratio | typical factor | mean error / residence |", "|---|---|---|---|---|---|---|", ...rows.map(({ group, quantity, cases, flagged, medianRatio, typicalFactor, errorInResidences }) => `| ${group} | ${quantity} | ${cases} | ${flagged} | ${medianRatio.toFixed(2)} | ${typicalFactor.toFixed(typicalFactor < 1.1 ? 3 : 2)} | ${errorInResidences.toFixed(3)} |`)].join("\n");
