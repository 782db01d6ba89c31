import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { decideWords } from "../language/decide/words.js";
import type { Inputs } from "../scenario/scenario.js";
import { scenario, type } from "../state.js";

/** What was last taken from a part of the answer into the form. */
interface Taken {
  /** Id of the part. */
  readonly part: string;
  readonly text: string;
  /** What the fields said before. */
  readonly before: Partial<Inputs>;
}

const taken = signal<Taken | null>(null);

/** Takes a change into the form; it can be undone where it was taken. */
export function take(part: string, text: string, texts: Partial<Inputs>): void {
  const { inputs } = scenario.value;
  const names = Object.keys(texts) as (keyof Inputs)[];
  taken.value = { part, text, before: Object.fromEntries(names.map((name) => [name, inputs[name]])) };
  type(texts);
}

/** What was taken here, with the way back. */
export function Undo({ part }: { readonly part: string }): JSX.Element | null {
  const words = decideWords.value;
  const last = taken.value;
  return last?.part !== part ? null : (
    <p class="taken">
      {words.taken(last.text)}{" "}
      <button
        type="button"
        class="quiet"
        onClick={() => {
          type(last.before);
          taken.value = null;
        }}
      >
        {words.undo}
      </button>
    </p>
  );
}
