import { amount, count, number, percent, seconds } from "../../../language/english/words.js";
import { formatShort } from "../../comparison/short-format.js";

/** With three digits, in narrow columns. */
const short = (value: number): string => formatShort(value, number);

/** Numbers and names in English tables. */
export const figures = {
  number,
  count,
  percent,
  seconds,
  short,
  /** The same; what nobody knows is a question mark. */
  known: (value: number | null | undefined): string => (value == null ? "?" : short(value)),
  /** An amount in its unit, GB instead of bytes; times stay in seconds, so that those of a column compare. */
  amount: (value: number, unit: string): string =>
    unit === "bytes" ? amount(value, unit) : `${number(value)} ${unit}`,
  /** Figures beside one another. */
  list: (figures: readonly string[]): string => figures.join(", "),
  /** Sign of a product. */
  times: "x",
  /** Clauses of one sentence. */
  clauses: (clauses: readonly string[]): string => clauses.join("; "),
  /** A name before its value. */
  label: (name: string): string => `${name}:`,
  /** A unit without a number. */
  unit: (unit: string): string => unit,
  /** A constraint as options name it. */
  constraint: (name: string): string => name,
  /** The same over a narrow column. */
  shortConstraint: (name: string): string => name,
};

/** `1 GPU`, `2 GPUs`. */
export const plural = (many: number, of: string): string => `${many} ${of}${many === 1 ? "" : "s"}`;
