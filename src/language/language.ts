import type { CalibrationWarning } from "../calibrate/calibration-warning.js";
import type { FitWarning } from "../calibrate/fit-warning.js";
import type { Assumption } from "../catalog/names/assumption.js";
import type { Impractical } from "../decide/compare/candidate.js";
import type { Explanation } from "../decide/explain/explanation.js";
import type { ErrorDetails } from "../errors.js";
import type { Estimate } from "../estimate/estimate.js";
import type { SearchDoubt } from "../estimate/search-doubt.js";
import type { CheckGap, CheckStatus } from "../launch/check/check-plan.js";
import type { LaunchNotice, NoticeEffect } from "../launch/notice.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import type { ReplayReason } from "../queueing/replay-reasons.js";

/** Each kind of thing that the library says, and what a language puts into words. */
export interface Said {
  /** An error: what was refused, by which rule. */
  readonly error: ErrorDetails;
  /** The rule alone, which continues a sentence that begins with the name of the field. */
  readonly rule: ErrorDetails;
  /** A warning of a prediction. */
  readonly warning: PredictionWarning;
  /** A reason of an estimate. */
  readonly explanation: Explanation;
  /** What was assumed. */
  readonly assumption: Assumption;
  /** What stands between a plan and its launch. */
  readonly notice: LaunchNotice;
  /** What a notice means for the launch. */
  readonly effect: NoticeEffect;
  /** Why a plan is to be replayed. */
  readonly replayReason: ReplayReason;
  /** An estimate in one sentence: its `summary`, or its `reason`. */
  readonly summary: Estimate;
  /** Why the answer of a search is not proven. */
  readonly doubt: SearchDoubt;
  /** Why nobody would buy what meets the targets; continues a sentence that begins with what it is. */
  readonly impractical: Impractical;
  /** A constraint, by its name: `ttft p95`. */
  readonly constraint: string;
  /** An input of a request, by its field: `workload.concurrentUsers`. */
  readonly input: string;
  /** A margin, by its name: `peak factor`. */
  readonly margin: string;
  /** What a load test came to. */
  readonly checkStatus: CheckStatus;
  /** Why a load test says less than whether a plan holds. */
  readonly checkGap: CheckGap;
  /** A warning about load tests, or about what was fitted to them. */
  readonly loadTestWarning: CalibrationWarning | FitWarning;
  /** A figure, or a word in place of one, in its unit. */
  readonly value: {
    /** The figure, or the word. */
    readonly value: number | string;
    /** Unit of a figure; empty where it has none. */
    readonly unit: string;
  };
  /** A share, in per cent. */
  readonly share: number;
}

/** Words that stand before or between sentences. */
export type Label =
  | "assumed"
  | "assumed of so many rows"
  | "error"
  | "impractical"
  | "not proven"
  | "proven"
  | "replay before you buy"
  | "warning";

/** A language: every kind of thing that the library says, put into words. */
export interface Language {
  /** Its tag by BCP 47, for `Intl` and for the `lang` of a page: `fr`. */
  readonly locale: string;
  /** Its name in itself: `français`. */
  readonly name: string;
  /** The words of each kind of thing. */
  readonly says: { readonly [Kind in keyof Said]: (of: Said[Kind]) => string };
  /** Words that stand before or between sentences. */
  readonly labels: Readonly<Record<Label, string>>;
}

/**
 * Something that the library says, in a language.
 *
 * @param language - of {@link languages}, or your own.
 * @param kind - which kind of thing.
 * @param of - the thing, by its code and its figures.
 * @returns one sentence, or some words of one, without a final stop.
 * @example
 * ```ts
 * import { estimateGpus } from "infrascale";
 * import { languages, say } from "infrascale/language";
 *
 * const { warnings, summary, ...estimate } = estimateGpus({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   workload: { requestsInFlight: 4, inputTokens: 1000, outputTokens: 200 },
 *   targets: { tokensPerSecond: 10 },
 * });
 * say(languages.en, "summary", { ...estimate, warnings, summary }) === summary; // => true
 * say(languages.fr, "constraint", "ttft p95"); // => "temps jusqu'au premier jeton (95e centile)"
 * ```
 */
export const say = <Kind extends keyof Said>(language: Language, kind: Kind, of: Said[Kind]): string =>
  language.says[kind](of);
