import { describe, expect, test } from "vitest";
import { workloadPresets } from "infrascale";
import { en as decideEn } from "../../docs/calculator/src/language/decide/en.js";
import { fr as decideFr } from "../../docs/calculator/src/language/decide/fr.js";
import { en } from "../../docs/calculator/src/language/en.js";
import { fr } from "../../docs/calculator/src/language/fr.js";
import { inputsOfScenario } from "../../docs/calculator/src/scenario/scenario-file.js";
import { START } from "../../docs/calculator/src/scenario/scenario.js";
import { answerFile } from "../../docs/calculator/src/study/exports/answer-file.js";
import { markdownReport } from "../../docs/calculator/src/study/exports/markdown.js";
import { answer as answerOf } from "../../docs/calculator/src/worker/answer.js";
import { compare } from "../../docs/calculator/src/worker/compare.js";
import { readScenario } from "../../docs/calculator/src/worker/read-scenario.js";
import { askedWith, SMALL } from "./questions.js";

const inputs = { ...START.inputs, ...SMALL };
const question = askedWith(SMALL);

test("question and answer as JSON fill the form again", async () => {
  const answer = await answerOf(question);
  const text = answerFile(question, answer, { library: "1.0.0", link: "https://example.org/#v=1" });
  const { inputs: read, unknown } = inputsOfScenario(readScenario(text), workloadPresets, ".");
  expect(unknown).toEqual([]);
  expect(askedWith(read)).toEqual(question);
  expect((JSON.parse(text) as { readonly answer: unknown }).answer).toEqual(JSON.parse(JSON.stringify(answer)));
});

describe("a report", () => {
  test.each([
    ["English", en, decideEn],
    ["French", fr, decideFr],
  ] as const)("has question, limits, comparison and what was assumed, %s", async (_, say, words) => {
    const answer = await answerOf(question);
    const compared = await compare({ question, gpus: ["h100-sxm5-80gb"] }, () => undefined);
    const link = "https://example.org/#v=1";
    const text = markdownReport(say, words, { inputs, answer, compared, link, library: "1.0.0", today: "2026-11-30" });
    expect(text).toContain(link);
    expect(text).toContain(`## ${say.limits.title}`);
    expect(text).toContain(`## ${words.compare.caption}`);
    expect(text).toContain(say.fields.model);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    const tables = text.split("\n\n").filter((part) => part.startsWith("|"));
    for (const table of tables) {
      const widths = table.split("\n").map((line) => line.split(/(?<!\\)\|/).length);
      expect(new Set(widths).size).toBe(1);
    }
    expect(tables).toHaveLength(3);
  });

  test("of what nothing serves says so", async () => {
    const impossible = askedWith({ ...SMALL, perToken: "0.001" });
    const answer = await answerOf(impossible);
    const made = { compared: [], link: "", library: "1.0.0", today: "2026-11-30" };
    expect(markdownReport(en, decideEn, { inputs, answer, ...made })).toContain(en.answer.infeasible(answer.gpu.name));
  });
});
