import fc from "fast-check";
import { describe, expect } from "vitest";
import { en } from "../../docs/calculator/src/language/en.js";
import { en as words } from "../../docs/calculator/src/language/decide/en.js";
import { writeLink } from "../../docs/calculator/src/scenario/link.js";
import { questionOf } from "../../docs/calculator/src/scenario/question.js";
import { readInputs } from "../../docs/calculator/src/scenario/scenario.js";
import { estimateGpus, type EstimateOptions, type EstimateRequest } from "../../src/index.js";
import { usualInputs } from "../calculator/scenarios.js";
import { inBrowser } from "./support/browser.js";
import { answered, ask, follow, gpusOf, headline, typeInto } from "./support/calculator.js";

const chat = { inputTokens: { mean: 1155, cv: 0.96 }, outputTokens: { mean: 211, cv: 0.77 } } as const;
const soon = { ttft: { p95: 0.5 }, tpot: { p95: 0.05 } } as const;

/** Links, with what the library is asked by hand. */
const ASKED: readonly (readonly [link: string, request: EstimateRequest, options?: EstimateOptions])[] = [
  [
    "",
    {
      model: "llama-3.1-70b",
      gpu: "h100",
      workload: { ...chat, concurrentUsers: 1000, thinkSeconds: 60 },
      targets: soon,
    },
  ],
  [
    "v=1&m=qwen3-32b&g=h200&u=20000&w=named&sh=5",
    {
      model: "qwen3-32b",
      gpu: "h200",
      workload: { ...chat, namedUsers: 20_000, activeFraction: 0.05, thinkSeconds: 60 },
      targets: soon,
    },
  ],
  [
    "v=1&m=gpt-oss-120b&g=h200&u=12&w=rate&acv=2",
    { model: "gpt-oss-120b", gpu: "h200", workload: { ...chat, requestsPerSecond: 12, arrivalCv: 2 }, targets: soon },
  ],
  [
    "v=1&m=llama-3.1-8b&g=l40s&u=64&w=flight&wf=fp8&e=sglang&pt=30&ps=mean&ft=&c=expected&sp=1",
    {
      model: "llama-3.1-8b",
      gpu: "l40s",
      engine: "sglang",
      precision: { weights: "fp8" },
      workload: { ...chat, requestsInFlight: 64 },
      targets: { tpot: { mean: 0.03 } },
    },
    { confidence: "expected", spareReplicas: 1 },
  ],
];

/** That are painted: what the page asks and answers without a browser is held against the command in many more. */
const SCENARIOS = 12;

describe("the page answers what the library answers", () => {
  inBrowser("to links whose question is written by hand", async ({ open }) => {
    for (const [link, request, options] of ASKED) {
      const estimate = estimateGpus(request, options);
      if (estimate.status === "infeasible") throw new Error(`${link}: ${estimate.reason}`);
      const page = await ask(open, link);
      expect(gpusOf(await headline(page)), link).toBe(estimate.gpus);
      expect(await page.locator(".sentence").innerText(), link).toContain(
        en.answer.copies(estimate.replicas, estimate.gpusPerReplica, estimate.spareReplicas),
      );
    }
  });

  inBrowser("to any scenario, in counts and in what a smaller purchase breaks", async ({ open }) => {
    const page = await ask(open);
    for (const inputs of fc.sample(usualInputs, SCENARIOS)) {
      const { values } = readInputs(inputs, ".");
      if (values === null) throw new Error("the scenario is one that the form reads");
      const { request, options } = questionOf(values, inputs, { profile: null, today: "2026-11-30" });
      const estimate = estimateGpus(request, options);
      await follow(page, writeLink({ inputs, kept: [] }, ".", { language: "en" }));
      const said = await headline(page);
      const where = writeLink({ inputs, kept: [] }, ".", { language: null });
      if (estimate.status === "infeasible") expect(said, where).toContain("No number of");
      else {
        const sentence = await page.locator(".sentence").innerText();
        const [smaller] = estimate.nextSmaller;
        expect(gpusOf(said), where).toBe(estimate.gpus);
        expect(sentence, where).toContain(
          en.answer.copies(estimate.replicas, estimate.gpusPerReplica, estimate.spareReplicas),
        );
        expect(sentence, where).toContain(
          smaller === undefined ? en.answer.smallest : `With ${en.numbers.count(smaller.gpus)}, `,
        );
      }
    }
  });

  inBrowser("to the last key alone: quick typing leaves the answer of what stands there", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s");
    await page.locator("#amount").fill("");
    await page.locator("#amount").pressSequentially("2500", { delay: 30 });
    await typeInto(page, "amount", "2500");
    const quick = await headline(page);
    const slow = await headline(await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=2500"));
    expect(quick).toBe(slow);
  });
});

describe("where nothing does", () => {
  inBrowser("the page says so, and each way out that it offers does when it is taken", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-70b&g=l40s&lang=en");
    expect(await headline(page)).toBe("No number of L40S does it");
    const ways = page.locator(".ways button");
    await ways.first().waitFor();
    const count = await ways.count();
    expect(count).toBeGreaterThan(0);
    await ways.first().click();
    await answered(page);
    expect(gpusOf(await headline(page))).toBeGreaterThan(0);
  });

  inBrowser("limits that are broken together are told apart, and move together", async ({ open }) => {
    const page = await ask(open, "v=1&m=llama-3.1-8b&g=l4&u=20&ft=0.001&pt=0.1&lang=en");
    expect(await page.locator(".obstacles li").count()).toBe(2);
    const ways = page.locator(".ways button");
    await ways.first().waitFor();
    await ways.filter({ hasText: /^Allow / }).click();
    await answered(page);
    expect(gpusOf(await headline(page))).toBeGreaterThan(0);
    expect(await page.locator("#firstToken").inputValue()).not.toBe("0.001");
    expect(await page.locator("#perToken").inputValue()).not.toBe("0.1");
  });
});

inBrowser("a launch that the browser does not let copy is selected, and the keys are named", async ({ open }) => {
  const page = await ask(open, "v=1&m=llama-3.1-8b&g=l40s&u=10&lang=en", { permissions: [] });
  const copied = page.locator(".copied-text").first();
  await page.locator("#launch").scrollIntoViewIfNeeded();
  await copied.waitFor();
  await copied.getByRole("button", { name: words.copy }).click();
  await copied.getByText(words.pressKeys).waitFor();
  const text = await copied.locator("pre").innerText();
  expect((await page.evaluate(() => getSelection()?.toString()))?.trim()).toBe(text.trim());
  expect(await copied.locator("pre").evaluate((place) => place === document.activeElement)).toBe(true);
});
