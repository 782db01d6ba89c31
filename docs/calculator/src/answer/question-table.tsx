import type { JSX } from "preact";
import { FIELD_NAMES, FIELDS, type FieldName } from "../scenario/fields.js";
import { isAsked } from "../scenario/paths.js";
import { say, scenario } from "../state.js";

/** Fields that are no part of what was asked. */
const OF_THE_PAGE: ReadonlySet<FieldName> = new Set(["classic", "ownModel", "otherGpus"]);

/** What was asked, field by field, for the printed page: there the form is left out. */
export function QuestionTable(): JSX.Element {
  const { inputs } = scenario.value;
  const { fields, page } = say.value;
  return (
    <table class="on-paper figures">
      <caption>{page.form}</caption>
      <tbody>
        {FIELD_NAMES.filter((name) => !OF_THE_PAGE.has(name) && isAsked(name, inputs) && inputs[name] !== "").map(
          (name) => (
            <tr key={name}>
              <th scope="row">{fields[name]}</th>
              <td>{written(name)}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

/** A field's text with its unit, or the words of its option. */
function written(name: FieldName): string {
  const field = FIELDS[name];
  const text = scenario.value.inputs[name];
  const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = say.value.options;
  if (field.kind === "number") return `${text} ${say.value.units[field.quantity]}`.trim();
  return name === "traffic" ? (say.value.presets[text] ?? text) : (labels[name]?.[text] ?? text);
}
