import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { shown, studyClerk } from "../state.js";
import type { Work, Works } from "../worker/protocol.js";

/** From an answer to its study, milliseconds: while somebody types, no study begins only to be dropped. */
const PAUSE = 300;

/**
 * What the study worker says of the answer on the screen; the next question stops it.
 *
 * @param work - which work.
 * @param asked - of what; null where there is nothing to ask.
 * @returns its answer; null while there is none.
 */
export function useStudy<Of extends Work>(work: Of, asked: Works[Of]["asked"] | null): Works[Of]["answer"] | null {
  const found = useSignal<Works[Of]["answer"] | null>(null);
  const { answer } = shown.value;
  useEffect(() => {
    found.value = null;
    if (asked === null) return;
    let isPast = false;
    const timer = setTimeout(() => {
      void studyClerk.ask(work, asked).then((outcome) => {
        if (!isPast && outcome.kind === "done") found.value = outcome.answer;
      });
    }, PAUSE);
    return () => {
      isPast = true;
      clearTimeout(timer);
    };
  }, [answer]);
  return found.value;
}
