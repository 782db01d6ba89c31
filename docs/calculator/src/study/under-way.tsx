import type { JSX } from "preact";
import { say } from "../state.js";
import type { Studied } from "./use-studied.js";

/** How far a study is, while nothing of it is there to be shown; why it did not end, where it did not. */
export function UnderWay({ studied }: { readonly studied: Studied<unknown> }): JSX.Element | null {
  const { charts: words } = say.value;
  const { found, outcome, share } = studied;
  if (found !== null) return null;
  if (outcome?.kind === "refused" || outcome?.kind === "failed") return <p class="hint">{words.failed}</p>;
  return (
    <div class="study-space">
      <label class="hint">
        {words.underWay} <progress max={1} value={share ?? 0} />
      </label>
    </div>
  );
}
