import { InvalidArgumentError } from "commander";
import type { ImageSize } from "../core.js";
import { SECONDS_PER_UNIT } from "../units.js";

/** Thousands and millions, as people write them. */
const MULTIPLES: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6 };

/** A number as people write one: `0.5`, `1e6`, `10k`, `2M`. */
export function number(text: string): number {
  const [, digits = "", multiple = ""] = /^\s*(.*?)(k|M)?\s*$/s.exec(text.replace(/K$/, "k")) ?? [];
  const value = Number(digits) * (MULTIPLES[multiple] ?? NaN);
  // Not all that JavaScript reads as a number is one to a person: 0x10 is not.
  if (!/\d/.test(digits) || /[xob]/i.test(digits) || Number.isNaN(value))
    throw new InvalidArgumentError("It must be a number, such as 0.5, 200 or 10k.");
  return value;
}

/** Seconds as people write them: `0.5`, `2s`, `500ms`, `1min`. */
export function seconds(text: string): number {
  const [, digits = "", unit = "s"] = /^\s*([\d.]+)\s*(ms|s|min|h)\s*$/.exec(text) ?? ["", text];
  try {
    return number(digits) * (SECONDS_PER_UNIT[unit] ?? NaN);
  } catch {
    throw new InvalidArgumentError("It must be a number of seconds, such as 0.5, 2s or 500ms.");
  }
}

/** True for `on`, false for `off`. */
export function onOrOff(text: string): boolean {
  if (text !== "on" && text !== "off") throw new InvalidArgumentError("It must be on or off.");
  return text === "on";
}

/** Numbers with commas in between. */
export const numbers = (text: string): readonly number[] => text.split(",").map(number);

/** Width and height as people write them: `1024x768`. */
export function imageSize(text: string): ImageSize {
  const [, width, height] = /^\s*(\d+)\s*[x×]\s*(\d+)\s*$/i.exec(text) ?? [];
  if (width === undefined || height === undefined)
    throw new InvalidArgumentError("It must be width and height in pixels, such as 1024x768.");
  return { widthPixels: Number(width), heightPixels: Number(height) };
}

/** An object without the fields that are undefined. */
export type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The fields of an object that were given. */
export const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
