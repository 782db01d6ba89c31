/**
 * Times the built calculator in a browser: `npm run site && npm run bench:site`. Times are those of this machine; no check depends on them.
 *
 *     npm run bench:site [-- --opens 10] [--keys 60]
 */
import { parseArgs } from "node:util";
import { chromium, type Browser, type Page } from "playwright-core";
import { findChromium, launchOptions, WITHOUT_CHROMIUM } from "../../test/site/support/chromium.js";
import { serve } from "../../test/site/support/serve.js";
import { weigh } from "./weights.js";

const { values } = parseArgs({
  options: { opens: { type: "string", default: "10" }, keys: { type: "string", default: "60" } },
});
const executable = findChromium(process.env);
if (executable === null) throw new Error(WITHOUT_CHROMIUM);

const ANSWER = "#answer:not(.stale) .headline:not(.computing)";
const KEY_EVERY = 60;
const SLOW = { cpu: 4, bytesPerSecond: 10e6 / 8, latencyMilliseconds: 20 };

const site = await serve("site", "/");
const browser = await chromium.launch(launchOptions(executable));
const { firstPaintBytes, allBytes, files } = weigh("site");
console.log(`weight: first paint ${kB(firstPaintBytes)}, all ${kB(allBytes)} in ${files} files, gzip`);
const opens = Array.from({ length: Number(values.opens) });
console.log(`first answer: ${spread(await inTurn(opens, () => firstAnswer(browser, false)))}`);
console.log(
  `first answer, processor / 4 and 10 Mbit/s: ${spread(await inTurn(opens, () => firstAnswer(browser, true)))}`,
);
console.log(`key to painted answer: ${spread(await keysToAnswers(browser, Number(values.keys)))}`);
await browser.close();
await site.close();

/** From navigation to the painted answer, with nothing cached, milliseconds. */
async function firstAnswer(from: Browser, isSlow: boolean): Promise<number> {
  const context = await from.newContext();
  const page = await context.newPage();
  if (isSlow) await slow(page);
  await page.goto(site.address, { waitUntil: "commit" });
  await page.locator(ANSWER).waitFor();
  const milliseconds = await page.evaluate(() => performance.now());
  await context.close();
  return milliseconds;
}

async function slow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW.cpu });
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: SLOW.latencyMilliseconds,
    downloadThroughput: SLOW.bytesPerSecond,
    uploadThroughput: SLOW.bytesPerSecond,
  });
}

/** From each of some keys to the frame after its answer, milliseconds, typed at the pace of a quick hand. A key that a later one overtakes has none. */
async function keysToAnswers(from: Browser, keys: number): Promise<readonly number[]> {
  const page = await from.newPage();
  await page.goto(site.address);
  await page.locator(ANSWER).waitFor();
  await page.evaluate((selector) => {
    const times: number[] = [];
    let pressed: number | null = null;
    Object.assign(window, { times });
    document.querySelector("#amount")?.addEventListener("input", ({ timeStamp }) => (pressed = timeStamp), true);
    new MutationObserver(() => {
      if (pressed === null || document.querySelector(selector) === null) return;
      const from = pressed;
      pressed = null;
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - from)));
    }).observe(document.querySelector("#answer") ?? document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  }, ANSWER);
  await page.locator("#amount").focus();
  for (let key = 0; key < keys; key++) {
    await page.keyboard.press(key % 6 < 3 ? String(1 + (key % 9)) : "Backspace");
    await page.waitForTimeout(KEY_EVERY);
  }
  await page.waitForTimeout(1000);
  const times = await page.evaluate(() => (window as unknown as { times: readonly number[] }).times);
  await page.close();
  return times;
}

async function inTurn<Item>(
  items: readonly Item[],
  measure: (item: Item) => Promise<number>,
): Promise<readonly number[]> {
  const found: number[] = [];
  for (const item of items) found.push(await measure(item));
  return found;
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function spread(milliseconds: readonly number[]): string {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): string =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(0) ?? "?"} ms`;
  return `median ${at(0.5)}, p95 ${at(0.95)}, of ${sorted.length}`;
}
