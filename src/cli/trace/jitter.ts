import { hasClosedSessions, type Trace } from "./trace.js";

/**
 * A trace whose arrivals are each moved by a time between 0 and `seconds`, all as likely: those of a source that rounds its
 * times would otherwise come in bursts that never were. A closed session is moved as a whole.
 *
 * @param trace - as read.
 * @param seconds - longest move, the step of the source's clock.
 * @param random - uniform numbers in [0, 1).
 * @returns the trace in the new order of arrivals.
 */
export function jittered(trace: Trace, seconds: number, random: () => number): Trace {
  if (hasClosedSessions(trace)) return { ...trace, arrivalSeconds: movedSessions(trace, seconds, random) };
  const moved = trace.arrivalSeconds.map((arrival) => arrival + seconds * random());
  const order = Uint32Array.from(moved.keys()).sort((left, right) => (moved[left] ?? 0) - (moved[right] ?? 0) || left - right);
  const inOrder = (column: Float64Array): Float64Array => Float64Array.from(order, (index) => column[index] ?? 0);
  const place = new Uint32Array(order.length);
  order.forEach((index, rank) => {
    place[index] = rank;
  });
  return {
    ...trace,
    arrivalSeconds: inOrder(moved),
    inputTokens: inOrder(trace.inputTokens),
    outputTokens: inOrder(trace.outputTokens),
    sessions: trace.sessions && inOrder(trace.sessions),
    parents: trace.parents && inOrder(trace.parents).map((parent) => (parent < 0 ? -1 : (place[parent] ?? -1))),
  };
}

function movedSessions({ arrivalSeconds, sessions }: Trace, seconds: number, random: () => number): Float64Array {
  const moves = new Map<number, number>();
  return arrivalSeconds.map((arrival, index) => {
    const session = sessions?.[index] ?? 0;
    const move = moves.get(session) ?? seconds * random();
    moves.set(session, move);
    return arrival + move;
  });
}
