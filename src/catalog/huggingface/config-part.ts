import { InfrascaleError } from "../../errors.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";
import type { Rule } from "../../rules/rule-code.js";

/** A config.json, or the nested part of it that describes the text model, with its path in messages. */
export interface ConfigPart {
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Refuses a field that the reader does not understand. */
export function refuse(part: ConfigPart, name: string, rule: Rule, value: unknown = part.fields[name]): never {
  throw new InfrascaleError({ code: "unsupported-model", field: `${part.path}.${name}`, ...rule, value });
}

/** True for a value that says something: not absent, null, false, zero or empty. */
export function isSet(value: unknown): boolean {
  if (value == null || value === false || value === 0 || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** First of several names of one field that is present and not null. */
function presentName(part: ConfigPart, names: readonly string[]): string | undefined {
  return names.find((name) => part.fields[name] != null);
}

/** A whole number under one of several names; undefined when none is present. */
export function integerAt(part: ConfigPart, ...names: readonly string[]): number | undefined {
  const name = presentName(part, names);
  if (name === undefined) return undefined;
  const value = part.fields[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    refuse(part, name, valueRule("integer-at-least", { least: 0 }));
  return value;
}

/** A whole number of at least 1 that the model cannot be read without. */
export function requiredInteger(part: ConfigPart, ...names: readonly [string, ...string[]]): number {
  const name = presentName(part, names) ?? names[0];
  const value = integerAt(part, name);
  if (value === undefined || value < 1)
    refuse(
      part,
      name,
      names.length > 1
        ? configRule("counted-as", { names: names.slice(1) })
        : valueRule("integer-at-least", { least: 1 }),
    );
  return value;
}

/** A yes or no; undefined when absent. */
export function flagAt(part: ConfigPart, name: string): boolean | undefined {
  const value = part.fields[name];
  if (value == null) return undefined;
  if (typeof value !== "boolean") refuse(part, name, valueRule("boolean"));
  return value;
}

/** A text; undefined when absent or of another type. */
export function textAt(part: ConfigPart, ...names: readonly string[]): string | undefined {
  const name = presentName(part, names);
  const value = name === undefined ? undefined : part.fields[name];
  return typeof value === "string" ? value : undefined;
}

/** True for an array, whose entries are then unknown rather than any. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A list with one entry for each layer, of at least `count`; undefined when absent or empty. */
export function layerListAt(part: ConfigPart, name: string, count: number): readonly unknown[] | undefined {
  const value: unknown = part.fields[name];
  if (!isList(value) || value.length === 0) return undefined;
  if (value.length < count) refuse(part, name, configRule("entry-for-each-layer", { layers: count }));
  return value;
}

/** An object; undefined when absent. */
export function objectAt(part: ConfigPart, name: string): ConfigPart | undefined {
  const value = part.fields[name];
  if (value == null) return undefined;
  if (typeof value !== "object" || Array.isArray(value)) refuse(part, name, valueRule("object"));
  return { path: `${part.path}.${name}`, fields: value as Readonly<Record<string, unknown>> };
}
