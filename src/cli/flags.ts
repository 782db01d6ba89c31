import { InvalidArgumentError } from "commander";

/** A number as people write one. */
export function number(text: string): number {
  const value = Number(text);
  // Not all that JavaScript reads as a number is one to a person: 0x10 is not.
  if (!/\d/.test(text) || /[xob]/i.test(text) || Number.isNaN(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

/** Numbers with commas in between. */
export const numbers = (text: string): readonly number[] => text.split(",").map(number);

/** An object without the fields that are undefined. */
export type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The fields of an object that were given. */
export const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
