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

/** What axe found on a page: elements by rule. */
export interface Findings {
  readonly violations: Readonly<Record<string, number>>;
  /** What a person has to look at. */
  readonly incomplete: Readonly<Record<string, number>>;
}

/** Runs axe in a page as it is now. It is evaluated, not loaded: the page's own policy forbids scripts from elsewhere. */
export async function findings(page: Page): Promise<Findings> {
  await page.evaluate(SOURCE);
  const { violations, incomplete } = await page.evaluate(
    (options) => (window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(options),
    OPTIONS,
  );
  const counts = (results: AxeResults["violations"]): Record<string, number> =>
    Object.fromEntries(
      results.map(({ id, nodes }) => [id, nodes.length] as const).sort(([a], [b]) => a.localeCompare(b)),
    );
  return { violations: counts(violations), incomplete: counts(incomplete) };
}
