import { english } from "../language/english/index.js";
import { say, type Language } from "../language/language.js";

/** A table names constraints as options do, but in words where they are not in English. */
export const nameOf = (constraint: string, language: Language): string =>
  language === english ? constraint : say(language, "constraint", constraint);
