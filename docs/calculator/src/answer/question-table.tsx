import type { JSX } from "preact";
import { FIELD_NAMES, FIELDS, type FieldName } from "../scenario/fields.js";
import { isAsked } from "../scenario/paths.js";
import { link, say, scenario } from "../state.js";

/** Choices that stand behind the number that they are of. */
const BEHIND: { readonly [Name in FieldName]?: FieldName } = {
  amount: "load",
  firstToken: "firstTokenOf",
  perToken: "perTokenOf",
  wholeRequest: "wholeRequestOf",
};

/** Fields that have no line of their own: those behind a number, and those that are no part of the question. */
const WITHOUT_LINE: ReadonlySet<FieldName> = new Set([...Object.values(BEHIND), "classic", "ownModel", "otherGpus"]);

/** What was asked, field by field, and the link to it, for the printed page: there the form is left out. */
export function QuestionTable(): JSX.Element {
  const { inputs } = scenario.value;
  const { fields, page } = say.value;
  const lines = FIELD_NAMES.filter((name) => !WITHOUT_LINE.has(name) && isAsked(name, inputs) && inputs[name] !== "");
  return (
    <div class="on-paper">
      <table class="figures">
        <caption>{page.form}</caption>
        <tbody>
          {lines.map((name) => (
            <tr key={name}>
              <th scope="row">{fields[name]}</th>
              <td>{written(name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{`${location.href.split("#")[0] ?? ""}#${link.value}`}</p>
    </div>
  );
}

/** A field's text with its unit, or the words of its option, and the choice behind it. */
function written(name: FieldName): string {
  const { options, presets, units } = say.value;
  const field = FIELDS[name];
  const text = scenario.value.inputs[name];
  const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...options, traffic: presets };
  const behind = BEHIND[name];
  const words = [labels[name]?.[text] ?? text];
  if (field.kind === "number" && units[field.quantity] !== "") words.push(units[field.quantity]);
  if (behind !== undefined) words.push(name === "amount" ? written(behind) : `(${written(behind)})`);
  return words.join(" ");
}
