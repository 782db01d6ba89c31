import { shown } from "../state.js";
import { useStudied } from "../study/use-studied.js";
import type { Work, Works } from "../worker/protocol.js";

/**
 * What the study worker says of the answer on the screen; the next question stops it.
 *
 * @param work - which work.
 * @param asked - of what; null where there is nothing to ask.
 * @returns its answer; null while there is none.
 */
export const useStudy = <Of extends Work>(work: Of, asked: Works[Of]["asked"] | null): Works[Of]["answer"] | null =>
  useStudied(work, asked, [shown.value.answer]).found;
