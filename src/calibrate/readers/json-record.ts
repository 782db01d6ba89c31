/** An object of a JSON document. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value below a path of keys; undefined where the path ends early. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) found = isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

/** The array below a path of keys; empty where there is none. */
export function arrayAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The text below a path of keys; undefined where there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" && found.trim() !== "" ? found.trim() : undefined;
}

/** The number below a path of keys: undefined where the file is silent, NaN where something stands there that is no number. */
export const numberAt = (value: unknown, ...path: readonly string[]): number | undefined =>
  numberOf(valueAt(value, ...path));

/** The number that a value is or spells; undefined for null, undefined and empty text, NaN for anything else. */
export function numberOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number") return value;
  if (typeof value !== "string") return Number.NaN;
  return value.trim() === "" ? undefined : Number(value);
}

/** `change(value)`, or undefined where the file is silent. */
export const mapNumber = (value: number | undefined, change: (value: number) => number): number | undefined =>
  value === undefined ? undefined : change(value);

/** `numerator / denominator`, or undefined where the file is silent about one of them. */
export const ratio = (numerator: number | undefined, denominator: number | undefined): number | undefined =>
  numerator === undefined || denominator === undefined ? undefined : numerator / denominator;
