import type { JSX } from "preact";
import { link, say, scenario } from "../state.js";
import { questionRows } from "./question-rows.js";

/** What was asked, field by field, and the link to it, for the printed page: there the form is left out. */
export function QuestionTable(): JSX.Element {
  const { page } = say.value;
  return (
    <div class="on-paper">
      <table class="figures">
        <caption>{page.form}</caption>
        <tbody>
          {questionRows(say.value, scenario.value.inputs).map(({ name, label, text }) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{`${location.href.split("#")[0] ?? ""}#${link.value}`}</p>
    </div>
  );
}
