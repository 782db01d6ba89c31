import type { Language } from "../../language/language.js";
import type { figures } from "./english/figures.js";
import type { words } from "./english/index.js";

/** A language of the library, and what only the command says in it. */
export interface CommandLanguage extends Language {
  /** Numbers and names as tables have them. */
  readonly figures: typeof figures;
  /** Headings, and what stands in tables. */
  readonly words: typeof words;
}
