import { describe, expect } from "vitest";
import { en } from "../../docs/calculator/src/language/loads/en.js";
import { fr } from "../../docs/calculator/src/language/loads/fr.js";
import { inBrowser } from "./support/browser.js";
import { answered, ask } from "./support/calculator.js";

const TOO_FEW = "v=1&m=llama-3.1-70b&g=h100-sxm5-80gb&ng=1";

describe("GPUs that somebody has", () => {
  inBrowser.for([
    ["en-GB", en],
    ["fr-FR", fr],
  ] as const)("and that bear nothing: what the least breaks and takes, in %s", async ([locale, words], { open }) => {
    const page = await ask(open, TOO_FEW, { locale });
    const [before, after] = words.fleet.evenLeast(words.loads.amount.people(1), "§").split("§");
    const said = page.locator("#fleet p", { hasText: before ?? "" });
    await said.scrollIntoViewIfNeeded();
    const text = await said.innerText();
    expect(text).toContain(after);
    expect(text).toContain(words.fleet.leastTakes(8, "§").split("8")[0]);
  });

  inBrowser("wait for no comparison", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=100&gs=h200");
    await page.addInitScript(() => {
      /** A worker that never ends a comparison. */
      window.Worker = class extends Worker {
        #isBusy = false;
        override postMessage(order: { readonly work?: string }): void {
          this.#isBusy ||= order.work === "compare";
          if (!this.#isBusy) super.postMessage(order);
        }
      };
    });
    await page.reload();
    await answered(page);
    await page.locator("#compare .study-progress").waitFor();
    await page.locator("#fleet").scrollIntoViewIfNeeded();
    await page.locator("#ownGpus").fill("2");
    await page
      .locator("#fleet p", { hasText: /^2 L40S/ })
      .first()
      .waitFor();
    expect(await page.locator("#compare .study-progress").count()).toBe(1);
  });
});
