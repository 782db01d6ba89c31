import { thousands } from "../../units.js";
import { formatNumber } from "../format.js";

const DIGITS = 3;

/** From here on a number is told in thousands. */
const LARGE = 1e4;

/** A number with three digits, and three decimals at most: columns are narrow. */
export function formatShort(value: number): string {
  if (value >= LARGE) return `${formatNumber(Number(thousands(value).toPrecision(DIGITS)))}k`;
  const digits = Number(value.toPrecision(DIGITS));
  return formatNumber(Number(digits.toFixed(DIGITS)) || digits);
}

/** What nobody knows is a question mark. */
export const known = (value: number | null | undefined): string => (value == null ? "?" : formatShort(value));
