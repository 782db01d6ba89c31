import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { headline } from "../answer/headline.js";
import { isStale, say, shown } from "../state.js";

/** The answer at the foot of the form, where its own place is out of sight. Screen readers are told it by the live region. */
export function Peek(): JSX.Element | null {
  const isSeen = useSignal(true);
  const { answer } = shown.value;
  useEffect(() => {
    const sentence = document.querySelector(".sentence");
    if (sentence === null) return;
    const watch = new IntersectionObserver((entries) => {
      isSeen.value = entries.some(({ isIntersecting }) => isIntersecting);
    });
    watch.observe(sentence);
    return () => watch.disconnect();
  }, []);
  return isSeen.value || answer === null ? null : (
    <a
      class={`peek ${isStale.value ? "stale" : ""}`}
      href="#answer"
      aria-hidden="true"
      tabIndex={-1}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById("answer")?.scrollIntoView();
      }}
    >
      {headline(say.value, answer)}
    </a>
  );
}
