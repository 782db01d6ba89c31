import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InfrascaleError, workloadPresets } from "infrascale";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { inputsOfScenario, scenarioFile, yamlOf } from "../../docs/calculator/src/scenario/scenario-file.js";

import { readScenario } from "../../docs/calculator/src/worker/read-scenario.js";
import { readableInputs } from "./scenarios.js";

function asked(inputs: Inputs, mark: "." | "," = "."): Question {
  const { values, problems } = readInputs(inputs, mark);
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}

describe("a scenario file fills the form", () => {
  test("with what the page wrote, in either language", () => {
    fc.assert(
      fc.property(readableInputs, fc.constantFrom(".", ","), (inputs, mark) => {
        const question = asked(inputs);
        const read = inputsOfScenario(readScenario(yamlOf(scenarioFile(question))), workloadPresets, mark);
        expect(read.unknown).toEqual([]);
        expect(asked(read.inputs, mark)).toEqual(question);
      }),
    );
  });

  const read = (text: string): ReturnType<typeof inputsOfScenario> =>
    inputsOfScenario(readScenario(text), workloadPresets, ".");

  test("with the figures of a preset, and what it says otherwise", () => {
    const { inputs } = read("model: qwen3-32b\ngpu: h200\npreset: rag\nusers: 10k\nttft-p90: 500ms\n");
    expect(inputs).toMatchObject({ model: "qwen3-32b", traffic: "rag", amount: "10k", load: "people" });
    expect(inputs).toMatchObject({ firstToken: "500ms", firstTokenOf: "p90", perToken: "" });
    expect(Number(inputs.inputTokens)).toBeGreaterThan(Number(START.inputs.inputTokens));
  });

  test("and names what the page has no field for", () => {
    expect(read('{ "model": "a", "max-utilisation": 0.9, "equal-lengths": true, "load-test": 4 }').unknown).toEqual([
      "max-utilisation",
      "equal-lengths",
      "load-test",
    ]);
  });

  test("also where an answer stands beside it", () => {
    expect(read(JSON.stringify({ scenario: { users: 7 }, answer: {} })).inputs.amount).toBe("7");
  });

  test.each(["", "- a\n- b", "just words", "a: [", "scenario: 5"])("%j is none", (text) => {
    expect(() => readScenario(text)).toThrow(InfrascaleError);
  });
});
