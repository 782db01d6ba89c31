import { CHARACTERS_PER_TOKEN } from "../../measurements/row-readings.js";
import type { Note } from "./draft.js";

/** What is to be said of a length that was counted in characters. */
export const charactersNote: Note = {
  code: "assumed-tokens",
  message: `output lengths are in characters: ${CHARACTERS_PER_TOKEN} were taken for a token`,
  evidence: { charactersPerToken: CHARACTERS_PER_TOKEN },
};
