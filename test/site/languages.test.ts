import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { en } from "../../docs/calculator/src/language/en.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { en as decideEn } from "../../docs/calculator/src/language/decide/en.js";
import { fr as decideFr } from "../../docs/calculator/src/language/decide/fr.js";
import { en as loadsEn } from "../../docs/calculator/src/language/loads/en.js";
import { fr as loadsFr } from "../../docs/calculator/src/language/loads/fr.js";
import { inBrowser } from "./support/browser.js";
import { answered, ask, headline, link, studied } from "./support/calculator.js";

/** Every text of a tree of strings, those of its functions aside. */
const textsOf = (strings: object): readonly string[] =>
  Object.values(strings).flatMap((value: unknown) =>
    typeof value === "string" ? [value] : typeof value === "object" && value !== null ? textsOf(value) : [],
  );

/** Words of English sentences that no French text and no name has. */
const ENGLISH = /\b(?:the|of|is|are|be|must|with|without|which|where|was|were|than|not|and|for)\b/i;

/** Every line of the page that is for people: commands, files and names of GPUs are in English everywhere. */
const linesOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    for (const place of document.querySelectorAll("pre, code, textarea, option, .reasons th, .compared th, #language"))
      place.remove();
    return document.body.innerText.split("\n").map((line) => line.trim());
  });

describe("languages", () => {
  inBrowser("a browser in French starts in French, another in English", async ({ open }) => {
    const french = await ask(open, "", { locale: "fr-FR" });
    expect(await french.locator("html").getAttribute("lang")).toBe("fr");
    expect(await french.locator("h1").innerText()).toBe(fr.page.title);
    const german = await ask(open, "", { locale: "de-DE" });
    expect(await german.locator("html").getAttribute("lang")).toBe("en");
    expect(await german.locator("h1").innerText()).toBe(en.page.title);
  });

  inBrowser("a link says its language to browsers of another", async ({ open }) => {
    const page = await ask(open, "v=1&lang=fr");
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    expect((await link(page)).get("lang")).toBe("fr");
  });

  inBrowser("the switch keeps every input, the answer and the focus, and is remembered", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=1500&incv=0.5&ft=1.25");
    const before = await headline(page);
    await page.locator("#language").focus();
    await page.locator("#language").selectOption("fr");
    await answered(page);
    expect(await page.locator("#firstToken").inputValue()).toBe("1,25");
    expect(await page.locator("#amount").inputValue()).toBe("1500");
    expect(await headline(page)).toBe(before);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("language");
    await page.locator("#language").selectOption("en");
    expect(await page.locator("#firstToken").inputValue()).toBe("1.25");
    await page.locator("#language").selectOption("fr");
    await page.goto(page.url().split("#")[0] ?? "");
    await answered(page);
    expect(await page.locator("html").getAttribute("lang")).toBe("fr");
  });

  inBrowser("no English sentence is left on the French page", async ({ open }) => {
    const french = new Set(textsOf({ fr, decideFr, loadsFr }));
    const english = textsOf({ en, decideEn, loadsEn }).filter(
      (text) => text.length > 3 && /^[A-Z]/.test(text) && !french.has(text) && text !== en.name,
    );
    expect(english.length).toBeGreaterThan(50);
    for (const words of [
      "v=1&lang=fr&cl=show",
      "v=1&lang=fr&m=llama-3.1-70b&g=l40s",
      "v=1&lang=fr&u=0",
      "v=1&lang=fr&m=no-such-model",
      "v=1&lang=fr&wf=fp4&g=a100&gs=all",
    ]) {
      const page = await open(`index.html#${words}`);
      await page.waitForTimeout(1000);
      await studied(page);
      for (const details of await page.locator("details").all())
        await details.evaluate((element) => element.setAttribute("open", ""));
      const lines = await linesOf(page);
      expect(
        english.filter((text) => lines.includes(text)),
        words,
      ).toEqual([]);
      expect(
        lines.filter((line) => ENGLISH.test(line)),
        words,
      ).toEqual([]);
    }
  });
});
