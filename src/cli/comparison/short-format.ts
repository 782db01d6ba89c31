import { thousands } from "../../units.js";

const DIGITS = 3;

/** From here on a number is told in thousands. */
const LARGE = 1e4;

/**
 * A number with three digits, and three decimals at most: columns are narrow.
 *
 * @param value - any.
 * @param number - what writes it.
 */
export function formatShort(value: number, number: (value: number) => string): string {
  if (value >= LARGE) return `${number(Number(thousands(value).toPrecision(DIGITS)))}k`;
  const digits = Number(value.toPrecision(DIGITS));
  return number(Number(digits.toFixed(DIGITS)) || digits);
}
