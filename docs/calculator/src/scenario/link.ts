import { FIELD_NAMES, FIELDS } from "./fields.js";
import { plainText } from "./kinds.js";
import type { DecimalMark } from "./read-number.js";
import { START, type Inputs, type Scenario } from "./scenario.js";

/** Version of links that this page writes. */
export const LINK_VERSION = 1;

/** What an answer was when its link was shared. */
export interface SharedAnswer {
  /** Version of the library. */
  readonly library: string;
  /** GPUs; null where no number of them did. */
  readonly gpus: number | null;
}

/** What a link says. */
export interface ReadLink {
  /** Of the form. */
  readonly scenario: Pick<Scenario, "inputs" | "kept">;
  /** Language that it was shared in; null where it says none. */
  readonly language: string | null;
  /** Null where it was not shared by the button. */
  readonly shared: SharedAnswer | null;
  /** True where a later version of this page wrote it: what this one does not know is kept, and not understood. */
  readonly isNewer: boolean;
}

/** Words that are of no field. */
const VERSION = "v";
const LANGUAGE = "lang";
const LIBRARY = "r";
const ANSWER = "a";
const NO_NUMBER = "none";
const OWN_WORDS: ReadonlySet<string> = new Set([
  VERSION,
  LANGUAGE,
  LIBRARY,
  ANSWER,
  ...FIELD_NAMES.map((name) => FIELDS[name].link),
]);

/**
 * The part of the address behind `#`: what differs from the start, in plain form. What could not be read is written as it was typed.
 *
 * @param scenario - the state of the form.
 * @param mark - decimal mark that it was typed with.
 * @param extra - language, and the answer where the link is to be shared.
 * @returns words of a query, without the `#`.
 */
export function writeLink(
  { inputs, kept }: Pick<Scenario, "inputs" | "kept">,
  mark: DecimalMark,
  extra: { readonly language: string | null; readonly shared?: SharedAnswer },
): string {
  const words = new URLSearchParams({ [VERSION]: String(LINK_VERSION) });
  for (const name of FIELD_NAMES) {
    const { link, start } = FIELDS[name];
    const plain = plainText(FIELDS[name], inputs[name], mark, ".");
    if (plain !== start) words.append(link, plain);
  }
  if (extra.language !== null) words.append(LANGUAGE, extra.language);
  if (extra.shared !== undefined) {
    words.append(LIBRARY, extra.shared.library);
    words.append(ANSWER, extra.shared.gpus === null ? NO_NUMBER : String(extra.shared.gpus));
  }
  for (const [key, value] of kept) words.append(key, value);
  return words.toString();
}

/**
 * Reads a link of any version. What it leaves out is as that version's form started; what is unknown is kept, what is wrong is left in its field.
 *
 * @param hash - with or without the `#`.
 * @param mark - decimal mark of the reader's language.
 * @returns what it says.
 */
export function readLink(hash: string, mark: DecimalMark): ReadLink {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const inputs = Object.fromEntries(
    FIELD_NAMES.map((name) => {
      const typed = words.get(FIELDS[name].link) ?? START.inputs[name];
      return [name, plainText(FIELDS[name], typed, ".", mark)];
    }),
  ) as Inputs;
  const library = words.get(LIBRARY);
  const gpus = Number(words.get(ANSWER) ?? "");
  return {
    scenario: { inputs, kept: [...words].filter(([key]) => !OWN_WORDS.has(key)) },
    language: words.get(LANGUAGE),
    shared: library === null ? null : { library, gpus: Number.isInteger(gpus) && gpus > 0 ? gpus : null },
    isNewer: Number(words.get(VERSION) ?? LINK_VERSION) > LINK_VERSION,
  };
}
