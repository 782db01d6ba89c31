import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { say, scenario, type } from "../state.js";
import type { Option } from "./field.js";

const NONE = "";
const ALL = "all";

/** GPUs to put beside the one that is asked about: none, all, or some, each added from the list. */
export function OtherGpus({ options }: { readonly options: readonly Option[] }): JSX.Element {
  const { otherGpus } = scenario.value.inputs;
  const { fields, otherGpus: words } = say.value;
  const chosen = otherGpus === ALL ? [] : otherGpus.split(",").filter((id) => id !== NONE);
  const nameOf = (id: string): string => options.find(({ value }) => value === id)?.label ?? id;
  const lines = useMemo(
    () =>
      options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      )),
    [options],
  );
  const choose = (id: string): void =>
    type({ otherGpus: id === ALL || id === NONE ? id : [...new Set([...chosen, id])].join(",") });
  return (
    <div class="field">
      <label for="otherGpus">{fields.otherGpus}</label>
      <select
        id="otherGpus"
        value={otherGpus === ALL ? ALL : NONE}
        onChange={({ currentTarget }) => {
          choose(currentTarget.value);
          // The field goes back to its first line: what was added stands below it.
          currentTarget.value = currentTarget.value === ALL ? ALL : NONE;
        }}
      >
        <option value={NONE}>{chosen.length === 0 ? words.none : words.some(chosen.length)}</option>
        <option value={ALL}>{words.all}</option>
        <optgroup label={words.add}>{lines}</optgroup>
      </select>
      {chosen.length > 0 && (
        <ul class="chips">
          {chosen.map((id) => (
            <li key={id}>
              <button
                type="button"
                aria-label={words.remove(nameOf(id))}
                onClick={() => type({ otherGpus: chosen.filter((other) => other !== id).join(",") })}
              >
                {nameOf(id)} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
