import type { Strings } from "../language/en.js";
import { FIELD_NAMES, FIELDS, type FieldName } from "../scenario/fields.js";
import { isAsked } from "../scenario/paths.js";
import type { Inputs } from "../scenario/scenario.js";

/** Choices that stand behind the number that they are of. */
const BEHIND: { readonly [Name in FieldName]?: FieldName } = {
  amount: "load",
  firstToken: "firstTokenOf",
  perToken: "perTokenOf",
  wholeRequest: "wholeRequestOf",
};

/** Fields that have no line of their own: those behind a number, and those that are no part of the question. */
const WITHOUT_LINE: ReadonlySet<FieldName> = new Set([
  ...Object.values(BEHIND),
  "classic",
  "ownModel",
  "otherGpus",
  "ownGpus",
  "dayCurve",
]);

/** What was asked, field by field. */
export interface QuestionRow {
  readonly name: FieldName;
  readonly label: string;
  readonly text: string;
}

/**
 * What was asked, where the form cannot be seen: on paper, in a report.
 *
 * @param say - words of the page.
 * @param inputs - as typed.
 * @returns every field that was asked and is not empty.
 */
export const questionRows = (say: Strings, inputs: Inputs): readonly QuestionRow[] =>
  FIELD_NAMES.filter((name) => !WITHOUT_LINE.has(name) && isAsked(name, inputs) && inputs[name] !== "").map((name) => ({
    name,
    label: say.fields[name],
    text: written(say, name, inputs),
  }));

/** A field's text with its unit, or the words of its option, and the choice behind it. */
function written(say: Strings, name: FieldName, inputs: Inputs): string {
  const { options, presets, units } = say;
  const field = FIELDS[name];
  const text = inputs[name];
  const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    ...options,
    traffic: presets,
    gpuLink: say.links.names,
  };
  const behind = BEHIND[name];
  const words = [labels[name]?.[text] ?? text];
  if (field.kind === "number" && units[field.quantity] !== "") words.push(units[field.quantity]);
  if (behind !== undefined)
    words.push(name === "amount" ? written(say, behind, inputs) : `(${written(say, behind, inputs)})`);
  return words.join(" ");
}
