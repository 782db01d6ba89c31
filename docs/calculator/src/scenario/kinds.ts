import { QUANTITIES, type Quantity, type QuantityName } from "./quantities.js";
import { readNumber, type DecimalMark } from "./read-number.js";

/** Why a text is no value of its field; limits are in the field's own unit. */
export type Problem =
  | { readonly code: "empty" | "not-a-number" | "not-whole" | "not-known" }
  | { readonly code: "unknown-unit"; readonly unit: string }
  | { readonly code: "too-small" | "too-large"; readonly limit: number };

/** A text as it was understood. */
export type Reading<Value> =
  | { readonly value: Value; readonly remark?: { readonly number: number; readonly asThousands: number } }
  | { readonly problem: Problem };

/** What every kind of field has. */
interface FieldOf<Kind extends string, Value> {
  readonly kind: Kind;
  /** Its name in links; never reused for another field. */
  readonly link: string;
  /** What it starts with, in plain form: part of what a link leaves out, so never changed within a version of links. */
  readonly start: string;
  /** What is understood of a text. */
  readonly read: (text: string, mark: DecimalMark) => Reading<Value>;
}

/** A number with its unit. */
export interface NumberField<Value = unknown> extends FieldOf<"number", Value> {
  readonly quantity: QuantityName;
}

/** One of a few. */
export interface ChoiceField<Value = unknown> extends FieldOf<"choice", Value> {
  readonly options: readonly string[];
}

/** A name, or what the library reads itself. */
export type TextField<Value = unknown> = FieldOf<"text", Value>;

/** A field of the form. */
export type Field<Value = unknown> = NumberField<Value> | ChoiceField<Value> | TextField<Value>;

interface Limits {
  readonly least?: number;
  /** A value has to be above it. */
  readonly above?: number;
  readonly most?: number;
  readonly whole?: boolean;
}

/** A number that has to be there. */
export const number = (
  link: string,
  start: string,
  quantity: QuantityName,
  limits: Limits = {},
): NumberField<number> => ({
  kind: "number",
  link,
  start,
  quantity,
  read: (text, mark) => (text.trim() === "" ? problem({ code: "empty" }) : readQuantity(text, mark, quantity, limits)),
});

/** A number that may be left out. */
export const maybeNumber = (
  link: string,
  quantity: QuantityName,
  limits: Limits = {},
): NumberField<number | undefined> => ({
  kind: "number",
  link,
  start: "",
  quantity,
  read: (text, mark) => (text.trim() === "" ? { value: undefined } : readQuantity(text, mark, quantity, limits)),
});

/** One of some options, the first to start with unless another is named. */
export const choice = <Value extends string>(
  link: string,
  options: readonly Value[],
  start: NoInfer<Value> | undefined = options[0],
): ChoiceField<Value> => ({
  kind: "choice",
  link,
  start: start ?? "",
  options,
  read: (text) => {
    const value = options.find((option) => option === text);
    return value === undefined ? problem({ code: "not-known" }) : { value };
  },
});

/** A text; empty only where it starts so, and else one that is understood. */
export const text = (
  link: string,
  start: string,
  isUnderstood: (value: string) => boolean = () => true,
): TextField<string> => ({
  kind: "text",
  link,
  start,
  read: (typed) => {
    const value = typed.trim();
    if (value === "") return start === "" ? { value } : problem({ code: "empty" });
    return isUnderstood(value) ? { value } : problem({ code: "not-known" });
  },
});

const problem = (of: Problem): { readonly problem: Problem } => ({ problem: of });

function readQuantity(
  typed: string,
  mark: DecimalMark,
  name: QuantityName,
  { least, above, most, whole }: Limits,
): Reading<number> {
  const read = readNumber(typed, mark);
  if (read === null) return problem({ code: "not-a-number" });
  const { perLibraryUnit, typed: units }: Quantity = QUANTITIES[name];
  const divisor = read.unit === "" ? perLibraryUnit : units[read.unit.toLowerCase()];
  if (divisor === undefined) return problem({ code: "unknown-unit", unit: read.unit });
  // One division: 50 ms is the double that 0.05 is.
  const value = read.number / divisor;
  const shown = (read.number / divisor) * perLibraryUnit;
  if (whole === true && !Number.isInteger(value)) return problem({ code: "not-whole" });
  if (least !== undefined && shown < least) return problem({ code: "too-small", limit: least });
  if (above !== undefined && shown <= above) return problem({ code: "too-small", limit: above });
  if (most !== undefined && shown > most) return problem({ code: "too-large", limit: most });
  const { asThousands } = read;
  return asThousands === undefined ? { value } : { value, remark: { number: read.number, asThousands } };
}

const DIGITS = 12;

/**
 * A text in the form that every language reads alike: no thousands, no unit. What cannot be read stays as it is.
 *
 * @param field - whose text it is.
 * @param typed - the text.
 * @param from - decimal mark that it was typed with.
 * @param to - decimal mark that is wanted.
 * @returns the text.
 */
export function plainText(field: Field, typed: string, from: DecimalMark, to: DecimalMark): string {
  if (field.kind !== "number") return typed;
  const reading = field.read(typed, from);
  if (!("value" in reading) || typeof reading.value !== "number") return typed;
  const shown = reading.value * QUANTITIES[field.quantity].perLibraryUnit;
  return String(Number(shown.toPrecision(DIGITS))).replace(".", to);
}
