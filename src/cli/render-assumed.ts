import type { Assumption, AssumptionCode } from "../index.js";
import { formatNumber, formatSeconds } from "./format.js";
import { wrap } from "./wrap.js";

/** Something that was assumed, and of how many rows. */
export interface CountedAssumption extends Assumption {
  readonly rows: number;
}

/** What each says; figures that differ from row to row are not told one by one. */
const SAYS: Readonly<Record<AssumptionCode, (assumption: Assumption) => string>> = {
  "same-shape": ({ asked, used }) => `${text(asked)} has the shape of ${used}`,
  checkpoint: ({ asked, used }) => `${text(asked)} as ${used}`,
  "context-from-name": ({ used }) => `contexts of ${formatNumber(Number(used))} tokens at most, as it is named`,
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
  "image-tokens": ({ asked, used }) => `images of ${text(asked)} as ${formatNumber(Number(used))} tokens each`,
  target: ({ of, asked, used }) => `${of} within ${formatSeconds(Number(used))}, as for ${text(asked)}`,
  unreadable: ({ asked }) => `${text(asked)} left out`,
};

const text = (asked: Assumption["asked"]): string =>
  typeof asked === "number" ? formatNumber(asked) : (asked ?? "nothing");

/** What one answer assumed, each in a few words. */
export const assumptionTexts = (assumptions: readonly Assumption[]): readonly string[] =>
  assumptions.map((one) => SAYS[one.code](one));

/** The same in lines of 80 columns. */
export const assumedLine = (assumptions: readonly Assumption[]): string =>
  assumptions.length === 0 ? "" : wrap(`assumed: ${assumptionTexts(assumptions).join("; ")}`).join("\n");

/** What many rows assumed, in lines of 80 columns; the most frequent first. */
export function assumedLines(assumptions: readonly CountedAssumption[]): string {
  const counts = new Map<string, number>();
  for (const assumption of assumptions) {
    const says = SAYS[assumption.code](assumption);
    counts.set(says, (counts.get(says) ?? 0) + assumption.rows);
  }
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([says, rows]) => `${says} (${rows})`);
  return all.length === 0 ? "" : wrap(`assumed, of so many rows: ${all.join("; ")}`).join("\n");
}
