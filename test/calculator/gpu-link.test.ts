import { afterEach, expect, test } from "vitest";
import { estimateGpus, findGpu, gpus } from "infrascale";
import { questionRows } from "../../docs/calculator/src/answer/question-rows.js";
import { en } from "../../docs/calculator/src/language/en.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { LINKS } from "../../docs/calculator/src/scenario/fields.js";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { scenario, type } from "../../docs/calculator/src/state.js";
import { answer } from "../../docs/calculator/src/worker/answer.js";
import { compare } from "../../docs/calculator/src/worker/compare.js";
import { requestOf } from "../../docs/calculator/src/worker/named.js";
import { linkOf } from "../../src/cli/link-flag.js";

const BETWEEN_CARDS: Partial<Inputs> = {
  model: "llama-3.1-70b",
  gpu: "l40s",
  amount: "50",
  firstToken: "6",
  perToken: "200",
};

function asked(texts: Partial<Inputs>): Question {
  const inputs = { ...START.inputs, ...texts };
  const { values, problems } = readInputs(inputs, ".");
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}

afterEach(() => {
  scenario.value = START;
});

test.each(["", ...LINKS, "pcie4x16+bridge112.5"])("%j is what the command makes of it", async (gpuLink) => {
  const { gpu } = await requestOf(asked({ ...BETWEEN_CARDS, gpuLink }));
  expect(gpu).toEqual(gpuLink === "" ? "l40s" : linkOf(gpuLink)(findGpu("l40s", gpus)));
});

test("the answer is that of the library for GPUs that are joined so, and a slower link is no help", async () => {
  const slow = asked({ ...BETWEEN_CARDS, gpuLink: "pcie3x16" });
  const { estimate } = await answer(slow);
  const own = estimateGpus(await requestOf(slow), slow.options);
  if (estimate.status === "infeasible" || own.status === "infeasible") throw new Error("no answer");
  expect([estimate.gpus, estimate.performance]).toEqual([own.gpus, own.performance]);
  const { estimate: fast } = await answer(asked({ ...BETWEEN_CARDS, gpuLink: "nvlink1800" }));
  if (fast.status === "infeasible") throw new Error(fast.reason);
  expect(fast.gpus).toBeLessThanOrEqual(estimate.gpus);
  expect(fast.performance.ttftSeconds).not.toBe(estimate.performance.ttftSeconds);
});

test("a comparison has it of the GPU that is asked about, and of no other", async () => {
  const question = asked({ ...BETWEEN_CARDS, gpuLink: "pcie3x16" });
  const rows = await compare({ question, gpus: ["h100-sxm5-80gb"] }, () => undefined);
  for (const [gpu, gpuLink] of [
    ["l40s", "pcie3x16"],
    ["h100-sxm5-80gb", ""],
  ] as const) {
    const { estimate } = await answer(asked({ ...BETWEEN_CARDS, gpu, gpuLink }));
    const row = rows.find((row) => row.gpu.id === gpu);
    if (estimate.status === "infeasible" || row?.status !== "feasible") throw new Error("no answer");
    expect([row.purchase.gpus, row.purchase.requestSeconds]).toEqual([estimate.gpus, estimate.performance.e2eSeconds]);
  }
});

test("what is no link is said at its field", () => {
  const { values, problems } = readInputs({ ...START.inputs, gpuLink: "a rope" }, ".");
  expect([values, problems]).toEqual([null, { gpuLink: { code: "not-known" } }]);
});

test("another GPU is joined as usual; another field leaves the link", () => {
  type({ gpuLink: "pcie4x8" });
  type({ amount: "12" });
  expect(scenario.value.inputs.gpuLink).toBe("pcie4x8");
  type({ gpu: "l40s" });
  expect(scenario.value.inputs.gpuLink).toBe("");
});

test("the report says it in words", () => {
  for (const say of [en, fr]) {
    const rows = questionRows(say, { ...START.inputs, gpuLink: "pcie4x16-host" });
    expect(rows).toContainEqual({ name: "gpuLink", label: say.fields.gpuLink, text: say.links.names["pcie4x16-host"] });
    expect(questionRows(say, START.inputs).map(({ name }) => name)).not.toContain("gpuLink");
  }
});
