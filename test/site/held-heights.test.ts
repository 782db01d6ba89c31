import { expect } from "vitest";
import { inBrowser } from "./support/browser.js";
import { answered, ask, studied } from "./support/calculator.js";

inBrowser("while a study is under way, its part stays as high as it was", async ({ open }) => {
  const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=300");
  await studied(page);
  const speed = page.locator("#speed");
  const heightOf = (): Promise<number> => speed.evaluate((part) => (part as HTMLElement).offsetHeight);
  const before = await heightOf();
  await page.evaluate(() => {
    const seen: number[] = [];
    const part = document.querySelector<HTMLElement>("#speed");
    new MutationObserver(() => {
      if (part?.querySelector(".study-space") != null) requestAnimationFrame(() => seen.push(part.offsetHeight));
    }).observe(part as Node, { childList: true, subtree: true });
    Object.assign(window, { seen });
  });
  await page.locator("#amount").fill("400");
  await answered(page);
  await studied(page);
  const seen = await page.evaluate(() => (window as unknown as { readonly seen: readonly number[] }).seen);
  expect(seen.length).toBeGreaterThan(0);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(before);
  await page.locator("#speed .study-space").waitFor({ state: "detached" });
  expect(await speed.evaluate((part) => (part as HTMLElement).style.minHeight)).toBe("");
});
