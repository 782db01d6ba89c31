import { computed, type ReadonlySignal } from "@preact/signals";
import { language, say } from "../../state.js";
import type { Strings } from "../en.js";
import type { Language } from "../languages.js";
import { en, type LoadWords } from "./en.js";
import { fr } from "./fr.js";

/** The same languages as of the page. */
const WORDS: Readonly<Record<Language, LoadWords>> = { en, fr };

/** Words of the page and of the parts on other loads. */
export type LoadStrings = Strings & LoadWords;

/** The same in the language of the page; loaded after the answer, with those parts. */
export const sayLoads: ReadonlySignal<LoadStrings> = computed(() => ({ ...say.value, ...WORDS[language.value] }));
