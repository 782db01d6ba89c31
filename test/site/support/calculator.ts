import type { BrowserContextOptions, Page } from "playwright-core";
import type { Open } from "./browser.js";

/** Where the calculator stands in the site. */
export const CALCULATOR = "index.html";

/** Opens the calculator with a link, and waits for its answer. */
export async function ask(open: Open, link = "", options: BrowserContextOptions = {}): Promise<Page> {
  const page = await open(link === "" ? CALCULATOR : `${CALCULATOR}#${link}`, options);
  await answered(page);
  return page;
}

/** Waits until what is on the screen is the answer of what the form asks now. */
export async function answered(page: Page): Promise<void> {
  await painted(page);
  await page.locator("#answer:not(.stale) .headline:not(.computing)").waitFor();
}

/** Looks at every part, waits until the studies of the answer have ended, and goes back to the top. */
export async function studied(page: Page): Promise<void> {
  for (const part of await page.locator(".part").all()) await part.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector(".study-space, .study-progress") === null);
  await page.evaluate(() => scrollTo(0, 0));
}

/** Waits until the page has shown what was typed. */
export const painted = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))));

/** Types a text into a field in place of what was there, and waits for the answer. */
export async function typeInto(page: Page, field: string, text: string): Promise<void> {
  await page.locator(`#${field}`).fill(text);
  await answered(page);
}

/** The purchase, or that there is none, as it is written. */
export const headline = (page: Page): Promise<string> => page.locator(".headline strong").innerText();

/** GPUs of the sentence: its first number, however its language groups digits. */
export const gpusOf = (text: string): number => Number(/^[\d\s,.\u202f\u00a0]+/.exec(text)?.[0].replace(/\D/g, ""));

/** Goes to another link of the same page, as the back button or a hand would. */
export async function follow(page: Page, link: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await answered(page);
}

/** The link in the address, once the page has written it. */
export async function link(page: Page): Promise<URLSearchParams> {
  await page.waitForTimeout(LINK_WRITTEN);
  return new URLSearchParams(new URL(page.url()).hash.slice(1));
}

/** Longer than the page waits before it writes the link, milliseconds. */
const LINK_WRITTEN = 400;
