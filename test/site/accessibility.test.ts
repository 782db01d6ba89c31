import { describe, expect, inject } from "vitest";
import { en } from "../../docs/calculator/src/language/en.js";
import { inBrowser, overflow } from "./support/browser.js";
import { answered, ask, headline, studied } from "./support/calculator.js";

describe("the keyboard alone", () => {
  inBrowser(
    "reaches the skip link, every tool and field in the order of the page, and the answer; the focus is always seen",
    async ({ open }) => {
      const page = await ask(open, "v=1&lang=en");
      await studied(page);
      const order: string[] = [];
      for (let step = 0; step < 200; step++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === null || element === document.body) return null;
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const { top, bottom, left, right } = element.getBoundingClientRect();
          return {
            name: element.id || element.textContent.trim().slice(0, 40),
            isSeen: (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || boxShadow !== "none",
            isOnScreen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
          };
        });
        if (at === null) break;
        expect(at, at.name).toMatchObject({ isSeen: true, isOnScreen: true });
        order.push(at.name);
      }
      const reachable = await page
        // The answer in short stands at the foot of a small window while the answer itself is out of sight.
        .locator(
          "a[href]:not(.peek), button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex='0']",
        )
        .evaluateAll((all) =>
          all
            .filter((element) => element.checkVisibility())
            .map((element) => element.id || element.textContent.trim().slice(0, 40)),
        );
      expect(order).toEqual(reachable);
      expect(order.slice(0, 4)).toEqual([en.page.skip, "language", "theme", en.page.docs]);
    },
  );
});

describe("a screen reader", () => {
  inBrowser("is told once of a burst of keys, by a region that was there before", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&lang=en");
    const region = page.locator("#answer > [role=status]");
    expect(await region.count()).toBe(1);
    await region.filter({ hasText: await headline(page) }).waitFor({ state: "attached" });
    await region.evaluate((element) => {
      const told: string[] = [];
      let last = element.textContent;
      Object.assign(window, { told });
      new MutationObserver(() => {
        // The same text written anew is no news.
        if (element.textContent !== last) told.push((last = element.textContent));
      }).observe(element, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await page.locator("#amount").fill("");
    await page.locator("#amount").pressSequentially("12345", { delay: 60 });
    await answered(page);
    await page.waitForTimeout(2500);
    const told = await page.evaluate(() => (window as unknown as { told: readonly string[] }).told);
    expect(told, told.join(" / ")).toHaveLength(1);
    expect(told[0]).toContain(await headline(page));
  });

  inBrowser("finds landmarks, one first heading, and a title that says the answer", async ({ open }) => {
    const page = await ask(open, "v=1&lang=en");
    for (const landmark of ["main", "header", "footer"]) expect(await page.locator(landmark).count(), landmark).toBe(1);
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.title()).toContain(await headline(page));
  });
});

describe("large, still, printed and without colours", () => {
  inBrowser("text may be spaced as WCAG asks without being cut off", async ({ open }) => {
    const page = await ask(open, "v=1&cl=show", { viewport: { width: 1280, height: 900 } });
    // By the object model: the page's policy refuses a style element from outside.
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
      );
      document.adoptedStyleSheets.push(sheet);
    });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const cut = await page
      .locator("button, label, p, h1, h2, th, td, summary")
      .evaluateAll((all) =>
        all
          .filter(
            (element) =>
              !element.closest(".visually-hidden") &&
              getComputedStyle(element).overflow === "hidden" &&
              element.scrollWidth > element.clientWidth + 1,
          )
          .map((element) => element.outerHTML.slice(0, 100)),
      );
    expect(cut).toEqual([]);
  });

  inBrowser("bars are seen in forced colours", async ({ open }) => {
    const page = await ask(open, "v=1", { forcedColors: "active" });
    const [fill, background] = await page
      .locator(".fill")
      .first()
      .evaluate((element) => [
        getComputedStyle(element).backgroundColor,
        getComputedStyle(document.body).backgroundColor,
      ]);
    expect(fill).not.toBe(background);
  });

  inBrowser("nothing moves for those who asked for that", async ({ open }) => {
    const page = await ask(open, "v=1", { reducedMotion: "reduce" });
    await page.locator("#amount").fill("3000");
    await answered(page);
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  inBrowser("a print holds the answer as text, without the form, in light colours", async ({ open }) => {
    const page = await ask(open, "v=1&lang=en", { colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".headline").isVisible()).toBe(true);
    expect(await page.locator("#amount").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.includes("/Font")).toBe(true);
  });
});

inBrowser(
  "without scripts the page says what it does and where the rest is, in both languages",
  async ({ browser }) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(inject("root"));
    const text = await page.locator("main").innerText();
    expect(text).toContain("JavaScript");
    expect(await page.locator("[lang=fr]").first().isVisible()).toBe(true);
    await page.close();
  },
);
