import { shown } from "../checks/quantities.js";
import type { Note, Reading } from "./draft.js";

/**
 * What is to be said of a server that drafts: a step writes several tokens, so that the time per token is none of a step.
 *
 * @param tokensPerStep - tokens that a step writes for a request, mean; undefined where the file does not say.
 * @returns one note; none where a step writes one token.
 */
export function draftingNotes(tokensPerStep: Reading): readonly Note[] {
  if (tokensPerStep !== undefined && !(tokensPerStep > 1)) return [];
  const isKnown = tokensPerStep !== undefined && Number.isFinite(tokensPerStep);
  return [
    {
      code: "speculative-decoding",
      message: `the server drafted${isKnown ? `, and wrote ${shown(tokensPerStep)} tokens a step` : ""}: the time per token is none of a step, and a profile that is fitted to it holds for drafting alone`,
      evidence: isKnown ? { tokensPerStep } : {},
    },
  ];
}
