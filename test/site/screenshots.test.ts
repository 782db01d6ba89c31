import { mkdirSync } from "node:fs";
import { describe, expect } from "vitest";
import { inBrowser } from "./support/browser.js";
import { still, STATES } from "./support/states.js";

/** Where pictures for review go; git ignores it. */
const FOLDER = "test/site/screenshots";
const LOOKS = [
  { language: "en", colorScheme: "light", width: 1280 },
  { language: "fr", colorScheme: "dark", width: 1280 },
  { language: "fr", colorScheme: "light", width: 390 },
  { language: "en", colorScheme: "dark", width: 390 },
] as const;

describe("pictures of the main states, for review", () => {
  inBrowser.for(STATES)("$name", async ({ name, link, then }, { open }) => {
    mkdirSync(FOLDER, { recursive: true });
    for (const { language, colorScheme, width } of LOOKS) {
      const page = await open(`index.html#${link}&lang=${language}`, { colorScheme, viewport: { width, height: 900 } });
      await then(page);
      await still(page);
      const path = `${FOLDER}/${name.replaceAll(" ", "-")}-${language}-${colorScheme}-${width}.png`;
      expect((await page.screenshot({ path, fullPage: true })).length).toBeGreaterThan(1000);
      await page.close();
    }
  });
});
