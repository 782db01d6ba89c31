import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, describe, expect } from "vitest";
import { en } from "../../docs/calculator/src/language/en.js";
import { en as decideEn } from "../../docs/calculator/src/language/decide/en.js";
import { writeLink } from "../../docs/calculator/src/scenario/link.js";
import { usualInputs } from "../calculator/scenarios.js";
import { inBrowser } from "./support/browser.js";
import { answered, ask, follow, gpusOf, headline } from "./support/calculator.js";
import { CONFIG } from "./support/config.js";
import { dropFile } from "./support/drop-file.js";
import { LOAD_TEST, openAll } from "./support/states.js";

const { exports: words } = decideEn;
const COMMAND = resolve("dist/cli/main.js");
const folder = mkdtempSync(join(tmpdir(), "infrascale-exports-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Where a file went that a button keeps. */
async function kept(page: Page, button: string): Promise<string> {
  await page.locator("#exports .drop").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#exports").getByRole("button", { name: button, exact: true }).click(),
  ]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** What the built command prints to a line of the page, run where the files are, as somebody would who kept them. */
function infrascale(line: string): { readonly stderr: string; readonly output: unknown } {
  const [, ...args] = line.split(" ");
  const { stdout, stderr } = spawnSync("node", [COMMAND, ...args, "--json"], { cwd: folder, encoding: "utf8" });
  return { stderr, output: stdout === "" ? null : JSON.parse(stdout) };
}

/** How the page's answer looks in what the command prints. */
const asPrinted = (gpus: number | null): object => ({
  stderr: "",
  output: gpus === null ? { status: "infeasible" } : { status: "feasible", gpus },
});

/** GPUs of the page's sentence; null where it says that none do. */
const said = async (page: Page): Promise<number | null> => gpusOf(await headline(page)) || null;

/** The line that the page names for the kept file. */
const commandOf = async (page: Page): Promise<string> =>
  /infrascale \S+ --scenario \S+/.exec(await page.locator("#exports").innerText())?.[0] ?? "";

/** That are kept and run: each starts the command. */
const SCENARIOS = 4;

describe("what the page keeps for the command", () => {
  inBrowser("is answered there by the page's number", async ({ open }) => {
    const page = await ask(open, "v=1&lang=en");
    for (const inputs of fc.sample(usualInputs, SCENARIOS)) {
      const link = writeLink({ inputs, kept: [] }, ".", { language: "en" });
      await follow(page, link);
      const printed = asPrinted(await said(page));
      await kept(page, words.scenario);
      expect(infrascale(await commandOf(page)), link).toMatchObject(printed);
      const { scenario } = JSON.parse(readFileSync(await kept(page, words.answer), "utf8")) as { scenario: object };
      writeFileSync(join(folder, "scenario.json"), JSON.stringify(scenario));
      expect(infrascale("infrascale estimate --scenario scenario.json"), link).toMatchObject(printed);
    }
  });

  inBrowser("goes with a model of one's own and a profile as files beside it", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=500&lang=en");
    const published = await said(page);
    await openAll(page);
    await page.locator("#own-model-name").fill("my-org/my-model");
    await dropFile(page, "own-model-files", { name: "config.json", text: CONFIG });
    await page.getByText(en.model.own("my-org/my-model")).waitFor();
    await answered(page);
    await dropFile(page, "profile", LOAD_TEST);
    await page.getByText(en.profile.used(LOAD_TEST.name)).waitFor();
    await answered(page);
    for (const button of [words.scenario, words.file("model.json"), words.file("profile.json")])
      await kept(page, button);
    const number = await said(page);
    expect(number).not.toBe(published);
    expect(infrascale(await commandOf(page))).toMatchObject(asPrinted(number));
  });

  inBrowser("is the plan that a load test is held against", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=500&lang=en");
    await page.locator("#launch pre").first().waitFor();
    await openAll(page);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: decideEn.download("plan.json"), exact: true }).click(),
    ]);
    await download.saveAs(join(folder, "plan.json"));
    const line = await page.getByRole("region", { name: decideEn.launch.checking }).innerText();
    const [, , result = ""] = line.split(" ");
    const row = "concurrency,input_tokens,output_tokens,ttft_ms,tpot_ms\n40,1155,211,90000,900\n";
    writeFileSync(join(folder, result), row);
    // Means alone do not tell whether percentiles are kept.
    expect(infrascale(line)).toMatchObject({ stderr: "", output: { status: "inconclusive" } });
  });
});
