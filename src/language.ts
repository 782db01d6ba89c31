/**
 * What the library says, in English and in French: errors, warnings, reasons, assumptions, notices and summaries, by their codes and figures.
 *
 * @module language
 */
import { english } from "./language/english/index.js";
import { french } from "./language/french/index.js";
import type { Language } from "./language/language.js";

export { say, type Label, type Language, type Said } from "./language/language.js";
export { english } from "./language/english/index.js";
export { french } from "./language/french/index.js";

/** Every language by its tag. */
export const languages: Readonly<Record<"en" | "fr", Language>> = { en: english, fr: french };
