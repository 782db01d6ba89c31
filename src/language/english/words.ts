import { gigabytesFromBytes, millisecondsFromSeconds } from "../../units.js";
import { withoutRounding } from "../rounding.js";

const SIGNIFICANT_DIGITS = 4;

/** Thousands separated, as `toLocaleString` does, whose first call loads the languages of the world: a third of what Node needs to start. */
const separated = (value: number): string =>
  Number.isFinite(value)
    ? String(value).replace(/^-?\d+/, (whole) => whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ","))
    : value.toLocaleString("en-US");

/** A number with four significant digits and thousands separated. */
export const number = (value: number): string => separated(Number(value.toPrecision(SIGNIFICANT_DIGITS)));

/** A whole number, to the last digit, with thousands separated. */
export const count = (value: number): string => separated(value);

/** A time in milliseconds below a second, in seconds above. */
export const seconds = (value: number): string =>
  value < 1 ? `${number(millisecondsFromSeconds(value))} ms` : `${number(value)} s`;

/** A share in percent. */
export const percent = (share: number): string => `${number(100 * withoutRounding(share))} %`;

/** An amount in the unit that people read it in. */
export function amount(value: number, unit: string): string {
  if (unit === "bytes") return `${number(gigabytesFromBytes(value))} GB`;
  if (unit === "s") return seconds(value);
  const told = Number.isInteger(value) ? count(value) : number(value);
  return unit === "" ? told : `${told} ${unit}`;
}
