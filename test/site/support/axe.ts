import type { AxeResults, RunOptions } from "axe-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Rules of WCAG 2.2, levels A and AA, and what is held good practice. */
const OPTIONS: RunOptions = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  resultTypes: ["violations", "incomplete"],
};

/** What axe found on a page: names of rules, each once. */
export interface Findings {
  readonly violations: readonly string[];
  /** What a person has to look at. */
  readonly incomplete: readonly string[];
}

/** Runs axe in a page as it is now. It is evaluated, not loaded: the page's own policy forbids scripts from elsewhere. */
export async function findings(page: Page): Promise<Findings> {
  await page.evaluate(SOURCE);
  const { violations, incomplete } = await page.evaluate(
    (options) => (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    OPTIONS,
  );
  const rules = (results: AxeResults["violations"]): readonly string[] => results.map(({ id }) => id).sort();
  return { violations: rules(violations), incomplete: rules(incomplete) };
}
