import { formatCount, formatNumber, formatSeconds } from "../format.js";

/** An input as people call it: `concurrent users`, `ttft p95`, `weights`. */
export const inputName = (field: string): string =>
  field
    .replace(/^\w+\./, "")
    .replaceAll(".", " ")
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

/** A value of an input in the unit that people read it in; what is counted to the last digit. */
export function inputValue(value: number | string, unit: string): string {
  if (typeof value === "string") return value;
  if (unit === "s") return formatSeconds(value);
  const number = Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  return unit === "" ? number : `${number} ${unit}`;
}
