import { median } from "../../src/internal/median.js";
import type { Comparison } from "./formula-cases.js";

/** The quantities of the table. */
export const TABLE_QUANTITIES = ["throughput", "running", "wait mean", "wait p95", "ttft mean", "ttft p95", "tpot mean", "tpot p95", "request mean", "request p95"] as const;
export type TableQuantity = (typeof TABLE_QUANTITIES)[number];

/** Waits shorter than this share of a request are not compared: in an engine even a free slot waits for a step to end. */
const LEAST_WAIT = 0.05;
/** A quantity is off beyond this. */
const TOLERANCE = 0.15;
/** Beyond this a factor says no more than that the one is nothing beside the other. */
const MOST_FACTOR = 100;

/** Prediction over simulation; null where there is nothing to compare. */
export function ratioOf({ predicted, simulated, requestSeconds }: Comparison, quantity: TableQuantity): number | null {
  const [ours = NaN, theirs = NaN] = [predicted[quantity], simulated[quantity]];
  if (quantity.startsWith("wait") && (simulated["wait mean"] as number) < LEAST_WAIT * requestSeconds) return null;
  return theirs > 0 ? ours / theirs : null;
}

/** True where prediction and simulation differ by more than 15 %. */
export function isOff(one: Comparison, quantity: TableQuantity): boolean {
  const ratio = ratioOf(one, quantity);
  return ratio !== null && Math.abs(ratio - 1) > TOLERANCE;
}

/** How often, how far, and where most: by kind of traffic and by quantity. */
export function errorMarkdown(compared: readonly Comparison[]): string {
  const presets = [...new Set(compared.map(({ deployment }) => deployment.preset))];
  const rows = presets.flatMap((preset) => {
    const cases = compared.filter(({ deployment }) => deployment.preset === preset);
    return TABLE_QUANTITIES.flatMap((quantity) => {
      const ratios = cases.flatMap((one) => ratioOf(one, quantity) ?? []);
      return ratios.length === 0 ? [] : [`| ${preset} | ${quantity} | ${ratios.length} | ${cells(ratios)} |`];
    });
  });
  return ["| traffic | quantity | cases | median ratio | typical factor | worst ratio | within 15 % |", "|---|---|---|---|---|---|---|", ...rows].join("\n");
}

function cells(ratios: readonly number[]): string {
  const factor = (ratio: number): number => Math.abs(Math.log(Math.max(ratio, 0.1 / MOST_FACTOR)));
  const worst = ratios.reduce((most, ratio) => (factor(ratio) > factor(most) ? ratio : most));
  const within = ratios.filter((ratio) => Math.abs(ratio - 1) <= TOLERANCE).length / ratios.length;
  const typical = Math.exp(median(ratios.map(factor)));
  return [median(ratios).toFixed(2), typical > MOST_FACTOR ? `> ${MOST_FACTOR}` : typical.toFixed(2), worst.toFixed(2), `${Math.round(100 * within)} %`].join(" | ");
}
