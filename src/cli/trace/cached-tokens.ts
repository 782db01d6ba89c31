import type { Trace } from "./trace.js";

/**
 * Tokens of each prompt that a prefix cache without end holds: the prompt and answer of the turn before, which a turn of a
 * conversation begins with, all but the last token at most, which an engine reads in any case. A prompt shorter than
 * the one before it was made anew (a context that was compacted) and begins with nothing that is known.
 *
 * @param trace - with parents or sessions.
 * @returns tokens, 0 for requests that nothing precedes.
 */
export function contextOfTurnBefore(trace: Trace): Float64Array {
  const { inputTokens, outputTokens, sessions, parents } = trace;
  const latest = new Map<number, number>();
  return inputTokens.map((input, index) => {
    const session = sessions?.[index];
    const before = parents?.[index] ?? (session === undefined ? -1 : (latest.get(session) ?? -1));
    if (session !== undefined) latest.set(session, index);
    if (before < 0) return 0;
    const read = inputTokens[before] ?? 0;
    return input < read ? 0 : Math.min(read + (outputTokens[before] ?? 0), input - 1);
  });
}
