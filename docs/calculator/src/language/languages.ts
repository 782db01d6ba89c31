import { en, type Strings } from "./en.js";
import { fr } from "./fr.js";

/** Every language of the page, by its code. Another is a file of strings and a line here. */
export const LANGUAGES = { en, fr } as const satisfies Readonly<Record<string, Strings>>;

/** Code of a language. */
export type Language = keyof typeof LANGUAGES;

/** Codes, in the order in which they are offered. */
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly Language[];

/** True of a language that the page speaks. */
export const isLanguage = (code: string): code is Language => Object.hasOwn(LANGUAGES, code);

/**
 * The first of some wishes that the page speaks; English where it speaks none.
 *
 * @param wishes - codes with or without a country, `fr-FR`, the dearest first.
 * @returns a language.
 */
export const languageFor = (wishes: readonly string[]): Language =>
  wishes.map((wish) => wish.toLowerCase().split("-")[0] ?? "").find(isLanguage) ?? "en";
