import { describe, expect } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { en } from "../../docs/calculator/src/language/en.js";
import { inBrowser } from "./support/browser.js";
import { answered, ask, follow, headline, link } from "./support/calculator.js";

/** A link of each version that was ever written, with the texts that its form shows. They never change. */
const FROZEN: readonly (readonly [link: string, shown: Readonly<Record<string, string>>])[] = [
  [
    "v=1&u=20000&w=named&sh=25&t=rag&in=2944&out=283&m=qwen3-32b&g=h200&ft=2&pt=65&ps=mean&c=0.8&sp=1",
    {
      amount: "20000",
      load: "named",
      activeShare: "25",
      traffic: "rag",
      inputTokens: "2944",
      outputTokens: "283",
      model: "qwen3-32b",
      gpu: "h200",
      firstToken: "2",
      perToken: "65",
      perTokenOf: "mean",
      confidence: "0.8",
      spareReplicas: "1",
    },
  ],
  [
    "v=1",
    {
      amount: "1000",
      load: "people",
      traffic: "chat",
      inputTokens: "1155",
      outputTokens: "211",
      model: "llama-3.1-70b",
      gpu: "h100-sxm5-80gb",
      firstToken: "0.5",
      firstTokenOf: "p95",
      perToken: "50",
      confidence: "0.9",
    },
  ],
];

describe("links", () => {
  inBrowser.for(FROZEN)("%s still opens as it did", async ([text, shown], { open }) => {
    const page = await ask(open, text);
    for (const [field, value] of Object.entries(shown))
      expect(await page.locator(`#${field}`).inputValue(), field).toBe(value);
  });

  inBrowser("keep words that this version does not know, and values that it cannot read", async ({ open }) => {
    const page = await open("index.html#v=1&u=many&zz=keep&zz=both");
    await page.locator("#amount-problem").waitFor();
    expect(await page.locator("#amount").inputValue()).toBe("many");
    const words = await link(page);
    expect(words.getAll("zz")).toEqual(["keep", "both"]);
    expect(words.get("u")).toBe("many");
    await page.locator("#amount").fill("10");
    await answered(page);
    expect((await link(page)).getAll("zz")).toEqual(["keep", "both"]);
  });

  inBrowser("hold what was changed, and nothing else", async ({ open }) => {
    const page = await ask(open);
    expect([...(await link(page))]).toEqual([]);
    await page.locator("#gpu").selectOption("l40s");
    await page.locator("#perToken").fill("80");
    await answered(page);
    expect(Object.fromEntries(await link(page))).toEqual({ v: "1", g: "l40s", pt: "80" });
    const said = await headline(page);
    expect(await headline(await ask(open, new URL(page.url()).hash.slice(1)))).toBe(said);
  });

  inBrowser("are read again when they are edited by hand", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=10");
    await follow(page, "v=1&m=llama-3.1-8b&g=l40s&u=9000");
    expect(await page.locator("#amount").inputValue()).toBe("9000");
  });

  inBrowser("say what has changed since they were shared, until the form is", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=10&r=0.0.1&a=99&lang=en");
    const gpus = Number((await headline(page)).split(" ")[0]);
    const notice = page.locator(".notice");
    expect(await notice.innerText()).toBe(en.link.changed(99, "0.0.1", gpus));
    await page.locator("#amount").fill("20");
    await answered(page);
    expect(await notice.count()).toBe(0);
  });

  inBrowser("of a later version say so", async ({ open }) => {
    const page = await ask(open, "v=2&u=10&new=1&lang=en");
    expect(await page.locator(".notice").innerText()).toBe(en.link.newer);
  });

  inBrowser("that are copied hold the library and its answer", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=10&lang=en", {
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await page.getByRole("button", { name: en.page.copyLink }).click();
    await page.getByText(en.page.linkCopied).waitFor();
    const copied = new URLSearchParams(
      new URL(await page.evaluate(() => navigator.clipboard.readText())).hash.slice(1),
    );
    expect(copied.get("r")).toBe(manifest.version);
    expect(copied.get("a")).toBe((await headline(page)).split(" ")[0]);
  });

  inBrowser("that cannot be copied are put where they can be", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=10&lang=en", { permissions: [] });
    await page.getByRole("button", { name: en.page.copyLink }).click();
    const field = page.locator(".link-to-copy input");
    await field.waitFor();
    const text = await field.inputValue();
    expect(text).toContain("#v=1&u=10&m=llama-3.1-8b&g=l40s");
    // Keys copy what is selected where the focus is.
    await page.waitForFunction(() => document.activeElement?.matches(".link-to-copy input"));
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(text);
    expect(await page.locator(".link-to-copy").innerText()).toBe(en.page.linkToCopy);
  });
});
