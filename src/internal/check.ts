import { InfrascaleError } from "../errors.js";
import { valueRule } from "../rules/values.js";
import type { Rule } from "../rules/rule-code.js";

/** What a value is checked by: the value, and its name in errors. */
export type Check = (value: unknown, field: string) => unknown;

/** Refuses anything but a finite number that satisfies `holds`; the rule is put into words only for an error. */
function checkNumber(value: unknown, field: string, rule: () => Rule, holds: (x: number) => boolean): number {
  if (typeof value !== "number") throw new InfrascaleError({ code: "invalid-type", field, ...rule(), value });
  if (!Number.isFinite(value) || !holds(value))
    throw new InfrascaleError({ code: "out-of-range", field, ...rule(), value });
  return value;
}

/** Refuses what own functions must not return; Infinity is allowed. */
export function checkComputed(value: unknown, field: string): number {
  if (typeof value !== "number" || Number.isNaN(value))
    throw new InfrascaleError({ code: "not-a-number", field, ...valueRule("number"), value });
  return value;
}

export const checkPositive = (value: unknown, field: string): number =>
  checkNumber(
    value,
    field,
    () => valueRule("positive"),
    (x) => x > 0,
  );

export const checkNonNegative = (value: unknown, field: string): number =>
  checkNumber(
    value,
    field,
    () => valueRule("not-negative"),
    (x) => x >= 0,
  );

export const checkFraction = (value: unknown, field: string): number =>
  checkNumber(
    value,
    field,
    () => valueRule("fraction"),
    (x) => x > 0 && x <= 1,
  );

export const checkInteger = (value: unknown, field: string, minimum: number): number =>
  checkNumber(
    value,
    field,
    () => valueRule("integer-at-least", { least: minimum }),
    (x) => Number.isSafeInteger(x) && x >= minimum,
  );

export const checkBetween = (value: unknown, field: string, least: number, most: number): number =>
  checkNumber(
    value,
    field,
    () => valueRule("between", { least, most }),
    (x) => x >= least && x <= most,
  );

export function checkObject(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InfrascaleError({ code: "invalid-type", field, ...valueRule("object"), value });
  return value as Readonly<Record<string, unknown>>;
}

export function checkArray(value: unknown, field: string): void {
  if (!Array.isArray(value)) throw new InfrascaleError({ code: "invalid-type", field, ...valueRule("array"), value });
}

/** Refuses anything but an array of values that pass a check; holes are checked as undefined. */
export function checkEach(value: unknown, field: string, check: Check): void {
  checkArray(value, field);
  Array.from(value as readonly unknown[], (entry, i) => check(entry, `${field}[${i}]`));
}

export function checkString(value: unknown, field: string): string {
  if (typeof value !== "string")
    throw new InfrascaleError({ code: "invalid-type", field, ...valueRule("string"), value });
  return value;
}

export function checkText(value: unknown, field: string): string {
  if (typeof value !== "string" || value === "")
    throw new InfrascaleError({ code: "invalid-type", field, ...valueRule("text"), value });
  return value;
}

/** Skips what is left out. */
export const optional =
  (check: Check): Check =>
  (value, field) =>
    value === undefined || check(value, field);

/** Skips what is not known. */
export const nullable =
  (check: Check): Check =>
  (value, field) =>
    value === null || check(value, field);

/** What each field of an object has to be. */
export interface Shape {
  readonly [field: string]: Check | Shape;
}

/** Refuses what is no object with such fields; others are not looked at. */
export function checkShape(value: unknown, field: string, shape: Shape): void {
  const object = checkObject(value, field);
  for (const [name, check] of Object.entries(shape)) {
    if (typeof check === "function") check(object[name], `${field}.${name}`);
    else checkShape(object[name], `${field}.${name}`, check);
  }
}

/** A check of objects that are passed again and again, as a search does: each is looked at the first time only, and never where it is known. */
export function once<Value extends object>(
  check: (value: Value) => unknown,
  known: WeakSet<object> = new WeakSet(),
): (value: Value) => Value {
  return (value) => {
    if (known.has(value)) return value;
    check(value);
    known.add(value);
    return value;
  };
}

/** A function of the caller's whose numbers are looked at as they come. */
export const checkedFunction = <Args extends readonly unknown[]>(
  of: (...args: Args) => number,
  field: string,
  check: (value: unknown, field: string) => number,
): ((...args: Args) => number) => {
  checkFunction(of, field);
  return (...args) => check(of(...args), field);
};

export function checkBoolean(value: unknown, field: string): void {
  if (typeof value !== "boolean")
    throw new InfrascaleError({ code: "invalid-type", field, ...valueRule("boolean"), value });
}

export function checkFunction(value: unknown, field: string): void {
  if (typeof value !== "function")
    throw new InfrascaleError({ code: "invalid-type", field, ...valueRule("function"), value });
}

export function checkOneOf<T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  if (typeof value !== "string" || !(allowed as readonly string[]).includes(value))
    throw new InfrascaleError({
      code: typeof value === "string" ? "out-of-range" : "invalid-type",
      field,
      ...valueRule("one-of", { allowed }),
      value,
    });
  return value as T;
}

/** Refuses keys that no code reads: a misspelt option must not be ignored in silence. */
export function checkKeys(object: Readonly<Record<string, unknown>>, field: string, allowed: readonly string[]): void {
  for (const key of Object.keys(object))
    if (!allowed.includes(key))
      throw new InfrascaleError({
        code: "out-of-range",
        field: `${field}.${key}`,
        ...valueRule("known-field", { known: allowed }),
        value: object[key],
      });
}
