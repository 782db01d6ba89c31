import type { Assumption, AssumptionCode } from "../../catalog/names/assumption.js";
import { number, seconds } from "./words.js";

/** What each says; figures that differ from row to row are not told one by one. */
const SAYS: Readonly<Record<AssumptionCode, (assumption: Assumption) => string>> = {
  "same-shape": ({ asked, used }) => `${text(asked)} has the shape of ${used}`,
  checkpoint: ({ asked, used }) => `${text(asked)} as ${used}`,
  "context-from-name": ({ used }) => `contexts of ${number(Number(used))} tokens at most, as it is named`,
  instance: ({ asked, used }) => `${text(asked)} as ${used}`,
  "format-from-name": ({ asked, used }) => `weights in ${used}, as ${text(asked)} is named`,
  "published-format": ({ used }) => `weights in ${used}, as published`,
  "sixteen-bit-weights": ({ used }) => `weights in ${used}`,
  "fp8-scales": ({ used }) => `one scale of 8-bit weights for a ${used}`,
  "sixteen-bit-cache": ({ used }) => `a cache in ${used}`,
  "eight-bit-cache": ({ used }) => `a cache in ${used}`,
  "published-cache": ({ used }) => `a cache in ${used}, as published`,
  "prefix-caching": ({ used }) => `prefix caching ${used}`,
  engine: ({ asked, used }) => (asked === undefined ? `the engine ${used}` : `${asked} as ${used}`),
  "engine-version": ({ asked, used }) => (asked === undefined ? `version ${used}` : `version ${asked} as ${used}`),
  "tensor-size": ({ used }) => `layers sharded over ${used}`,
  "expert-size": ({ asked, used }) => `experts over ${used} instead of ${text(asked)}`,
  "data-size": ({ used }) => `${used} ranks of attention`,
  "batch-limit": () => "a static batch runs whole",
  "memory-share": ({ used }) => `${used} of the memory, to fit`,
  "input-tokens": () => "prompts as long as the source assumed",
  "output-tokens": () => "answers counted in characters",
  "image-tokens": ({ asked, used }) => `images of ${text(asked)} as ${number(Number(used))} tokens each`,
  target: ({ of, asked, used }) => `${of} within ${seconds(Number(used))}, as for ${text(asked)}`,
  unreadable: ({ asked }) => `${text(asked)} left out`,
};

const text = (asked: Assumption["asked"]): string => (typeof asked === "number" ? number(asked) : (asked ?? "nothing"));

/** Something that was assumed, in a few words. */
export const assumption = (of: Assumption): string => SAYS[of.code](of);
