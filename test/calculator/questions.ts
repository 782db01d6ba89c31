import { questionOf, type Question } from "../../docs/calculator/src/scenario/question.js";
import { readInputs, START, type Inputs } from "../../docs/calculator/src/scenario/scenario.js";

/** A question that is answered fast. */
export const SMALL: Partial<Inputs> = { model: "llama-3.1-8b", gpu: "l40s", amount: "300", firstToken: "2" };

/** What is asked by the form as it opens, but for some texts. */
export function askedWith(texts: Partial<Inputs> = {}, mark: "." | "," = "."): Question {
  const inputs = { ...START.inputs, ...texts };
  const { values, problems } = readInputs(inputs, mark);
  if (values === null) throw new Error(JSON.stringify(problems));
  return questionOf(values, inputs, { profile: null, today: "2026-11-30" });
}
