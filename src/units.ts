/**
 * The only place where a number of one unit becomes a number of another. Everything else in the library is in SI base
 * units: bytes, seconds, bytes per second, FLOP per second, tokens per second, watts.
 */

const BYTES_PER_GIB = 2 ** 30;
const BYTES_PER_MIB = 2 ** 20;
const KILO = 1e3;
const MEGA = 1e6;
const GIGA = 1e9;
const BITS_PER_BYTE = 8;
const TERA = 1e12;
const MILLI = 1e-3;
const MICRO = 1e-6;
const NANO = 1e-9;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;
const PERCENT = 1e-2;
const HOURS_PER_MONTH = 730;
const HOURS_PER_YEAR = 8760;

/** Bytes in `gib` binary gigabytes (2^30). */
export const bytesFromGib = (gib: number): number => gib * BYTES_PER_GIB;

/** Binary gigabytes (2^30) in `bytes`. */
export const gibFromBytes = (bytes: number): number => bytes / BYTES_PER_GIB;

/** Bytes in `mib` binary megabytes (2^20). */
export const bytesFromMib = (mib: number): number => mib * BYTES_PER_MIB;

/** Bytes in `gigabytes` decimal gigabytes (10^9), as memory is marketed. */
export const bytesFromGigabytes = (gigabytes: number): number => gigabytes * GIGA;

/** Decimal gigabytes (10^9) in `bytes`. */
export const gigabytesFromBytes = (bytes: number): number => bytes / GIGA;

/** Gigabits per second, as networks are named, in `bytesPerSecond`. */
export const gigabitsPerSecond = (bytesPerSecond: number): number => (bytesPerSecond * BITS_PER_BYTE) / GIGA;

/** Units in `billions` of them: parameters of a model, for example. */
export const fromBillions = (billions: number): number => billions * GIGA;

/** Billions in `count`. */
export const billions = (count: number): number => count / GIGA;

/** FLOP per second, or bytes per second, in `tera` 10^12 of them. */
export const fromTera = (tera: number): number => tera * TERA;

/** 10^12 units in `count`. */
export const tera = (count: number): number => count / TERA;

/** Seconds in `milliseconds`. */
export const secondsFromMilliseconds = (milliseconds: number): number => milliseconds * MILLI;

/** Milliseconds in `seconds`. */
export const millisecondsFromSeconds = (seconds: number): number => seconds / MILLI;

/** Microseconds in `seconds`. */
export const microsecondsFromSeconds = (seconds: number): number => seconds / MICRO;

/** Seconds in `microseconds`. */
export const secondsFromMicroseconds = (microseconds: number): number => microseconds * MICRO;

/** Seconds in `nanoseconds`. */
export const secondsFromNanoseconds = (nanoseconds: number): number => nanoseconds * NANO;

/** Seconds in `minutes`. */
export const secondsFromMinutes = (minutes: number): number => minutes * SECONDS_PER_MINUTE;

/** Seconds in `hours`. */
export const secondsFromHours = (hours: number): number => secondsFromMinutes(hours * MINUTES_PER_HOUR);

/** Hours in `seconds`. */
export const hoursFromSeconds = (seconds: number): number => seconds / SECONDS_PER_MINUTE / MINUTES_PER_HOUR;

/** Events per second for `perMinute` a minute. */
export const perSecondFromPerMinute = (perMinute: number): number => perMinute / SECONDS_PER_MINUTE;

/** Share of one for `percent` of a hundred. */
export const fractionFromPercent = (percent: number): number => percent * PERCENT;

/** What an hourly amount comes to in a month of 730 hours. */
export const perMonth = (perHour: number): number => perHour * HOURS_PER_MONTH;

/** What an hourly amount comes to in a year of 8,760 hours. */
export const perYear = (perHour: number): number => perHour * HOURS_PER_YEAR;

/** A price of a million for the price of one. */
export const perMillion = (perOne: number): number => perOne * MEGA;

/** Thousands in `count`: megawatt-hours of kilowatt-hours, tonnes of kilograms. */
export const thousands = (count: number): number => count / KILO;

/** Kilowatts in `watts`. */
export const kilowatts = (watts: number): number => watts / KILO;

/** Kilograms in `grams`. */
export const kilogramsFromGrams = (grams: number): number => grams / KILO;

/** Seconds in a unit of time, by its abbreviation. */
export const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: MILLI,
  s: 1,
  min: SECONDS_PER_MINUTE,
  h: SECONDS_PER_MINUTE ** 2,
};
