import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect, inject, test as base } from "vitest";
import { launchOptions } from "./chromium.js";

/** Opens a page of the site in a context of its own: nothing stored, nothing cached. */
export type Open = (path: string, options?: BrowserContextOptions) => Promise<Page>;

/** What a page did that it must not: lines of the console, and requests to somewhere else. */
function misdeeds(page: Page, address: string): readonly string[] {
  const found: string[] = [];
  page.on("console", (line) => found.push(`console ${line.type()}: ${line.text()}`));
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(address))
      found.push(`request: ${request.url()}`);
  });
  return found;
}

/** A test with pages that are opened for it. Each must have stayed silent and at home when the test ends. */
export const inBrowser = base
  .extend<{ readonly browser: Browser; readonly open: Open }>({
    browser: [
      // eslint-disable-next-line no-empty-pattern -- how a fixture says that it needs no other
      async ({}, use) => {
        const browser = await chromium.launch(launchOptions(inject("chromium") ?? ""));
        await use(browser);
        await browser.close();
      },
      { scope: "file" },
    ],
    open: async ({ browser }, use) => {
      const watched: (readonly string[])[] = [];
      const contexts: { readonly close: () => Promise<void> }[] = [];
      await use(async (path, options = {}) => {
        const context = await browser.newContext({
          locale: "en-GB",
          viewport: { width: 1280, height: 900 },
          ...options,
        });
        const page = await context.newPage();
        contexts.push(context);
        watched.push(misdeeds(page, inject("root")));
        await page.goto(new URL(path, inject("root")).href);
        return page;
      });
      await Promise.all(contexts.map((context) => context.close()));
      expect(watched.flat()).toEqual([]);
    },
  })
  .skipIf(inject("chromium") === null);

/** Pixels by which a page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
