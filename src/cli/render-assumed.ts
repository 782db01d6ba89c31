import type { Assumption } from "../index.js";
import { say } from "../language/language.js";
import type { CommandLanguage } from "./language/command-language.js";
import { wrap } from "./wrap.js";

/** Something that was assumed, and of how many rows. */
export interface CountedAssumption extends Assumption {
  readonly rows: number;
}

/** What one answer assumed, each in a few words. */
export const assumptionTexts = (assumptions: readonly Assumption[], language: CommandLanguage): readonly string[] =>
  assumptions.map((one) => say(language, "assumption", one));

/** The same in lines of 80 columns. */
export const assumedLine = (assumptions: readonly Assumption[], language: CommandLanguage): string =>
  assumptions.length === 0
    ? ""
    : wrap(`${language.labels.assumed} ${language.figures.clauses(assumptionTexts(assumptions, language))}`).join("\n");

/** What many rows assumed, in lines of 80 columns; the most frequent first. */
export function assumedLines(assumptions: readonly CountedAssumption[], language: CommandLanguage): string {
  const counts = new Map<string, number>();
  for (const assumption of assumptions) {
    const says = say(language, "assumption", assumption);
    counts.set(says, (counts.get(says) ?? 0) + assumption.rows);
  }
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([says, rows]) => `${says} (${rows})`);
  return all.length === 0
    ? ""
    : wrap(`${language.labels["assumed of so many rows"]} ${language.figures.clauses(all)}`).join("\n");
}
