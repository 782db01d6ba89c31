import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { sayLibrary } from "../language/say-library.js";
import { FIELDS, type FieldName } from "../scenario/fields.js";
import { readField } from "../scenario/scenario.js";
import { say, scenario, read, refusedField, refusedFormats, shown, type } from "../state.js";
import type { Refusal } from "../worker/protocol.js";
import { sayProblem } from "./say-problem.js";

/** From the last key to the word that something is wrong, milliseconds: nobody is told so in the middle of a number. */
const PATIENCE = 600;

/** One option of a choice. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** Heading that it stands under. */
  readonly group?: string;
  /** Why it cannot be chosen; absent where it can. */
  readonly refusal?: Refusal;
}

/** A field of the table, as its kind is typed: label, unit, hint and what is wrong with it. */
export function Field({
  name,
  options,
  onChoose = (value) => type({ [name]: value }),
}: {
  readonly name: FieldName;
  /** In place of those of the table. */
  readonly options?: readonly Option[];
  /** What a choice does, where it does more than fill its field. */
  readonly onChoose?: (value: string) => void;
}): JSX.Element {
  const field = FIELDS[name];
  const hint = say.value.hints[name];
  const problem = useProblem(name);
  const choices = options ?? ownOptions(name);
  const refused = (choices ?? []).filter(({ refusal }) => refusal !== undefined);
  const described = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(refused.length === 0 ? [] : [`${name}-refused`]),
    ...(problem === null ? [] : [`${name}-problem`]),
  ].join(" ");
  const shared = {
    id: name,
    value: scenario.value.inputs[name],
    "aria-invalid": problem === null ? undefined : true,
    "aria-describedby": described === "" ? undefined : described,
  } as const;
  return (
    <div class={`field field-${choices === null ? field.kind : "choice"}`}>
      <Label name={name} />
      {choices === null ? (
        <TypedText name={name} shared={shared} />
      ) : (
        <Choice shared={shared} options={choices} onChoose={onChoose} />
      )}
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {refused.length > 0 && <RefusedOptions id={`${name}-refused`} options={refused} />}
      {problem !== null && (
        <div class="problem" id={`${name}-problem`}>
          {problem}
        </div>
      )}
      <Remark name={name} />
    </div>
  );
}

function Label({ name }: { readonly name: FieldName }): JSX.Element {
  const field = FIELDS[name];
  const unit = field.kind === "number" ? say.value.units[field.quantity] : "";
  return (
    <label for={name}>
      {say.value.fields[name]}
      {unit !== "" && <span class="visually-hidden">, {unit}</span>}
    </label>
  );
}

interface Shared {
  readonly id: string;
  readonly value: string;
  readonly "aria-invalid": true | undefined;
  readonly "aria-describedby": string | undefined;
}

function TypedText({ name, shared }: { readonly name: FieldName; readonly shared: Shared }): JSX.Element {
  const field = FIELDS[name];
  const unit = field.kind === "number" ? say.value.units[field.quantity] : "";
  return (
    <span class="typed">
      <input
        {...shared}
        type="text"
        inputMode={field.kind === "number" ? "decimal" : "text"}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => type({ [name]: currentTarget.value })}
      />
      {unit !== "" && (
        <span class="unit" aria-hidden="true">
          {unit}
        </span>
      )}
    </span>
  );
}

function Choice({
  shared,
  options,
  onChoose,
}: {
  readonly shared: Shared;
  readonly options: readonly Option[];
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  // A hundred GPUs are not compared again for each key.
  const lines = useMemo(() => optionLines(options, shared.value), [options, shared.value]);
  return (
    <select {...shared} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      {lines}
    </select>
  );
}

/** Options under their headings; a value that is none of them is one more. */
function optionLines(options: readonly Option[], value: string): ComponentChildren {
  const isKnown = options.some((option) => option.value === value);
  const all = isKnown ? options : [{ value, label: value }, ...options];
  const groups = [...new Set(all.map(({ group }) => group))];
  return groups.map((group) => {
    const members = all
      .filter((option) => option.group === group)
      .map((option) => (
        <option key={option.value} value={option.value} disabled={option.refusal !== undefined}>
          {option.label}
        </option>
      ));
    return group === undefined ? (
      members
    ) : (
      <optgroup key={group} label={group}>
        {members}
      </optgroup>
    );
  });
}

/** The options of a field that has them in the table; null of others. */
function ownOptions(name: FieldName): readonly Option[] | null {
  const field = FIELDS[name];
  if (field.kind !== "choice") return null;
  const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = say.value.options;
  const refusals: Readonly<Record<string, Readonly<Record<string, Refusal>>>> = refusedFormats.value;
  return field.options.map((value) => {
    const refusal = refusals[name]?.[value];
    return { value, label: labels[name]?.[value] ?? value, ...(refusal !== undefined && { refusal }) };
  });
}

/** Why some options cannot be chosen: where nobody has to point at them to read it. */
function RefusedOptions({ id, options }: { readonly id: string; readonly options: readonly Option[] }): JSX.Element {
  return (
    <div class="hint" id={id}>
      {options.map(
        ({ value, label, refusal }) =>
          refusal !== undefined && (
            <p key={value}>{say.value.problems.notToChoose(label, sayLibrary("rule", refusal))}</p>
          ),
      )}
    </div>
  );
}

/** What is wrong with a field, once its user had the time to finish; the library's own refusals at once. */
function useProblem(name: FieldName): ComponentChildren {
  const text = scenario.value.inputs[name];
  const settled = useSignal(text);
  useEffect(() => {
    const timer = setTimeout(() => {
      settled.value = text;
    }, PATIENCE);
    return () => clearTimeout(timer);
  }, [text]);
  const problem = read.value.problems[name];
  if (problem !== undefined) return settled.value === text ? sayProblem(say.value, problem) : null;
  const { refusal } = shown.value;
  return refusedField.value === name && refusal !== null ? (
    <>
      {sayLibrary("rule", refusal)}
      <Suggestions name={name} texts={refusal.suggestions ?? []} />
    </>
  ) : null;
}

function Suggestions({
  name,
  texts,
}: {
  readonly name: FieldName;
  readonly texts: readonly string[];
}): JSX.Element | null {
  return texts.length === 0 ? null : (
    <p class="suggestions">
      {say.value.problems.instead}{" "}
      {texts.map((text) => (
        <button key={text} type="button" onClick={() => type({ [name]: text })}>
          {text}
        </button>
      ))}
    </p>
  );
}

/** How a number was understood that others would understand in another way. */
function Remark({ name }: { readonly name: FieldName }): JSX.Element | null {
  const reading = readField(name, scenario.value.inputs, say.value.numbers.mark);
  return "value" in reading && reading.remark !== undefined ? (
    <p class="hint">{say.value.problems.asThousands(reading.remark.number, reading.remark.asThousands)}</p>
  ) : null;
}
