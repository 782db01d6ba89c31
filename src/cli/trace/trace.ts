import type { TraceTime } from "./trace-header.js";
import type { TraceNote } from "./trace-note.js";

/** Requests as they came, one index each, in the order of their arrivals. */
export interface Trace {
  /** Seconds after the first request; the clocks of closed sessions may each begin at their own zero. */
  readonly arrivalSeconds: Float64Array;
  /** Prompt, the tokens that a prefix cache may hold included. */
  readonly inputTokens: Float64Array;
  /** Answer. */
  readonly outputTokens: Float64Array;
  /** Session of each request, numbered from 0 as they appear; null when the trace has none. */
  readonly sessions: Float64Array | null;
  /** Seconds between the answer before in the session and this request; null when the trace does not say. */
  readonly thinkSeconds: Float64Array | null;
  /** Index of the request whose context this one continues, -1 for none; null when the trace does not say. */
  readonly parents: Float64Array | null;
  /** Rows left out because nothing was generated: requests that were broken off. */
  readonly unanswered: number;
  /** How arrivals were written. */
  readonly clock: TraceTime;
  /** What was assumed of the format. */
  readonly notes: readonly TraceNote[];
}

/** A trace whose requests wait for the answer before. */
export type ClosedSessions = Trace & { readonly sessions: Float64Array; readonly thinkSeconds: Float64Array };

/** Whether requests of a session wait for the answer before: then only the first arrival of a session is a fact of its own. */
export const hasClosedSessions = (trace: Trace): trace is ClosedSessions =>
  trace.sessions !== null && trace.thinkSeconds !== null;
