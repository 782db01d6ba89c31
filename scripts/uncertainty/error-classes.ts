import { interpolate } from "../../src/internal/interpolate.js";
import { groupBy } from "../accuracy/statistics.js";
import type { Residual } from "./residual.js";

/** Probabilities of the quantiles that are stored. */
export const PROBABILITIES = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975] as const;

/** A class of this many groups has half of its quantiles from its own errors, half from the wider class. */
const BORROWED_GROUPS = 2;

/** Classes of fewer groups are those of one laboratory's model on one GPU, and say nothing of others. */
const FEWEST_GROUPS = 2;

/** A group of n errors has the weight of n to this power: the level of a whole sweep is one observation, not n. */
const GROUP_EXPONENT = 0.25;

const THOUSANDTHS = 1000;
const STORED_DIGITS = 2;

/**
 * Quantiles of errors by class. A class has the weighted quantiles of its errors, drawn towards those of the next wider one:
 *
 * $$ q = \frac{G\, q_{own} + G_0\, q_{wider}}{G + G_0} $$
 *
 * with G groups in the class. A word that all errors of a class share makes no narrower class.
 *
 * @param residuals - errors of one quantity.
 * @returns quantiles of ln(measured / predicted) in thousandths, by class, wider ones first.
 */
export function errorClasses(residuals: readonly Residual[]): Readonly<Record<string, readonly number[]>> {
  const quantiles = new Map([["", ownQuantiles(residuals)]]);
  addNarrower(quantiles, "", "", residuals, 0);
  return Object.fromEntries(
    [...quantiles].map(([name, values]) => [
      name,
      values.map((q) => Math.round(Number((THOUSANDTHS * q).toPrecision(STORED_DIGITS)))),
    ]),
  );
}

/** Adds the classes within one: `name` has the words so far, `stored` those of the narrowest class that is stored. */
function addNarrower(
  quantiles: Map<string, readonly number[]>,
  name: string,
  stored: string,
  residuals: readonly Residual[],
  depth: number,
): void {
  const wider = quantiles.get(stored) ?? [];
  const byWord = groupBy(
    residuals.filter(({ path }) => path.length > depth),
    ({ path }) => path[depth] ?? "",
  );
  for (const [word, own] of [...byWord].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const narrower = name === "" ? word : `${name} ${word}`;
    const groups = groupBy(own, ({ group }) => group).size;
    if (groups < FEWEST_GROUPS) continue;
    const isProper = own.length < residuals.length;
    if (isProper) {
      const share = groups / (groups + BORROWED_GROUPS);
      quantiles.set(
        narrower,
        ownQuantiles(own).map((q, i) => share * q + (1 - share) * (wider[i] ?? q)),
      );
    }
    addNarrower(quantiles, narrower, isProper ? narrower : stored, own, depth + 1);
  }
}

function ownQuantiles(residuals: readonly Residual[]): readonly number[] {
  const groups = groupBy(residuals, ({ group }) => group);
  return weightedQuantiles(
    residuals.map(({ logRatio, group }) => [logRatio, (groups.get(group)?.length ?? 1) ** (GROUP_EXPONENT - 1)]),
  );
}

/** Quantiles of weighted values, each value in the middle of its weight, linear between them. */
export function weightedQuantiles(weighted: readonly (readonly [value: number, weight: number])[]): readonly number[] {
  const sorted = weighted.toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, weight]) => sum + weight, 0);
  let below = 0;
  const places = sorted.map(([, weight]) => {
    below += weight;
    return (below - weight / 2) / total;
  });
  const values = sorted.map(([value]) => value);
  const first = places[0] ?? Number.NaN;
  const last = places.at(-1) ?? Number.NaN;
  return PROBABILITIES.map((probability) => interpolate(places, values, Math.min(last, Math.max(first, probability))));
}
