import { changesOf, whatIf as libraryWhatIf } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { requestOf } from "./named.js";
import type { Moved, Thresholds } from "./protocol.js";

/** How far each figure is moved: a quarter less and more. */
const SHARES = [-0.25, 0.25];

/** What would take fewer GPUs, and what more. */
export const whatIf = async (question: Question): Promise<Moved> =>
  changesOf(await requestOf(question), { ...question.options, shares: SHARES });

/** How far each figure may move before the GPUs are others: exact, so it takes many times as long. */
export const thresholds = async (question: Question): Promise<Thresholds> =>
  libraryWhatIf(await requestOf(question), { ...question.options, shares: [] }).thresholds;
