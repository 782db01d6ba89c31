import { computed, type ReadonlySignal } from "@preact/signals";
import { language } from "../../state.js";
import type { Language } from "../languages.js";
import { en, type DecideWords } from "./en.js";
import { fr } from "./fr.js";

/** The same languages as of the page. */
const WORDS: Readonly<Record<Language, DecideWords>> = { en, fr };

/** Words of the parts that are loaded after the answer: comparison, what-if, launch, day, files. */
export const decideWords: ReadonlySignal<DecideWords> = computed(() => WORDS[language.value]);
