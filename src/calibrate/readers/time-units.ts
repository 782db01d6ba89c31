import { secondsFromMicroseconds, secondsFromMilliseconds, secondsFromNanoseconds } from "../../units.js";

const SECONDS: Readonly<Record<string, (value: number) => number>> = {
  s: (value) => value,
  sec: (value) => value,
  secs: (value) => value,
  second: (value) => value,
  seconds: (value) => value,
  ms: secondsFromMilliseconds,
  msec: secondsFromMilliseconds,
  millis: secondsFromMilliseconds,
  milliseconds: secondsFromMilliseconds,
  us: secondsFromMicroseconds,
  usec: secondsFromMicroseconds,
  microseconds: secondsFromMicroseconds,
  ns: secondsFromNanoseconds,
  nanoseconds: secondsFromNanoseconds,
};

/** Seconds of a value in a unit of time, as tools spell it; undefined for a unit that is not known, which is never guessed. */
export const secondsOfUnit = (unit: string): ((value: number) => number) | undefined =>
  Object.hasOwn(SECONDS, unit) ? SECONDS[unit] : undefined;

/** How units of time are spelt. */
export const TIME_UNITS: readonly string[] = Object.keys(SECONDS);
