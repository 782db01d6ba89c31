import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { estimateGpus, InfrascaleError, workloadPresets, type EstimateOptions, type EstimateRequest } from "infrascale";
import { COMMANDS } from "../../src/cli/commands.js";
import { addEstimateFlags, askedEstimate, type EstimateFlags } from "../../src/cli/estimation/estimate-flags.js";
import { withScenario } from "../../src/cli/scenario/with-scenario.js";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { inputsOfScenario, scenarioFile, yamlOf } from "../../docs/calculator/src/scenario/scenario-file.js";
import { requestOf } from "../../docs/calculator/src/worker/named.js";
import { readScenario } from "../../docs/calculator/src/worker/read-scenario.js";
import { readableInputs } from "./scenarios.js";

const folder = mkdtempSync(join(tmpdir(), "infrascale-page-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function asked(inputs: Inputs, mark: "." | "," = "."): Question {
  const { values, problems } = readInputs(inputs, mark);
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}

/** What `infrascale estimate --scenario FILE` asks the library. */
async function askedByCommand(
  text: string,
): Promise<{ readonly request: EstimateRequest; readonly options: EstimateOptions }> {
  const path = join(folder, "scenario.yaml");
  writeFileSync(path, text);
  const command = addEstimateFlags(new Command("estimate")).exitOverride();
  const words = await withScenario(["node", "infrascale", "estimate", "--scenario", path], command, COMMANDS);
  let found: EstimateFlags | undefined;
  command.action((flags: EstimateFlags) => {
    found = flags;
  });
  command.parse(["node", "estimate", ...words.slice(3)]);
  if (found === undefined) throw new Error("the command was not called");
  return askedEstimate(found);
}

/** The answer in short, or the code of a refusal. */
function answered(request: EstimateRequest, options: EstimateOptions): unknown {
  try {
    const estimate = estimateGpus(request, options);
    return estimate.status === "feasible" ? [estimate.gpus, estimate.expected.gpus, estimate.band] : estimate.reason;
  } catch (error) {
    if (error instanceof InfrascaleError) return error.code;
    throw error;
  }
}

test("the command answers a page's scenario file as the page does", async () => {
  await fc.assert(
    fc.asyncProperty(readableInputs, async (inputs) => {
      const question = asked(inputs);
      // The command asks for targets, and refuses files without any, as the library does.
      const command = await askedByCommand(yamlOf(scenarioFile(question)));
      expect(answered(command.request, command.options)).toEqual(answered(await requestOf(question), question.options));
    }),
    { numRuns: 6 },
  );
});

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
