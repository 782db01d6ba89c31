import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { longClerk, studyClerk } from "../state.js";
import type { Outcome, Work, Works } from "../worker/protocol.js";

/** What a long work has come to so far. */
export interface Studied<Answer> {
  /** How far it is, in [0, 1]; null where it is not under way. */
  readonly share: number | null;
  /** As much of the answer as is there. */
  readonly found: Answer | null;
  /** How it ended; null while it is under way, and before. */
  readonly outcome: Outcome<Answer> | null;
}

const NOTHING = { share: null, found: null, outcome: null } as const;

/** Works that try many GPUs or figures in turn. */
const LONG: ReadonlySet<Work> = new Set(["compare", "thresholds"]);

/** From an answer to long work on it, milliseconds: who types on does not start it. */
const PATIENCE = 250;

/**
 * What the study worker says, as it says it; the next question stops it.
 *
 * @param work - which work. What it tells on the way has to be an answer that is not complete, or null.
 * @param asked - of what; null where there is nothing to ask.
 * @param after - it is asked again when one of these changes.
 * @returns its answer as far as it is there.
 */
export function useStudied<Of extends Work>(
  work: Of,
  asked: Works[Of]["asked"] | null,
  after: readonly unknown[],
): Studied<Works[Of]["answer"]> {
  type Found = Works[Of]["answer"];
  const studied = useSignal<Studied<Found>>(NOTHING);
  useEffect(() => {
    if (asked === null) {
      studied.value = NOTHING;
      return;
    }
    let isPast = false;
    const timer = setTimeout(() => {
      studied.value = { ...NOTHING, share: 0 };
      const onProgress = (share: number, part: unknown): void => {
        if (!isPast) studied.value = { share, found: part as Found | null, outcome: null };
      };
      const clerk = LONG.has(work) ? longClerk : studyClerk;
      void clerk.ask(work, asked, onProgress).then((outcome) => {
        if (!isPast) studied.value = { share: null, found: outcome.kind === "done" ? outcome.answer : null, outcome };
      });
    }, PATIENCE);
    return () => {
      isPast = true;
      clearTimeout(timer);
    };
  }, after);
  return studied.value;
}
