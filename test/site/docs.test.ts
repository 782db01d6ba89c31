import { describe, expect } from "vitest";
import { findings } from "./support/axe.js";
import { inBrowser, overflow } from "./support/browser.js";

/** Pages of each kind that TypeDoc makes. */
const PAGES = [
  "index.html",
  "documents/From_users_to_GPUs.html",
  "documents/Glossary.html",
  "documents/Architecture.html",
  "functions/infrascale.estimateGpus.html",
  "interfaces/infrascale.Gpu.html",
];

/** Questions as people type them, with the guide that answers. */
const QUESTIONS: readonly (readonly [question: string, guide: string])[] = [
  ["how many GPUs", "From users to GPUs"],
  ["named users", "From users to GPUs"],
  ["waiting", "Waiting"],
  ["accuracy", "Accuracy"],
  ["calibrate load tests", "Calibrate to your own load tests"],
  ["cost", "Cost and footprint"],
  ["launch", "Launch"],
  ["embedding models", "Embedding models and rerankers"],
  ["glossary", "Glossary"],
  ["known limits", "Known limits"],
  // A name that is typed in full is meant.
  ["estimateGpus", "estimateGpus"],
];

describe("the documentation", () => {
  inBrowser.for(QUESTIONS)("search for %s finds the guide %s first", async ([question, guide], { open }) => {
    const page = await open("docs/index.html");
    await page.locator("#tsd-search-trigger").click();
    await page.locator("#tsd-search-input").fill(question);
    const first = page.locator("#tsd-search-results li").first();
    await first.waitFor();
    expect(await first.innerText()).toContain(guide);
  });

  inBrowser.for(PAGES)("%s is no wider than a narrow screen, and leads to the calculator", async (path, { open }) => {
    const page = await open(`docs/${path}`, { viewport: { width: 320, height: 640 } });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const link = page.getByRole("link", { name: "Calculator", includeHidden: true }).first();
    expect(await link.evaluate((element: HTMLAnchorElement) => element.href)).toBe(
      new URL("../index.html", page.url().replace(/docs\/.*/, "docs/")).href,
    );
  });

  inBrowser("axe finds what the statement declares", async ({ open }) => {
    const found = Object.fromEntries(
      await Promise.all(
        PAGES.map(async (path) => [path, (await findings(await open(`docs/${path}`))).violations] as const),
      ),
    );
    await expect(JSON.stringify(found, null, 2) + "\n").toMatchFileSnapshot("findings/docs.json");
  });
});
