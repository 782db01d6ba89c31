import fc from "fast-check";
import { expect, test } from "vitest";
import { InfrascaleError, type NamedEstimate } from "infrascale";
import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";
import { scenarioFile, yamlOf } from "../../docs/calculator/src/scenario/scenario-file.js";
import { answer } from "../../docs/calculator/src/worker/answer.js";
import { byCommand } from "./by-command.js";
import { readableInputs, usualInputs } from "./scenarios.js";

function asked(inputs: Inputs): Question {
  const { values, problems } = readInputs(inputs, ".");
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}

/** An answer, or the code of the refusal. */
const outcome = (answered: Promise<unknown>): Promise<unknown> =>
  answered.catch((error: unknown) => {
    if (error instanceof InfrascaleError) return error.code;
    throw error;
  });

/** All of an answer but the question, which each words in its own way: the page leaves out a precision, the command sends an empty one. */
const answerOf = (estimate: NamedEstimate): object => ({ ...estimate, request: null });

/** Holds the page's answer against that of the command to the page's scenario file. */
async function sameByCommand(inputs: Inputs): Promise<void> {
  const question = asked(inputs);
  const page = await outcome(answer(question).then(({ estimate }) => answerOf(estimate)));
  expect(await outcome(byCommand(yamlOf(scenarioFile(question))).then(answerOf))).toEqual(page);
}

test("the command answers what the page answers, in fifty scenarios of what people ask", async () => {
  await fc.assert(fc.asyncProperty(usualInputs, sameByCommand), { numRuns: 50, endOnFailure: true });
});

test("nor does it differ where every field has another value", async () => {
  await fc.assert(fc.asyncProperty(readableInputs, sameByCommand), { numRuns: 6, endOnFailure: true });
});
