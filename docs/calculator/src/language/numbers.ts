import type { DecimalMark } from "../scenario/read-number.js";

/** Least and most of a quantity. */
interface Span {
  readonly min: number;
  readonly max: number;
}

/** Numbers, units and dates as one language writes them. */
export interface Numbers {
  /** Before decimals. */
  readonly mark: DecimalMark;
  /** All digits: GPUs, people. */
  readonly count: (value: number) => string;
  /** All digits, decimals too: what was counted in steps. */
  readonly exact: (value: number) => string;
  /** Three digits: what is predicted is known no better. */
  readonly about: (value: number) => string;
  /** Seconds, in the unit that suits them. */
  readonly seconds: (seconds: number) => string;
  /** Bytes, in gigabytes of a thousand million. */
  readonly bytes: (bytes: number) => string;
  readonly percent: (fraction: number) => string;
  readonly money: (amount: number, currency: string) => string;
  /** A day, `2026-09-26`. */
  readonly date: (day: string) => string;
  readonly megawattHours: (kWh: Span) => string;
  readonly tonnes: (kilograms: Span) => string;
  /** The word for so many. */
  readonly plural: (count: number, one: string, other: string) => string;
  readonly list: (items: readonly string[]) => string;
  /** Name of a country by its code of three letters; the code where it is of none. */
  readonly country: (code: string) => string;
}

const DIGITS = 3;
/** Digits of what is exact: of more, nobody can tell what they are of. */
const EXACT_DIGITS = 12;
const KILO = 1e3;
const BILLION = 1e9;
const MINUTE = 60;
const HOUR = 3600;
/** Space that no line is broken at. */
const NBSP = "\u00a0";

/** Codes of two letters, which browsers know names of. */
const REGIONS: Readonly<Record<string, string>> = {
  ...{ AUT: "AT", BEL: "BE", CAN: "CA", CHE: "CH", CHN: "CN", DEU: "DE", DNK: "DK", ESP: "ES", EU: "EU", FIN: "FI" },
  ...{ FRA: "FR", GBR: "GB", IND: "IN", IRL: "IE", ISL: "IS", ITA: "IT", JPN: "JP", LUX: "LU", NLD: "NL", NOR: "NO" },
  ...{ POL: "PL", PRT: "PT", SWE: "SE", USA: "US", WOR: "001" },
};

/**
 * The one place where numbers become text.
 *
 * @param locale - `en-GB` or `fr-FR`, for example.
 * @returns how it writes them.
 */
export function numbersIn(locale: string): Numbers {
  const all = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: EXACT_DIGITS });
  const rounded = new Intl.NumberFormat(locale, { maximumSignificantDigits: DIGITS });
  const shares = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: DIGITS });
  const rules = new Intl.PluralRules(locale);
  const items = new Intl.ListFormat(locale, { type: "conjunction" });
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const gigabytes = new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "gigabyte",
    unitDisplay: "short",
    maximumSignificantDigits: DIGITS,
  });
  const spaced = (value: number, suffix: string): string => `${rounded.format(value)}${NBSP}${suffix}`;
  const span = ({ min, max }: Span, ofThousand: string): string =>
    `${rounded.formatRange(min / KILO, max / KILO)}${NBSP}${ofThousand}`;
  return {
    mark: rounded.format(0.5).includes(",") ? "," : ".",
    count: (value) => all.format(value),
    exact: (value) => digits.format(value),
    about: (value) => rounded.format(value),
    seconds: (seconds) => {
      if (!Number.isFinite(seconds)) return "∞";
      if (seconds < 1) return spaced(seconds * KILO, "ms");
      if (seconds < 2 * MINUTE) return spaced(seconds, "s");
      return seconds < 2 * HOUR ? spaced(seconds / MINUTE, "min") : spaced(seconds / HOUR, "h");
    },
    bytes: (bytes) => gigabytes.format(bytes / BILLION),
    percent: (fraction) => shares.format(fraction),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, {
        style: "currency",
        currency,
        ...(amount >= KILO ? { maximumFractionDigits: 0 } : {}),
        ...(amount >= KILO ? { maximumSignificantDigits: DIGITS } : {}),
      }).format(amount),
    date: (day) => {
      const parsed = new Date(`${day.slice(0, "2026-11-30".length)}T00:00:00Z`);
      return Number.isNaN(parsed.getTime()) ? day : days.format(parsed);
    },
    megawattHours: (kWh) => span(kWh, "MWh"),
    tonnes: (kilograms) => span(kilograms, "t"),
    plural: (count, one, other) => (rules.select(count) === "one" ? one : other),
    list: (texts) => items.format(texts),
    country: (code) => {
      const region = REGIONS[code];
      return (region === undefined ? undefined : regions.of(region)) ?? code;
    },
  };
}
