import { billions, gigabytesFromBytes, millisecondsFromSeconds } from "../../units.js";
import { withoutRounding } from "../rounding.js";

const LOCALE = "fr";
const DIGITS = 3;
const MILLION = 1e6;

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const measured = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: DIGITS });
const exact = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 17 });
const plurals = new Intl.PluralRules(LOCALE);
const lists = { et: new Intl.ListFormat(LOCALE), ou: new Intl.ListFormat(LOCALE, { type: "disjunction" }) };

/** Three digits of what is measured, all of what is counted. */
export const number = (value: number): string => (Number.isInteger(value) ? whole : measured).format(value);

/** A number to its last digit. */
export const exactly = (value: number): string => exact.format(value);

/** 4,88 millions, 1 030 milliards. */
export function large(value: number): string {
  if (billions(value) >= 0.1) return counted(billions(value), "milliard");
  return value >= MILLION ? counted(value / MILLION, "million") : measured.format(value);
}

/** A share in per cent. */
export const percent = (share: number): string =>
  `${number(Number((100 * withoutRounding(share)).toPrecision(DIGITS)))} %`;

/** A word by number: 0 and 1.5 are singular in French. Abbreviations such as GPU do not change. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  plurals.select(count) === "one" ? one : many;

/** `3 répliques`. */
export const counted = (count: number, one: string, many?: string): string =>
  `${number(count)} ${plural(count, one, many)}`;

/** `a, b et c`. */
export const all = (names: readonly string[]): string => lists.et.format(names);

/** `a, b ou c`. */
export const any = (names: readonly string[]): string => lists.ou.format(names);

/** Units that the library counts in, where they are words. */
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  GPUs: ["GPU", "GPU"],
  replicas: ["réplique", "répliques"],
  requests: ["requête", "requêtes"],
  "requests in flight": ["requête en cours", "requêtes en cours"],
  "requests/s": ["requête/s", "requêtes/s"],
  tokens: ["jeton", "jetons"],
  "tokens/s": ["jeton/s", "jetons/s"],
  users: ["utilisateur", "utilisateurs"],
  "of the users": ["des utilisateurs", "des utilisateurs"],
};

/** Without a number: `requêtes/s`. */
export const unitName = (unit: string): string => UNITS[unit]?.[1] ?? unit;

/** An amount in the unit that people read it in. */
export function amount(value: number, unit: string): string {
  if (unit === "bytes") return `${number(gigabytesFromBytes(value))} Go`;
  if (unit === "s") return value < 1 ? `${number(millisecondsFromSeconds(value))} ms` : `${number(value)} s`;
  if (unit === "") return number(value);
  const [one, many] = UNITS[unit] ?? [unit, unit];
  return counted(value, one, many);
}

/** Quoted as French quotes. */
export const quoted = (text: string): string => `« ${text} »`;

const NARROW = "\u202F";

/** Spaces that do not break before signs of two parts, within « » and before units. */
export const typeset = (text: string): string =>
  text
    .replaceAll("\u00A0", NARROW)
    .replaceAll(/ (?=[:;?!»%€])/g, NARROW)
    .replaceAll(/(?<=«) /g, NARROW)
    .replaceAll(/(?<=\d) (?=(?:Go|ms|s|GPU)\b)/g, NARROW);

/** All words of a table, typeset: its texts, and what its functions return. */
export function typesetAll<Words>(words: Words): Words {
  if (typeof words === "string") return typeset(words) as Words;
  if (typeof words === "function")
    return ((...of: readonly unknown[]) =>
      typesetAll((words as (...of: readonly unknown[]) => unknown)(...of))) as Words;
  return Object.fromEntries(
    Object.entries(words as object).map(([key, word]) => [key, typesetAll(word as unknown)]),
  ) as Words;
}
