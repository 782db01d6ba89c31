import { FIELDS, type FieldName } from "./fields.js";
import { plainText } from "./kinds.js";
import { QUANTITIES } from "./quantities.js";
import type { DecimalMark } from "./read-number.js";
import type { Inputs } from "./scenario.js";

/**
 * A value as its field shows it.
 *
 * @param name - the field.
 * @param value - as the library has it: seconds, fractions, counts, or the word of a choice.
 * @param mark - before decimals.
 * @returns the text of the field.
 */
export function shownAs(name: FieldName, value: number | string, mark: DecimalMark): Partial<Inputs> {
  const field = FIELDS[name];
  if (typeof value === "string" || field.kind !== "number") return { [name]: String(value) };
  return { [name]: plainText(field, String(value * QUANTITIES[field.quantity].perLibraryUnit), ".", mark) };
}
