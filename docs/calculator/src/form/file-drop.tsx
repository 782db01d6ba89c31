import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { say } from "../state.js";

/** A file as text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Longest file that is read, bytes: none that belongs here comes near it. */
const MOST_BYTES = 5e6;

/** A field for files that takes dropped ones as well. */
export function FileDrop({
  id,
  label,
  accept = ".json",
  onTexts,
}: {
  readonly id: string;
  readonly label: string;
  /** Endings of the names of files. */
  readonly accept?: string;
  readonly onTexts: (files: readonly TextFile[]) => void;
}): JSX.Element {
  const isOver = useSignal(false);
  const readAll = async (files: FileList | null | undefined): Promise<void> => {
    const readable = [...(files ?? [])].filter(({ size }) => size <= MOST_BYTES);
    onTexts(await Promise.all(readable.map(async (file) => ({ name: file.name, text: await file.text() }))));
  };
  return (
    <div
      class={`drop ${isOver.value ? "over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        void readAll(event.dataTransfer?.files);
      }}
    >
      <label for={id}>{label}</label>
      <p class="hint" id={`${id}-hint`}>
        {say.value.model.drop}
      </p>
      <input
        id={id}
        type="file"
        multiple
        accept={accept}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => {
          void readAll(currentTarget.files);
        }}
      />
    </div>
  );
}
