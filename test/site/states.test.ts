import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { findings, type Findings } from "./support/axe.js";
import { inBrowser, overflow } from "./support/browser.js";
import { still, STATES } from "./support/states.js";

/** Where pictures for review go; git ignores it. */
const FOLDER = "test/site/screenshots";

/** Both languages in light and dark colours, on a wide and on a narrow screen. */
const LOOKS = [
  { language: "en", colorScheme: "light", width: 1280 },
  { language: "fr", colorScheme: "dark", width: 1280 },
  { language: "en", colorScheme: "dark", width: 320 },
  { language: "fr", colorScheme: "light", width: 320 },
] as const;

/** What axe cannot tell: contrast in pictures, and the size of what the answer in short covers at the foot of a small window. */
const LEFT_TO_PEOPLE: ReadonlySet<string> = new Set(["color-contrast", "target-size"]);

/** The same state in another look. The focus stays where it is, so that an open list stays open. */
async function lookAt(page: Page, { language, colorScheme, width }: (typeof LOOKS)[number]): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.locator("#language").evaluate((choice: HTMLSelectElement, code) => {
    choice.value = code;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor();
  await still(page);
}

inBrowser(
  "axe finds nothing in any state, light and dark, in either language; what it leaves to people is known; all fit into 320 pixels",
  async ({ open }) => {
    mkdirSync(FOLDER, { recursive: true });
    const found: Record<string, Findings> = {};
    const tooWide: string[] = [];
    for (const { name, link, then } of STATES) {
      const page = await open(`index.html#${link}`);
      await then(page);
      for (const look of LOOKS) {
        const { language, colorScheme, width } = look;
        const seen = `${name}, ${colorScheme}, ${language}`;
        await lookAt(page, look);
        found[seen] = await findings(page);
        if ((await overflow(page)) > 0) tooWide.push(`${seen}, ${width} pixels`);
        const path = `${FOLDER}/${name.replaceAll(" ", "-")}-${language}-${colorScheme}-${width}.png`;
        await page.screenshot({ path, fullPage: true });
      }
      await page.close();
    }
    const violations = Object.fromEntries(
      Object.entries(found).map(([state, { violations: rules }]) => [state, rules]),
    );
    const incomplete = [...new Set(Object.values(found).flatMap(({ incomplete: rules }) => rules))];
    expect(tooWide).toEqual([]);
    expect(Object.entries(violations).filter(([, rules]) => rules.length > 0)).toEqual([]);
    expect(incomplete.filter((rule) => !LEFT_TO_PEOPLE.has(rule))).toEqual([]);
    await expect(JSON.stringify(violations, null, 2) + "\n").toMatchFileSnapshot("findings/calculator.json");
  },
);
