import type { JSX } from "preact";
import { sayLibrary } from "../language/say-library.js";
import { decideWords } from "../language/decide/words.js";
import type { Work } from "../worker/protocol.js";
import type { Followed } from "./followed.js";

/** How far a study is while it runs, and why it has no answer where it has none. */
export function Progress({
  study,
  text,
}: {
  readonly study: Followed<Work>;
  readonly text: string;
}): JSX.Element | null {
  const words = decideWords.value;
  if (study.refusal !== null) return <p class="hint">{sayLibrary(study.refusal)}</p>;
  if (study.failure !== null) return <p class="hint">{words.failed}</p>;
  if (study.answer !== null) return null;
  return (
    <p class="study-progress">
      <progress aria-label={text} {...(study.share > 0 && { value: study.share })} /> <span>{text}</span>
    </p>
  );
}
