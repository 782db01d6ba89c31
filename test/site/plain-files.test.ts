import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { describe, expect, inject, test } from "vitest";
import { compressedBytes, weigh } from "../../scripts/site/weights.js";
import { FOLDER } from "./support/folder.js";
import { inBrowser, overflow } from "./support/browser.js";
import { findings } from "./support/axe.js";
import { answered, ask, headline, studied } from "./support/calculator.js";

const BESIDE = ["accessibility.html", "legal.html"];

/** Of a screen, as services of the French state set themselves. */
const MOST_REQUESTS = 40;

describe("weight, compressed", () => {
  test("what the form needs is below 40 kB; all of it, with the readers of files, below 360 kB", () => {
    const { allBytes, firstPaintBytes } = weigh(FOLDER);
    expect(firstPaintBytes).toBeLessThan(40e3);
    expect(allBytes).toBeLessThan(360e3);
  });

  inBrowser("whoever drops no file, and looks at every part, fetches less than 300 kB", async ({ browser }) => {
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(request.url()));
    await page.goto(`${inject("root")}index.html#v=1&m=llama-3.1-8b&g=l40s&gs=h100-sxm5-80gb`);
    await answered(page);
    await studied(page);
    await page.locator("#replay .replay-form button").click();
    await page.locator("#replay figure").waitFor();
    const files = [...asked].filter((url) => url.startsWith(inject("root"))).map((url) => new URL(url).pathname);
    expect(files.filter((file) => /\/decide-.*\.js$/.test(file)).length).toBeGreaterThan(0);
    expect(compressedBytes(FOLDER, files)).toBeLessThan(300e3);
    await page.close();
  });
});

describe("the site as plain files", () => {
  inBrowser("works below any path", async ({ browser }) => {
    const page = await browser.newPage();
    const asked = new Set<string>();
    page.on("request", (request) => asked.add(request.url()));
    await page.goto(inject("below"));
    await answered(page);
    expect([...asked].filter((url) => !url.startsWith(inject("below")))).toEqual([]);
    expect(asked.size).toBeLessThan(MOST_REQUESTS);
    await page.close();
  });

  inBrowser("asks for nothing once it has answered", async ({ open }) => {
    const page = await ask(open);
    await page.waitForTimeout(3000);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.locator("#amount").fill("1234");
    await answered(page);
    expect(asked).toEqual([]);
  });

  inBrowser("a browser refuses to send anything from the calculator", async ({ browser }) => {
    const page = await browser.newPage();
    await page.goto(inject("root"));
    await answered(page);
    const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
    expect(policy).toMatch(/^default-src 'none'.*connect-src 'none'/);
    const refused = page.evaluate(
      () =>
        new Promise<string>((done) =>
          document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => done(effectiveDirective)),
        ),
    );
    await expect(page.evaluate(() => fetch("data:text/plain,x").then(() => "sent"))).rejects.toThrow();
    expect(await refused).toBe("connect-src");
    await page.close();
  });

  inBrowser("every link of the calculator leads somewhere", async ({ open }) => {
    const page = await ask(open);
    const links = await page
      .locator("a[href]:not([href^='#'])")
      .evaluateAll((elements) => elements.map((element) => (element as HTMLAnchorElement).href));
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(existsSync(`${FOLDER}/${new URL(link).pathname}`), link).toBe(true);
    for (const file of BESIDE)
      expect(
        links.some((link) => link.endsWith(file)),
        file,
      ).toBe(true);
  });

  inBrowser.for(BESIDE)(
    "%s has no fault that axe knows, and is no wider than a narrow screen",
    async (path, { open }) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await open(path, { viewport: { width: 320, height: 640 }, colorScheme });
        expect((await findings(page)).violations).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      }
    },
  );

  test("the licences of what is bundled go with it", () => {
    const text = readFileSync(`${FOLDER}/licences.txt`, "utf8");
    expect(text).toMatch(/^preact \d/m);
    expect(text.length).toBeGreaterThan(1000);
  });
});

describe("the calculator in one file", () => {
  inBrowser("answers from a disk as the site does, in silence", async ({ open, browser }) => {
    const words = "v=1&m=qwen3-32b&g=h200&u=2000";
    const page = await browser.newPage();
    const heard: string[] = [];
    page.on("console", (line) => heard.push(line.text()));
    page.on("request", (request) => {
      if (!/^(file|data|blob):/.test(request.url())) heard.push(request.url());
    });
    await page.goto(`${pathToFileURL(`${FOLDER}/calculator-offline.html`).href}#${words}`);
    await answered(page);
    const said = await headline(page);
    await page.close();
    expect(said).toBe(await headline(await ask(open, words)));
    expect(heard).toEqual([]);
  });
});
