import asciichart from "asciichart";
import { colours } from "./colours.js";
import type { CommandLanguage } from "./language/command-language.js";
import { COLUMNS } from "./wrap.js";

/** Columns of the labels and of the axis behind them. */
const LABEL_COLUMNS = 9;
/** Columns of the curves. */
export const PLOT_COLUMNS: number = COLUMNS - LABEL_COLUMNS - 1;
const LINES = 5;
/** Steps from one label to the next that read well, times a power of ten. */
const STEPS = [1, 2, 2.5, 4, 5, 10] as const;

/** Of asciichart, but an axis without a cross at its zero, which it takes for the top. */
const SYMBOLS = ["┤", "┤", "╶", "╴", "─", "╰", "╭", "╮", "╯", "│"] as const;
/** Numbers that are longer than a label are written short: 25M. */
const LONG_NUMBER = 1e6;
/** What is smaller is drawn as nothing. */
const SMALLEST = 1e-4;

/** What a chart shows: curves over one axis, drawn from zero. */
export interface LineChart {
  readonly title: string;
  /** Values of each curve at evenly spaced places. */
  readonly curves: readonly ArrayLike<number>[];
  /** Both ends of the axis below. */
  readonly from: string;
  readonly to: string;
}

/** Curves in 80 columns. */
export function lineChart({ title, curves, from, to }: LineChart, language: CommandLanguage): string {
  const drawn = curves.map(stretched);
  const step = stepFor(Math.max(...drawn.flat()));
  const plot = asciichart.plot(drawn, {
    min: 0,
    max: LINES * step,
    height: LINES,
    // The label is one cell to asciichart, the axis another.
    offset: 2,
    // Differences of doubles may miss the zero.
    format: (value) => `${label(Math.abs(value) < step / 2 ? 0 : value, language).padStart(LABEL_COLUMNS - 1)} `,
    symbols: SYMBOLS,
    colors: colours.isColorSupported ? [asciichart.blue, asciichart.yellow] : [],
  });
  const axis = `${" ".repeat(LABEL_COLUMNS + 1)}${from}${to.padStart(PLOT_COLUMNS - from.length)}`;
  const lines = plot.split("\n").map((line) => line.trimEnd());
  return [colours.bold(title), ...lines, colours.dim(axis)].join("\n");
}

const label = (value: number, { figures, locale }: CommandLanguage): string =>
  value < LONG_NUMBER
    ? figures.number(value)
    : value.toLocaleString(locale, { notation: "compact", maximumSignificantDigits: 3 });

/** The smallest readable step of which a plot's lines reach a value. */
function stepFor(most: number): number {
  if (most < SMALLEST) return 1;
  const power = 10 ** Math.floor(Math.log10(most / LINES));
  return power * (STEPS.find((step) => step * power * LINES >= most) ?? 10);
}

/** As many values as the plot has columns: means of those that share one, and lines between those that are farther apart. */
function stretched(values: ArrayLike<number>): readonly number[] {
  const { length } = values;
  const valueAt =
    length > PLOT_COLUMNS
      ? (column: number): number =>
          meanBetween(values, (column * length) / PLOT_COLUMNS, ((column + 1) * length) / PLOT_COLUMNS)
      : (column: number): number => between(values, (column * (length - 1)) / (PLOT_COLUMNS - 1));
  return Array.from({ length: PLOT_COLUMNS }, (_, column) => valueAt(column));
}

function meanBetween(values: ArrayLike<number>, from: number, to: number): number {
  const first = Math.floor(from);
  const end = Math.max(first + 1, Math.floor(to));
  let sum = 0;
  for (let index = first; index < end; index += 1) sum += values[index] ?? 0;
  return sum / (end - first);
}

function between(values: ArrayLike<number>, place: number): number {
  const left = Math.floor(place);
  const before = values[left] ?? 0;
  return before + (place - left) * ((values[left + 1] ?? before) - before);
}
