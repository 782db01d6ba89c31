import { traceNote, type TraceNote } from "./trace-note.js";
import type { Trace } from "./trace.js";

/** What a trace that was read says of itself. */
export interface TraceFacts {
  readonly requests: number;
  /** Rows left out because nothing was generated. */
  readonly unanswered: number;
  /** From the first arrival to the last, seconds; null where sessions have clocks of their own. */
  readonly spanSeconds: number | null;
  /** Tokens of a prompt, mean. */
  readonly inputTokens: number;
  /** Tokens of an answer, mean. */
  readonly outputTokens: number;
  readonly warnings: readonly TraceNote[];
}

/** The figures of a trace, before a part of it is replayed. */
export function traceFacts(trace: Trace): TraceFacts {
  const { arrivalSeconds, inputTokens, outputTokens, thinkSeconds, unanswered, notes } = trace;
  const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / column.length;
  const spanSeconds = thinkSeconds === null ? (arrivalSeconds.at(-1) ?? 0) : null;
  return {
    requests: arrivalSeconds.length,
    unanswered,
    spanSeconds,
    inputTokens: mean(inputTokens),
    outputTokens: mean(outputTokens),
    warnings: [...unansweredNote(unanswered), ...notes, ...clockNotes(trace)],
  };
}

const unansweredNote = (unanswered: number): readonly TraceNote[] =>
  unanswered === 0 ? [] : [traceNote("unanswered-requests", { rows: unanswered })];

/** Seconds between two requests on the mean, beyond which hardly two are ever served at once. */
const RARE = 100;
/** Requests of the shortest trace whose clock can be judged. */
const FEWEST = 20;
/** Requests for each time that occurs, from which on the clock of a trace is seen to be rounded. */
const CROWDED = 1.5;

/** What whole seconds may mean: milliseconds under another name, or times that were rounded. */
function clockNotes({ arrivalSeconds, thinkSeconds, clock }: Trace): readonly TraceNote[] {
  const count = arrivalSeconds.length;
  if (count < FEWEST || thinkSeconds !== null) return [];
  const gap = (arrivalSeconds.at(-1) ?? 0) / (count - 1);
  const isWhole = arrivalSeconds.every(Number.isInteger);
  if (clock === "seconds" && isWhole && gap > RARE) return [traceNote("may-be-milliseconds", { gapSeconds: gap })];
  const step = isWhole ? commonStep(arrivalSeconds) : 0;
  return step > 1 && count > CROWDED * new Set(arrivalSeconds).size
    ? [traceNote("rounded-arrivals", { stepSeconds: step })]
    : [];
}

/** The greatest common divisor of whole numbers. */
const commonStep = (values: Float64Array): number => values.reduce((a, b) => greatestDivisor(a, b), 0);

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** Prompts of later turns, of a format that does not say whether they hold the turns before. */
export const ASSUMED_PROMPTS: TraceNote = traceNote("assumed-prompts", {});

/** What an endless prefix cache would hold of prompts whose blocks are named. */
export const sharedBeginnings = (share: number): TraceNote => traceNote("shared-beginnings", { share });
