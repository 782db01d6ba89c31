import type { Figures, HeldOutFigures } from "./figures.js";
import { byFold, FOLD_KINDS, type FoldKind } from "./folds.js";
import { sliceName, type Slice } from "./slices.js";

/** Figures of a slice as stored, % rounded to one decimal. */
export interface StoredFigures {
  readonly rows: number;
  readonly groups: number;
  readonly median: number;
  readonly p90: number;
  readonly bias: number;
  readonly groupMedian: number;
  readonly heldOut?: Readonly<Record<FoldKind, HeldOutFigures>>;
}

/** Figures by name of the slice. */
export type Baseline = Readonly<Record<string, StoredFigures>>;

/** Slices of fewer rows say more about their source than about the model; they are printed, not stored. */
export const FEWEST_STORED_ROWS = 20;

/** A figure may get worse by this before the gate closes, percentage points. */
export const TOLERANCE_POINTS = 0.3;

/** The figures that are stored. */
export function baselineOf(slices: readonly Slice[]): Baseline {
  return Object.fromEntries(
    slices
      .filter(({ cut, figures }) => cut === "all" || figures.rows >= FEWEST_STORED_ROWS)
      .map((slice) => [sliceName(slice), stored(slice.figures)]),
  );
}

const oneDecimal = (percent: number): number => Math.round(10 * percent) / 10;

const storedErrors = ({ median, p90, groupMedian }: HeldOutFigures): HeldOutFigures => ({
  median: oneDecimal(median),
  p90: oneDecimal(p90),
  groupMedian: oneDecimal(groupMedian),
});

const storedHeldOut = (heldOut: Figures["heldOut"]): Pick<StoredFigures, "heldOut"> =>
  heldOut === null ? {} : { heldOut: byFold((kind) => storedErrors(heldOut[kind])) };

const stored = (figures: Figures): StoredFigures => ({
  rows: figures.rows,
  groups: figures.groups,
  ...storedErrors(figures),
  bias: oneDecimal(figures.bias),
  ...storedHeldOut(figures.heldOut),
});

/**
 * What is worse than stored: an error that grew beyond the tolerance, a bias whose size did, or rows that are no longer
 * predicted, so that no figure gets better by leaving rows out.
 *
 * @param before - the stored figures.
 * @param now - the figures reached.
 * @returns one line for each; none when the gate is open.
 */
export function regressions(before: Baseline, now: Baseline): readonly string[] {
  return Object.entries(before).flatMap(([name, old]) => {
    const current = now[name];
    if (current === undefined) return [`${name}: ${old.rows} rows before, fewer than are stored now`];
    const lines: string[] = [];
    if (current.rows < old.rows) lines.push(`${name}: ${current.rows} rows, ${old.rows} before`);
    const check = (figure: string, is: number | undefined, was: number | undefined): void => {
      if (was === undefined) return;
      if (is === undefined) lines.push(`${name}: ${figure} is missing, ${was} % before`);
      // Tenths as integers: 5.3 - 5.0 is a little more than 0.3 in binary.
      else if (!(Math.round(10 * (Math.abs(is) - Math.abs(was))) <= 10 * TOLERANCE_POINTS))
        lines.push(`${name}: ${figure} ${is} %, ${was} % before`);
    };
    for (const figure of ["median", "p90", "groupMedian"] as const) {
      check(figure, current[figure], old[figure]);
      for (const kind of FOLD_KINDS)
        check(`${figure} without the ${kind}`, current.heldOut?.[kind][figure], old.heldOut?.[kind][figure]);
    }
    check("bias", current.bias, old.bias);
    return lines;
  });
}
