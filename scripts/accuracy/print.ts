import type { Tally } from "../measurements/tally.js";
import type { HeldOutFigures } from "./figures.js";
import { FOLD_KINDS } from "./folds.js";
import { QUANTITIES } from "./quantities.js";
import type { Slice } from "./slices.js";

/** Prints figures as a table by quantity; errors in %. */
export function printSlices(slices: readonly Slice[]): void {
  for (const quantity of QUANTITIES) {
    const own = slices.filter((slice) => slice.quantity === quantity);
    if (own.length === 0) continue;
    console.log(`\n${quantity}: errors in %`);
    console.log(
      `${"".padEnd(56)}  rows groups |  median     p90    bias  groups | without: ${FOLD_KINDS.map((kind) => kind.padStart(14)).join("")} (median / groups)`,
    );
    for (const { cut, value, era, kind, figures } of own) {
      const label = `${cut === "all" ? "" : `${cut} `}${value}`.padEnd(36) + era.padEnd(14) + kind.padEnd(6);
      const { rows, groups, median, p90, bias, groupMedian, heldOut } = figures;
      const counts = `${String(rows).padStart(6)}${String(groups).padStart(7)}`;
      console.log(
        `${label}${counts} |${percent(median)}${percent(p90)}${percent(bias)}${percent(groupMedian)} |${" ".repeat(9)}${FOLD_KINDS.map((kind) => heldOutText(heldOut?.[kind])).join("")}`,
      );
    }
  }
}

const percent = (value: number): string => value.toFixed(1).padStart(8);

const heldOutText = (figures: HeldOutFigures | undefined): string =>
  (figures === undefined ? "-" : `${figures.median.toFixed(1)} / ${figures.groupMedian.toFixed(1)}`).padStart(14);

/** Prints counts by reason. */
export function printTally(title: string, tally: Tally): void {
  const counts = tally.sorted();
  console.log(`\n${title}: ${counts.reduce((sum, [, count]) => sum + count, 0)}`);
  for (const [reason, count] of counts) console.log(`${String(count).padStart(6)} ${reason}`);
}
