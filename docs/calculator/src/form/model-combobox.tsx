import { useSignal, type Signal } from "@preact/signals";
import type { JSX, TargetedKeyboardEvent } from "preact";
import { useRef } from "preact/hooks";
import { sayLibrary } from "../language/say-library.js";
import { answerClerk, refusedField, say, scenario, shown, type } from "../state.js";
import { oneAtATime } from "../worker/one-at-a-time.js";
import type { FoundModel } from "../worker/protocol.js";

const find = oneAtATime((words: string) => answerClerk.ask("findModels", words));

/** What the list of a combobox shows. */
interface List {
  readonly text: Signal<string | null>;
  readonly found: Signal<readonly FoundModel[]>;
  readonly active: Signal<number>;
  readonly open: (words: string) => void;
  readonly choose: (name: string) => void;
}

/**
 * The model, by any of its names: an editable combobox with a list, as WAI-ARIA describes it. Nothing is asked of the library before a model
 * is chosen, or the field left.
 */
export function ModelCombobox(): JSX.Element {
  const list = useList();
  const { fields, model, problems } = say.value;
  const { refusal } = shown.value;
  const isOpen = list.found.value.length > 0;
  const isRefused = refusedField.value === "model" && refusal !== null;
  return (
    <div class="field combobox">
      <label for="model">{fields.model}</label>
      <input
        id="model"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls="model-list"
        aria-activedescendant={list.active.value >= 0 && isOpen ? `model-option-${list.active.value}` : undefined}
        aria-invalid={isRefused ? true : undefined}
        aria-describedby={isRefused ? "model-problem" : undefined}
        value={list.text.value ?? scenario.value.inputs.model}
        onInput={({ currentTarget }) => list.open(currentTarget.value)}
        onKeyDown={(event) => onKey(event, list)}
        onBlur={({ currentTarget }) => list.choose(currentTarget.value)}
      />
      <ul id="model-list" role="listbox" aria-label={fields.model} hidden={!isOpen}>
        {list.found.value.map(({ id, parameters, activeParameters }, index) => (
          <li
            key={id}
            id={`model-option-${index}`}
            role="option"
            aria-selected={index === list.active.value}
            // The field keeps the focus, so that leaving it does not come before the choice.
            onMouseDown={(event) => {
              event.preventDefault();
              list.choose(id);
            }}
          >
            {id} <span class="value">{model.size(parameters, activeParameters)}</span>
          </li>
        ))}
      </ul>
      {isRefused && (
        <div class="problem" id="model-problem">
          {sayLibrary("rule", refusal)}
          {(refusal.suggestions ?? []).length > 0 && (
            <p class="suggestions">
              {problems.instead}{" "}
              {refusal.suggestions?.map((name) => (
                <button key={name} type="button" onClick={() => list.choose(name)}>
                  {name}
                </button>
              ))}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function useList(): List {
  /** What is typed and not chosen yet; null where the field shows the model of the form. */
  const text = useSignal<string | null>(null);
  const found = useSignal<readonly FoundModel[]>([]);
  const active = useSignal(-1);
  const latest = useRef("");
  return {
    text,
    found,
    active,
    open: (words) => {
      text.value = words;
      latest.current = words;
      active.value = -1;
      void find(words).then((outcome) => {
        if (outcome.kind === "done" && latest.current === words && text.value !== null) found.value = outcome.answer;
      });
    },
    choose: (name) => {
      if (text.value !== null || name !== scenario.value.inputs.model) type({ model: name });
      text.value = null;
      found.value = [];
      active.value = -1;
    },
  };
}

/** Keys of the combobox; all others type. */
function onKey(event: TargetedKeyboardEvent<HTMLInputElement>, { text, found, active, open, choose }: List): void {
  const count = found.value.length;
  const move = (to: number): void => {
    event.preventDefault();
    if (count === 0) open(event.currentTarget.value);
    else active.value = (to + count) % count;
  };
  if (event.key === "ArrowDown") move(active.value + 1);
  else if (event.key === "ArrowUp") move(active.value < 0 ? count - 1 : active.value - 1);
  else if (event.key === "Enter") {
    event.preventDefault();
    choose(found.value[active.value]?.id ?? event.currentTarget.value);
  } else if (event.key === "Escape") {
    text.value = null;
    found.value = [];
  }
}
