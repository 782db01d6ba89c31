import { whatIf as libraryWhatIf } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { requestOf } from "./named.js";
import type { WhatIfAnswer } from "./protocol.js";

/** How far each figure is moved: a quarter less and more. */
const SHARES = [-0.25, 0.25];

/** What would take fewer GPUs and what more, and how far each figure may move before the GPUs are others. */
export async function whatIf(question: Question): Promise<WhatIfAnswer> {
  const { changes, thresholds } = libraryWhatIf(await requestOf(question), { ...question.options, shares: SHARES });
  return { changes, thresholds };
}
