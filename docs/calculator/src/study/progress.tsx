import type { JSX } from "preact";
import "../look/study.css";
import { sayLibrary } from "../language/say-library.js";
import { decideWords } from "../language/decide/words.js";
import type { Studied } from "./use-studied.js";

/** How far a study is while it runs, and why it has no answer where it has none. */
export function Progress({
  study: { share, outcome },
  text,
}: {
  readonly study: Studied<unknown>;
  readonly text: string;
}): JSX.Element | null {
  if (outcome?.kind === "refused") return <p class="hint">{sayLibrary("rule", outcome.refusal)}</p>;
  if (outcome?.kind === "failed") return <p class="hint">{decideWords.value.failed}</p>;
  if (outcome !== null) return null;
  return (
    <p class="study-progress">
      <progress aria-label={text} max={1} {...(share !== null && share > 0 && { value: share })} /> <span>{text}</span>
    </p>
  );
}
