import type { Page } from "playwright-core";
import { answered } from "./calculator.js";
import { dropFile } from "./drop-file.js";

/** A state of the calculator that somebody may meet: a link, and what is done then. */
export interface State {
  readonly name: string;
  readonly link: string;
  readonly then: (page: Page) => Promise<void>;
}

/** Unfolds all that is folded. */
export const openAll = (page: Page): Promise<void> =>
  page.locator("details").evaluateAll((all) => all.forEach((one) => one.setAttribute("open", "")));

/** What is answered fast. */
const SMALL = "v=1&m=llama-3.1-8b&g=l40s&u=500";

/** A load test of that deployment, as a table of one's own. */
export const LOAD_TEST = {
  name: "sweep.csv",
  text: [
    "concurrency,inputTokens,outputTokens,ttftSeconds,tpotSeconds",
    ...["1,512,256,0.110,0.026", "16,512,256,0.190,0.029", "64,512,256,0.310,0.041"],
  ].join("\n"),
} as const;

/** Waits for an answer, then for a part of it that holds such an element. */
const part =
  (id: string, element: string) =>
  async (page: Page): Promise<void> => {
    await answered(page);
    await page.locator(`#${id}`).scrollIntoViewIfNeeded();
    await page.locator(`#${id} ${element}`).first().waitFor();
    await page.locator(`#${id} .study-progress`).waitFor({ state: "detached" });
  };

/** The main states, in the order in which one meets them. */
export const STATES: readonly State[] = [
  { name: "first answer", link: "v=1", then: answered },
  {
    name: "everything open",
    link: "v=1&cl=show&w=named&sd=3",
    then: async (page) => {
      await answered(page);
      await openAll(page);
    },
  },
  {
    name: "a field is wrong",
    link: "v=1&u=1500",
    then: async (page) => {
      await answered(page);
      await page.locator("#amount").fill("many");
      await page.locator("#amount-problem").waitFor();
    },
  },
  {
    name: "a model is unknown",
    link: "v=1&m=llama-3.1-7b",
    then: async (page) => {
      await page.locator("#model-problem").waitFor();
    },
  },
  {
    name: "a model is looked for",
    link: "v=1",
    then: async (page) => {
      await answered(page);
      await page.locator("#model").fill("llama");
      await page.locator("#model-list li").first().waitFor();
      await page.keyboard.press("ArrowDown");
    },
  },
  {
    name: "nothing does",
    link: "v=1&g=l40s",
    then: async (page) => {
      await answered(page);
      await page.locator(".ways button").first().waitFor();
    },
  },
  { name: "outside of what was measured", link: "v=1&g=h200&m=qwen3-32b&in=30000&ft=30", then: answered },
  { name: "a shared link has changed", link: "v=1&r=0.0.1&a=99", then: answered },
  {
    name: "all GPUs are compared",
    link: SMALL,
    then: async (page) => {
      await part("compare", "button")(page);
      await page.locator("#compare button").click();
      await part("compare", "figure")(page);
    },
  },
  { name: "what would change it", link: SMALL, then: part("what-if", "table") },
  {
    name: "launch",
    link: SMALL,
    then: async (page) => {
      await part("launch", "pre")(page);
      await openAll(page);
    },
  },
  {
    name: "replayed",
    link: SMALL,
    then: async (page) => {
      await part("replay", "button")(page);
      await page.locator("#replay .replay-form button").click();
      await page.locator("#replay figure").waitFor();
    },
  },
  { name: "exports", link: SMALL, then: part("exports", ".drop") },
  {
    name: "calibrated by a load test",
    link: SMALL,
    then: async (page) => {
      await answered(page);
      await openAll(page);
      await dropFile(page, "profile", LOAD_TEST);
      await page.locator(".chosen").waitFor();
      await answered(page);
    },
  },
];

/** Waits for the end of all that moves. */
export const still = (page: Page): Promise<void> =>
  page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished)).then(() => undefined),
  );
