import { describe, expect } from "vitest";
import { en } from "../../docs/calculator/src/language/en.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { findings } from "./support/axe.js";
import { inBrowser } from "./support/browser.js";
import { CONFIG } from "./support/config.js";
import { dropFile } from "./support/drop-file.js";
import { openAll } from "./support/states.js";
import { answered, ask, gpusOf, headline, link, typeInto } from "./support/calculator.js";

const SMALL = "v=1&m=llama-3.1-8b&g=l40s&u=500";

describe("what is no number", () => {
  inBrowser.for([
    ["", "empty"],
    ["abc", "not-a-number"],
    ["-5", "too-small"],
    ["0", "too-small"],
    ["1e99", "not-a-number"],
    ["999999999999", "too-large"],
    ["12 parsecs", "unknown-unit"],
  ] as const)("%j is said at its field, and the last answer stays", async ([text, code], { open }) => {
    const page = await ask(open, SMALL);
    const before = await headline(page);
    await page.locator("#amount").fill(text);
    const problem = page.locator("#amount-problem");
    await problem.waitFor();
    const said = en.problems[code];
    expect(await problem.innerText()).toContain(typeof said === "string" ? said : said(0 as never).split(/["\d:]/)[0]);
    expect(await page.locator("#amount").getAttribute("aria-invalid")).toBe("true");
    expect(await page.locator("#amount").getAttribute("aria-describedby")).toContain("amount-problem");
    expect(await headline(page)).toBe(before);
    expect(await page.locator("#answer.stale").count()).toBe(1);
    await typeInto(page, "amount", "500");
    expect(await headline(page)).toBe(before);
    expect(await problem.count()).toBe(0);
  });
});

describe("numbers as people type them", () => {
  inBrowser.for([
    ["en-GB", ["1,200", "1200", "1.2k", " 1 200 "]],
    ["fr-FR", ["1 200", "1\u202f200", "1,2k", "1200"]],
  ] as const)("in %s are all twelve hundred", async ([locale, texts], { open }) => {
    const page = await ask(open, SMALL, { locale });
    for (const text of texts) {
      await typeInto(page, "amount", text);
      expect((await link(page)).get("u"), text).toBe("1200");
    }
  });

  inBrowser("with a unit are in that unit", async ({ open }) => {
    const page = await ask(open, SMALL);
    await typeInto(page, "firstToken", "1500ms");
    expect((await link(page)).get("ft")).toBe("1.5");
  });
});

describe("models", () => {
  inBrowser("one that nobody knows is refused at its field, with names like it as buttons", async ({ open }) => {
    const page = await ask(open, SMALL);
    await page.locator("#model").fill("llama-3.1-7b");
    await page.locator("#amount").focus();
    const button = page.locator("#model-problem button").first();
    await button.waitFor();
    await button.click();
    await answered(page);
    expect(await page.locator("#model-problem").count()).toBe(0);
  });

  inBrowser("are found by a part of their name, with arrow keys and Enter", async ({ open }) => {
    const page = await ask(open, SMALL);
    await page.locator("#model").fill("qwen3 32b");
    await page.locator("#model-list li").first().waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await page.locator("#model").getAttribute("aria-activedescendant")).toBe("model-option-0");
    await page.keyboard.press("Enter");
    await answered(page);
    expect((await link(page)).get("m")?.toLowerCase()).toContain("qwen3-32b");
  });
});

describe("a config.json", () => {
  inBrowser(
    "that is chosen, dropped or pasted gives one answer, travels in the link, and goes away again",
    async ({ open }) => {
      const page = await ask(open, SMALL);
      const startled = await headline(page);
      await page.getByText(en.details.ownModel, { exact: true }).click();

      await page
        .locator("#own-model-files")
        .setInputFiles({ name: "config.json", mimeType: "application/json", buffer: Buffer.from(CONFIG) });
      await page.locator(".chosen").first().waitFor();
      await answered(page);
      const chosen = await headline(page);
      const packed = (await link(page)).get("mx");
      expect(packed?.length).toBeLessThan(1000);
      expect(gpusOf(chosen)).toBeGreaterThan(0);

      const elsewhere = await ask(open, new URL(page.url()).hash.slice(1));
      expect(await headline(elsewhere)).toBe(chosen);

      await page.getByRole("button", { name: en.model.remove }).click();
      await typeInto(page, "model", "llama-3.1-8b");
      await page.locator("#amount").focus();
      await answered(page);
      expect(await headline(page)).toBe(startled);

      await dropFile(page, "own-model-files", { name: "config.json", text: CONFIG });
      await page.locator(".chosen").first().waitFor();
      await answered(page);
      expect(await headline(page)).toBe(chosen);
      await page.getByRole("button", { name: en.model.remove }).click();

      await page.locator("#own-model-text").fill(CONFIG);
      await page.getByRole("button", { name: en.model.readPasted }).click();
      await page.locator(".chosen").first().waitFor();
      await answered(page);
      expect(await headline(page)).toBe(chosen);
    },
  );

  inBrowser.for([
    ["broken", "{"],
    ["foreign", '{"name":"a package","version":"1.0.0"}'],
    ["large and foreign", JSON.stringify({ text: "x".repeat(500_000) })],
  ])("that is %s is refused in words, and the answer stays", async ([, text = ""], { open }) => {
    const page = await ask(open, SMALL);
    const before = await headline(page);
    await page.getByText(en.details.ownModel, { exact: true }).click();
    await page
      .locator("#own-model-files")
      .setInputFiles({ name: "config.json", mimeType: "application/json", buffer: Buffer.from(text) });
    const alert = page.locator("[role=alert]");
    await alert.waitFor();
    expect(await alert.innerText()).toContain(en.model.foreign("config.json"));
    expect(await headline(page)).toBe(before);
  });
});

inBrowser.for([
  ["en-GB", en],
  ["fr-FR", fr],
] as const)(
  "a file of something else is named, in %s; beside a config it is not read",
  async ([locale, words], { open }) => {
    const page = await ask(open, SMALL, { locale });
    await page.getByText(words.details.ownModel, { exact: true }).click();
    const tokenizer = { name: "tokenizer.json", text: '{"version":"1.0","model":{"type":"BPE"}}' };
    await dropFile(page, "own-model-files", tokenizer);
    await page.locator("[role=alert]").waitFor();
    expect(await page.locator("[role=alert]").innerText()).toContain(words.model.foreign("tokenizer.json"));
    await page.locator("#own-model-files").setInputFiles(
      [tokenizer, { name: "config.json", text: CONFIG }].map(({ name, text }) => ({
        name,
        mimeType: "application/json",
        buffer: Buffer.from(text),
      })),
    );
    await page.locator(".chosen").first().waitFor();
  },
);

inBrowser("formats that a GPU refuses cannot be chosen, and the reason stands below", async ({ open }) => {
  const page = await ask(open, "v=1&m=llama-3.1-8b&g=t4&u=5&pt=300&ft=20&lang=en");
  await openAll(page);
  for (const name of ["weights", "kvCache"]) {
    const bf16 = page.locator(`#${name} option[value=bf16]`);
    await page.locator(`#${name}-refused`).waitFor();
    expect(await bf16.isDisabled()).toBe(true);
    expect(await page.locator(`#${name} option:disabled`).count()).toBe(1);
    expect(await page.locator(`#${name}`).getAttribute("aria-describedby")).toContain(`${name}-refused`);
    expect(await page.locator(`#${name}-refused`).innerText()).toContain("BF16");
    expect(await page.locator(`#${name}-refused`).innerText()).toContain("t4");
  }
  expect((await findings(page)).violations).toEqual([]);
  await page.locator("#gpu").selectOption("l40s");
  await answered(page);
  await page.locator("#weights-refused").waitFor({ state: "detached" });
  expect(await page.locator("#weights option:disabled").count()).toBe(0);
});

inBrowser("how GPUs are joined is in the link, and is not of another GPU", async ({ open }) => {
  const page = await ask(open, "v=1&m=llama-3.1-70b&g=l40s&u=20&ft=30&pt=400&lang=en");
  await openAll(page);
  expect(await page.locator("#gpuLink option:checked").innerText()).toBe(en.links.usual("PCIe4"));
  await page.locator("#gpuLink").selectOption("pcie4x8-host");
  await answered(page);
  expect((await link(page)).get("ln")).toBe("pcie4x8-host");
  const said = await headline(page);
  const again = await ask(open, new URL(page.url()).hash.slice(1));
  expect(await again.locator("#gpuLink").inputValue()).toBe("pcie4x8-host");
  expect(await headline(again)).toBe(said);
  await page.locator("#gpu").selectOption("h200-sxm-141gb");
  await answered(page);
  expect((await link(page)).get("ln")).toBeNull();
});

inBrowser("a file that is no profile is refused in words", async ({ open }) => {
  const page = await ask(open, SMALL);
  await openAll(page);
  await page
    .locator("#profile")
    .setInputFiles({ name: "holiday.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  const alert = page.locator("[role=alert]");
  await alert.waitFor();
  expect(await alert.innerText()).toContain("holiday.json");
});

inBrowser("another kind of traffic keeps what was typed, and offers its own figures", async ({ open }) => {
  const page = await ask(open, SMALL);
  await page.getByText(en.details.lengths).click();
  await typeInto(page, "inputTokens", "777");
  await page.locator("#traffic").selectOption("rag");
  await answered(page);
  expect(await page.locator("#inputTokens").inputValue()).toBe("777");
  await page.getByRole("button", { name: en.traffic.use(en.presets["rag"] ?? "") }).click();
  expect(await page.locator("#inputTokens").inputValue()).not.toBe("777");
});
