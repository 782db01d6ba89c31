import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { isStale, say, shown } from "../state.js";
import { headline } from "./headline.js";

/** From the last key to the word, milliseconds: five digits are one announcement. */
const QUIET = 1000;

/** The one region that screen readers are told changes of: there from the start, and only its text changes. */
export function Announcer(): JSX.Element {
  const told = useSignal("");
  const { answer } = shown.value;
  const text = answer === null || isStale.value ? "" : headline(say.value, answer);
  useEffect(() => {
    if (text === "") return;
    const timer = setTimeout(() => {
      told.value = text;
    }, QUIET);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p role="status" aria-live="polite" class="visually-hidden">
      {told}
    </p>
  );
}
