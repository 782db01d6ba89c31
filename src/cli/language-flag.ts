import { Option, type Command } from "commander";
import type { languages } from "../language.js";
import type { CommandLanguage } from "./language/command-language.js";

/** Tag of a language. */
export type LanguageTag = keyof typeof languages;

/** Each is loaded where it is asked for. */
const LOADS: Readonly<Record<LanguageTag, () => Promise<CommandLanguage>>> = {
  en: async () => (await import("./language/english/index.js")).english,
  fr: async () => (await import("./language/french/index.js")).french,
};

const LANGUAGE_FLAG = "--language";
const USUAL: LanguageTag = "en";

/** An option that names a language. */
export interface LanguageFlag {
  readonly language?: LanguageTag;
}

/** Adds it. */
export const addLanguageFlag = (command: Command): Command =>
  command.addOption(new Option(`${LANGUAGE_FLAG} <tag>`, "of what is printed (en)").choices(Object.keys(LOADS)));

/** The language that an option names. */
export const languageOf = ({ language = USUAL }: LanguageFlag): Promise<CommandLanguage> => LOADS[language]();

/** The language that the words of a command name, for what is refused before they are parsed; the usual one where they name none. */
export function languageAmong(words: readonly string[]): Promise<CommandLanguage> {
  const tags = words.flatMap((word, index) =>
    word === LANGUAGE_FLAG
      ? [words[index + 1]]
      : word.startsWith(`${LANGUAGE_FLAG}=`)
        ? [word.slice(LANGUAGE_FLAG.length + 1)]
        : [],
  );
  const tag = tags.at(-1) ?? USUAL;
  return languageOf({ language: Object.hasOwn(LOADS, tag) ? (tag as LanguageTag) : USUAL });
}
