import { signal } from "@preact/signals";
import type { Language, Said } from "infrascale/language";
import { language } from "../state.js";
import type { Language as PageLanguage } from "./languages.js";

/** The library's words in every language of the page; null until they are loaded. */
const languages = signal<Readonly<Record<PageLanguage, Language>> | null>(null);

/** Loads the library's words: the form is there before them, and the first answer comes after them. */
export async function loadLibraryWords(): Promise<void> {
  languages.value = (await import("infrascale/language")).languages;
}

/**
 * The one place where what the library says becomes text for people.
 *
 * @param kind - which kind of thing.
 * @param of - the thing, by its code and its figures.
 * @returns a sentence or a few words, in the language of the page; an ellipsis until its words are loaded.
 */
export const sayLibrary = <Kind extends keyof Said>(kind: Kind, of: Said[Kind]): string =>
  languages.value === null ? "…" : languages.value[language.value].says[kind](of);
