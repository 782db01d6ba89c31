import { changesOf, whatIf as libraryWhatIf } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { requestOf } from "./named.js";
import type { Moved, Thresholds } from "./protocol.js";
import type { Tell } from "./tell.js";

/** How far each figure is moved: a quarter less and more. */
const SHARES = [-0.25, 0.25];

/** What would take fewer GPUs, and what more. */
export const whatIf = async (question: Question, tell: Tell): Promise<Moved> =>
  changesOf(await requestOf(question), { ...question.options, shares: SHARES, ...following(tell) });

/** How far each figure may move before the GPUs are others: exact, so it takes many times as long. */
export const thresholds = async (question: Question, tell: Tell): Promise<Thresholds> =>
  libraryWhatIf(await requestOf(question), { ...question.options, shares: [], ...following(tell) }).thresholds;

/** Tells how far the library is; there is no part of the answer before its end. */
const following = (tell: Tell) => ({ onProgress: (done: number, total: number) => tell(done / total, null) });
