import type { JSX } from "preact";
import type { FieldName } from "../scenario/fields.js";
import { say } from "../state.js";
import { Field } from "./field.js";

/** A number and what it is of, which belong together. */
export function Pair({ number, of }: { readonly number: FieldName; readonly of: FieldName }): JSX.Element {
  return (
    <div class="pair" role="group" aria-label={say.value.fields[number]}>
      <Field name={number} />
      <Field name={of} />
    </div>
  );
}
