import { mapNumber } from "./json-record.js";
import type { Note, Reading } from "./draft.js";
import type { DerivedQuantity } from "../observation.js";

/** Characters of a token: InfraScale's load tests that count both have 4.4 to 4.8, in French and English prose. */
const CHARACTERS_PER_TOKEN = 4.6;

/** An output length, from characters where tokens are not counted, and what is to be said of it. */
export function outputLength(tokens: Reading, characters: Reading): { readonly outputTokens: Reading; readonly derived: readonly DerivedQuantity[]; readonly notes: readonly Note[] } {
  if (tokens !== undefined || characters === undefined) return { outputTokens: tokens, derived: [], notes: [] };
  const note: Note = { code: "assumed-tokens", message: `output lengths are in characters: ${CHARACTERS_PER_TOKEN} were taken for a token`, evidence: { charactersPerToken: CHARACTERS_PER_TOKEN } };
  return { outputTokens: mapNumber(characters, (count) => count / CHARACTERS_PER_TOKEN), derived: ["outputTokens"], notes: Number.isFinite(characters) ? [note] : [] };
}
