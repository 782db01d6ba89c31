import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { estimateGpus, presetTargets, presetWorkload } from "../../src/index.js";
import { inBrowser } from "./support/browser.js";
import { answered, ask, gpusOf, headline, painted } from "./support/calculator.js";
import { openAll } from "./support/states.js";

/** Notes where on the screen a field is, in each frame from here on. */
const watch = (page: Page, field: string): Promise<void> =>
  page.locator(`#${field}`).evaluate((element) => {
    const tops: number[] = [];
    const sample = (): void => {
      tops.push(element.getBoundingClientRect().top);
      requestAnimationFrame(sample);
    };
    sample();
    Object.assign(window, { travelled: () => Math.max(...tops) - Math.min(...tops) });
  });

/** Between the highest and the lowest place of the watched field, points. */
const travelled = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { readonly travelled: () => number }).travelled());

/** Fields, with what is typed into them key by key: some of it has no answer, some is no number on the way. */
const TYPED = [
  ["amount", "2500"],
  ["inputTokens", "30000"],
  ["outputTokens", "x500"],
  ["firstToken", "12.5"],
  ["perToken", "0.5"],
  ["spareReplicas", "1"],
] as const;

describe("the field that one types into stays where it is, whatever is answered", () => {
  inBrowser.for([
    { language: "en", width: 1280 },
    { language: "fr", width: 1280 },
    { language: "fr", width: 390 },
  ] as const)("$language, $width points wide", async ({ language, width }, { open }) => {
    const viewport = { width, height: 900 };
    const link = `v=1&m=llama-3.1-8b&g=l40s&lang=${language}`;
    const page = await ask(open, link, { viewport });
    await openAll(page);
    for (const [field, text] of TYPED) {
      const place = page.locator(`#${field}`);
      await place.selectText();
      await place.evaluate((element) => element.scrollIntoView({ block: "center" }));
      await watch(page, field);
      await place.pressSequentially(text, { delay: 60 });
      // Until what is wrong is said, if anything is.
      await page.waitForTimeout(SAID);
      await painted(page);
      expect(await travelled(page), field).toBeLessThanOrEqual(1);
    }
  });
});

/** Longer than the page waits before it says what is wrong, milliseconds. */
const SAID = 900;

describe("while an answer takes its time", () => {
  inBrowser("each key is shown at once, and the last question is the one that is answered", async ({ open }) => {
    const page = await open("index.html");
    await answered(page);
    // From now on the workers get no order: the slowest answer that there is.
    await page.evaluate(() => {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called of the worker that it was taken from
      const { postMessage } = Worker.prototype;
      const held: (() => void)[] = [];
      Worker.prototype.postMessage = function (this: Worker, order: unknown) {
        held.push(() => postMessage.call(this, order));
      };
      Object.assign(window, {
        letGo: () => {
          Worker.prototype.postMessage = postMessage;
          for (const send of held) send();
        },
      });
    });
    const field = page.locator("#amount");
    await field.selectText();
    for (const shown of ["2", "25", "250", "2500"]) {
      await page.keyboard.press(shown.slice(-1));
      await painted(page);
      expect(await field.inputValue()).toBe(shown);
      expect(await page.locator("#answer.stale").count()).toBe(1);
    }
    await page.evaluate(() => (window as unknown as { readonly letGo: () => void }).letGo());
    await answered(page);
    expect(gpusOf(await headline(page))).toBe(gpusFor({ model: "llama-3.1-70b", gpu: "h100", people: 2500 }));
  });

  inBrowser(
    "so does a large model on slow GPUs, where the computation is given up for newer keys",
    async ({ open }) => {
      const page = await ask(open, "v=1&m=deepseek-r1&g=a100-sxm4-80gb&u=10&ft=20&pt=200");
      await page.locator("#amount").selectText();
      await page.locator("#amount").pressSequentially("1234", { delay: 250 });
      await answered(page);
      const typed = await headline(page);
      expect(await page.locator("#amount").inputValue()).toBe("1234");
      expect(typed).toBe(await headline(await ask(open, "v=1&m=deepseek-r1&g=a100-sxm4-80gb&u=1234&ft=20&pt=200")));
    },
  );
});

/** What the library says of people who chat. */
function gpusFor({
  model,
  gpu,
  people,
}: {
  readonly model: string;
  readonly gpu: string;
  readonly people: number;
}): number {
  const workload = presetWorkload("chat", { concurrentUsers: people });
  const estimate = estimateGpus({ model, gpu, workload, targets: presetTargets("chat") });
  return estimate.status === "feasible" ? estimate.gpus : NaN;
}
