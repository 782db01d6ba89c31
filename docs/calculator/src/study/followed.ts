import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shown, studyClerk } from "../state.js";
import type { Refusal, Work, Works } from "../worker/protocol.js";

/** How far a study is. */
export interface Followed<Of extends Work> {
  /** In [0, 1]. */
  readonly share: number;
  /** What was told so far. */
  readonly parts: readonly unknown[];
  /** Null while there is none. */
  readonly answer: Works[Of]["answer"] | null;
  /** Null where it was not refused. */
  readonly refusal: Refusal | null;
  /** Message of a computation that broke. */
  readonly failure: string | null;
}

const BEGUN = { share: 0, parts: [], answer: null, refusal: null, failure: null } as const;

/**
 * A study of the answer on the screen, followed while it runs. The next answer begins it anew.
 *
 * @param work - which work of the study worker.
 * @param asked - of what; null while nobody wants it.
 * @returns how far it is.
 */
export function useFollowed<Of extends Work>(work: Of, asked: Works[Of]["asked"] | null): Followed<Of> {
  const state = useSignal<Followed<Of>>(BEGUN);
  const { answer } = shown.value;
  useEffect(() => {
    state.value = BEGUN;
    if (asked === null) return;
    let isPast = false;
    const onProgress = (share: number, part: unknown): void => {
      if (!isPast) state.value = { ...state.value, share, parts: [...state.value.parts, part] };
    };
    void studyClerk.ask(work, asked, onProgress).then((outcome) => {
      if (isPast) return;
      if (outcome.kind === "done") state.value = { ...state.value, share: 1, answer: outcome.answer };
      else if (outcome.kind === "refused") state.value = { ...state.value, refusal: outcome.refusal };
      else if (outcome.kind === "failed") state.value = { ...state.value, failure: outcome.message };
    });
    return () => {
      isPast = true;
    };
  }, [answer, asked === null]);
  return state.value;
}
