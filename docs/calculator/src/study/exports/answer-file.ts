import type { Question } from "../../scenario/question.js";
import { scenarioFile } from "../../scenario/scenario-file.js";
import type { Answer } from "../../worker/protocol.js";

/**
 * Question and answer for programs, and for the command: its part `scenario` is a scenario file.
 *
 * @param question - what the library was asked.
 * @param answer - what it said.
 * @param made - by which version of the library, on the page of which link.
 * @returns JSON.
 */
export const answerFile = (
  question: Question,
  answer: Answer,
  made: { readonly library: string; readonly link: string },
): string =>
  JSON.stringify(
    { ...made, scenario: scenarioFile(question), request: question.request, options: question.options, answer },
    null,
    2,
  );
