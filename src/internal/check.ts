import { InfrascaleError } from "../errors.js";

/** Refuses anything but a finite number that satisfies `holds`. */
function checkNumber(value: unknown, field: string, rule: string, holds: (x: number) => boolean): number {
  if (typeof value !== "number") throw new InfrascaleError({ code: "invalid-type", field, rule, value });
  if (!Number.isFinite(value) || !holds(value)) throw new InfrascaleError({ code: "out-of-range", field, rule, value });
  return value;
}

export const checkPositive = (value: unknown, field: string): number =>
  checkNumber(value, field, "must be a finite number > 0", (x) => x > 0);

export const checkNonNegative = (value: unknown, field: string): number =>
  checkNumber(value, field, "must be a finite number >= 0", (x) => x >= 0);

export const checkFraction = (value: unknown, field: string): number =>
  checkNumber(value, field, "must be a number in (0, 1]", (x) => x > 0 && x <= 1);

export const checkInteger = (value: unknown, field: string, minimum: number): number =>
  checkNumber(value, field, `must be an integer >= ${minimum}`, (x) => Number.isSafeInteger(x) && x >= minimum);

export const checkBetween = (value: unknown, field: string, least: number, most: number): number =>
  checkNumber(value, field, `must be a number from ${least} to ${most}`, (x) => x >= least && x <= most);

export function checkObject(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InfrascaleError({ code: "invalid-type", field, rule: "must be an object", value });
  return value as Readonly<Record<string, unknown>>;
}

export function checkArray(value: unknown, field: string): void {
  if (!Array.isArray(value)) throw new InfrascaleError({ code: "invalid-type", field, rule: "must be an array", value });
}

export function checkBoolean(value: unknown, field: string): void {
  if (typeof value !== "boolean") throw new InfrascaleError({ code: "invalid-type", field, rule: "must be true or false", value });
}

export function checkFunction(value: unknown, field: string): void {
  if (typeof value !== "function") throw new InfrascaleError({ code: "invalid-type", field, rule: "must be a function", value });
}

export function checkOneOf<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  if (typeof value !== "string" || !(allowed as readonly string[]).includes(value))
    throw new InfrascaleError({ code: typeof value === "string" ? "out-of-range" : "invalid-type", field, rule: `must be one of ${allowed.join(", ")}`, value });
  return value as T;
}

/** Refuses keys that no code reads: a misspelt option must not be ignored in silence. */
export function checkKeys(object: Readonly<Record<string, unknown>>, field: string, allowed: readonly string[]): void {
  for (const key of Object.keys(object))
    if (!allowed.includes(key))
      throw new InfrascaleError({ code: "out-of-range", field: `${field}.${key}`, rule: `is not known; known fields are ${allowed.join(", ")}`, value: object[key] });
}
