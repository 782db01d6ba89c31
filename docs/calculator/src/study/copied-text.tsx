import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { decideWords } from "../language/decide/words.js";
import { saveText } from "./save-text.js";

/** A text to be copied, or kept as a file. Where the browser refuses the clipboard, the text is selected and the keys are named. */
export function CopiedText({
  text,
  label,
  file,
}: {
  readonly text: string;
  /** What it is, for those who do not see it. */
  readonly label: string;
  /** Name of the file. */
  readonly file: string;
}): JSX.Element {
  const words = decideWords.value;
  const told = useSignal("");
  const place = useRef<HTMLPreElement>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      told.value = words.copied;
    } catch {
      if (place.current !== null) getSelection()?.selectAllChildren(place.current);
      place.current?.focus();
      told.value = words.pressKeys;
    }
  };
  return (
    <div class="copied-text">
      <pre ref={place} tabIndex={0} role="region" aria-label={label}>
        <code>{text}</code>
      </pre>
      <p class="text-tools">
        <button type="button" onClick={() => void copy()}>
          {words.copy}
          <span class="visually-hidden">: {label}</span>
        </button>{" "}
        <button type="button" onClick={() => saveText(file, text)}>
          {words.download(file)}
        </button>{" "}
        <span role="status">{told.value}</span>
      </p>
    </div>
  );
}
