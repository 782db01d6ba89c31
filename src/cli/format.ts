import { gigabytesFromBytes, millisecondsFromSeconds } from "../units.js";

const SIGNIFICANT_DIGITS = 4;

/** A number with four significant digits and thousands separated. */
export const formatNumber = (value: number): string => separated(Number(value.toPrecision(SIGNIFICANT_DIGITS)));

/** A whole number, to the last digit, with thousands separated. */
export const formatCount = (count: number): string => separated(count);

/** Thousands separated, as `toLocaleString` does, whose first call loads the languages of the world: a third of what Node needs to start. */
const separated = (value: number): string =>
  Number.isFinite(value)
    ? String(value).replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ","))
    : value.toLocaleString("en-US");

/** An amount in the unit that people read it in: GB instead of bytes. */
export function formatAmount(value: number, unit: string): string {
  return unit === "bytes" ? `${formatNumber(gigabytesFromBytes(value))} GB` : `${formatNumber(value)} ${unit}`;
}

/** A time in milliseconds below a second, in seconds above. */
export const formatSeconds = (seconds: number): string =>
  seconds < 1 ? `${formatNumber(millisecondsFromSeconds(seconds))} ms` : `${formatNumber(seconds)} s`;

/** Shares below this are the rounding of numbers that are equal. */
const NOTHING = 1e-12;

/** A share in percent. */
export const formatPercent = (share: number): string =>
  `${formatNumber(Math.abs(share) < NOTHING ? 0 : 100 * share)} %`;
