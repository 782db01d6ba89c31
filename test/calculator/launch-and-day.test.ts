import { load, loadAll } from "./yaml.js";
import { describe, expect, test } from "vitest";
import { estimateGpus } from "infrascale";
import { dayCurve, dayCurves, dayPlan, planLaunch } from "infrascale/decide";
import { FIELDS } from "../../docs/calculator/src/scenario/fields.js";
import { day } from "../../docs/calculator/src/worker/day.js";
import { launch } from "../../docs/calculator/src/worker/launch.js";
import { askedWith, SMALL } from "./questions.js";

const question = askedWith(SMALL);
const estimate = estimateGpus(question.request, question.options);
const IMPOSSIBLE = askedWith({ ...SMALL, perToken: "0.001" });

describe("a launch", () => {
  test("is the library's plan as text", async () => {
    const plan = planLaunch(estimate);
    const texts = await launch(question);
    if (texts === null) throw new Error("does not serve");
    expect(texts.commands.map((text) => text.replaceAll(/ \\\n +/g, " "))).toEqual(
      plan.commands.map((words) => words.join(" ")),
    );
    expect(load(texts.file.text)).toEqual(plan.file.content);
    expect(load(texts.compose ?? "")).toEqual(JSON.parse(JSON.stringify(plan.compose)));
    expect(loadAll(texts.kubernetes ?? "")).toEqual(JSON.parse(JSON.stringify(plan.kubernetes)));
    expect(texts.loadTests.map(({ tool }) => tool)).toEqual(Object.keys(plan.loadTest?.commands ?? {}));
    expect(JSON.parse(texts.plan)).toEqual(JSON.parse(JSON.stringify(plan)));
  });

  test("is none where nothing serves the question", async () => {
    expect(await launch(IMPOSSIBLE)).toBeNull();
  });
});

describe("a day", () => {
  test("is the library's plan, with the rent of the answer", async () => {
    const found = await day({ question, curve: "office" });
    const plan = dayPlan(question.request, { ...question.options, curve: dayCurve("office") });
    expect(found?.hours).toEqual(plan.hours);
    expect(found?.gpuHours).toEqual(plan.gpuHours);
    expect(found?.money?.scaled).toBeLessThan(found?.money?.fixed ?? 0);
  });

  test("is none where nothing serves the question", async () => {
    expect(await day({ question: IMPOSSIBLE, curve: "office" })).toBeNull();
  });

  test("has the curves that the library knows", () => {
    const { dayCurve: field } = FIELDS;
    expect(field.kind === "choice" && [...field.options].sort()).toEqual(dayCurves.map(({ id }) => id).sort());
  });
});
