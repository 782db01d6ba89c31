import { number, percent } from "../../language/english/words.js";

/** Figures of each note, by its code. */
export interface TraceNoteValues {
  /** Rows that generated nothing. */
  readonly "unanswered-requests": { readonly rows: number };
  /** Between two requests on the mean. */
  readonly "may-be-milliseconds": { readonly gapSeconds: number };
  /** That all arrivals are multiples of. */
  readonly "rounded-arrivals": { readonly stepSeconds: number };
  readonly "assumed-prompts": Readonly<Record<string, never>>;
  /** Of the tokens of prompts, what an endless prefix cache would hold. */
  readonly "shared-beginnings": { readonly share: number };
}

/** Something that was assumed of a trace, or that speaks against it. */
export interface TraceNote {
  readonly code: keyof TraceNoteValues;
  readonly values: TraceNoteValues[keyof TraceNoteValues];
  /** One sentence, with the figures. */
  readonly message: string;
}

/** What each note says: the same in every language. */
export type TraceNoteWords = {
  readonly [Code in keyof TraceNoteValues]: (values: TraceNoteValues[Code]) => string;
};

const MESSAGES: TraceNoteWords = {
  "unanswered-requests": ({ rows }) =>
    `${number(rows)} rows without an answer were left out: requests that failed or were broken off`,
  "may-be-milliseconds": ({ gapSeconds }) =>
    `read as seconds the trace has a request every ${number(gapSeconds)} s: if the whole numbers are milliseconds, name the column t_ms`,
  "rounded-arrivals": ({ stepSeconds }) =>
    `arrivals come in steps of ${stepSeconds} s: --jitter-seconds ${stepSeconds} spreads them`,
  "assumed-prompts": () =>
    "the format does not say whether the prompt of a later turn holds the turns before: input_length was taken for the whole prompt",
  "shared-beginnings": ({ share }) =>
    `prompts begin alike: a prefix cache without end would hold ${percent(share)} of their tokens; nothing of it is taken to be cached unless --prefix-cache-share says so`,
};

/** A note of its figures. */
export const traceNote = <Code extends keyof TraceNoteValues>(
  code: Code,
  values: TraceNoteValues[Code],
): TraceNote => ({
  code,
  values,
  message: MESSAGES[code](values),
});
