import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules that any value may break, whatever it is of. */
export const VALUE_RULES = {
  number: () => "must be a number",
  finite: () => "must be a finite number",
  positive: () => "must be a finite number > 0",
  "not-negative": () => "must be a finite number >= 0",
  fraction: () => "must be a number in (0, 1]",
  between: ({ least, most }: { least: number; most: number }) => `must be a number from ${least} to ${most}`,
  "integer-at-least": ({ least }: { least: number }) => `must be an integer >= ${least}`,
  "at-most": ({ most }: { most: number }) => `must be at most ${most}`,
  object: () => "must be an object",
  array: () => "must be an array",
  string: () => "must be a string",
  text: () => "must be a non-empty string",
  boolean: () => "must be true or false",
  function: () => "must be a function",
  "one-of": ({ allowed }: { allowed: readonly string[] }) => `must be one of ${listed(allowed)}`,
  "known-field": ({ known }: { known: readonly string[] }) => `is not known; known fields are ${listed(known)}`,
  day: ({ example }: { example: string }) => `must be a date such as ${example}`,
  "not-aborted": () => "must not be aborted",
};

export const valueRule: Breaks<typeof VALUE_RULES> = rulesOf(VALUE_RULES);
