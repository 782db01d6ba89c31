import type { EngineProfile } from "infrascale";
import { FIELD_NAMES, FIELDS, type FieldName, type Values } from "./fields.js";
import { plainText, type Problem, type Reading } from "./kinds.js";
import { isAsked } from "./paths.js";
import type { DecimalMark } from "./read-number.js";

/** The text of every field, as it was typed. */
export type Inputs = Readonly<Record<FieldName, string>>;

/** The one state of the form. All else on the page follows from it. */
export interface Scenario {
  /** As typed. */
  readonly inputs: Inputs;
  /** What load tests say of the engine, as it was dropped; null without. */
  readonly profile: EngineProfile | null;
  /** Words of a link that this version does not know: they are written again as they came. */
  readonly kept: readonly (readonly [key: string, value: string])[];
}

/** What the page opens with. */
export const START: Scenario = {
  inputs: Object.fromEntries(FIELD_NAMES.map((name) => [name, FIELDS[name].start])) as Inputs,
  profile: null,
  kept: [],
};

/** What was understood of all that was typed. */
export interface Read {
  /** Null where a field that is asked cannot be read. */
  readonly values: Values | null;
  /** By field that is asked. */
  readonly problems: Readonly<Partial<Record<FieldName, Problem>>>;
}

/** What is understood of one field. */
export const readField = <Name extends FieldName>(
  name: Name,
  inputs: Inputs,
  mark: DecimalMark,
): Reading<Values[Name]> => FIELDS[name].read(inputs[name], mark);

/**
 * Reads every field. One that the others leave without a meaning, such as a time to think where no people are named, stands in nobody's way.
 *
 * @param inputs - as typed.
 * @param mark - before decimals in the reader's language.
 * @returns values or problems.
 */
export function readInputs(inputs: Inputs, mark: DecimalMark): Read {
  const values: Record<string, unknown> = {};
  const problems: Partial<Record<FieldName, Problem>> = {};
  for (const name of FIELD_NAMES) {
    const reading = readField(name, inputs, mark);
    if ("value" in reading) values[name] = reading.value;
    else if (isAsked(name, inputs)) problems[name] = reading.problem;
  }
  return { values: Object.keys(problems).length === 0 ? (values as unknown as Values) : null, problems };
}

/** The same inputs for readers with another decimal mark: `12.5` is `12,5` in French. */
export const rewritten = (inputs: Inputs, from: DecimalMark, to: DecimalMark): Inputs =>
  Object.fromEntries(FIELD_NAMES.map((name) => [name, plainText(FIELDS[name], inputs[name], from, to)])) as Inputs;
