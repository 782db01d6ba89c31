import { hasClosedSessions, type Trace } from "./trace.js";
import { inOrderOfArrival } from "./trace-order.js";

/**
 * A trace whose arrivals are each moved by a time between 0 and `seconds`, all as likely: those of a source that rounds its
 * times would otherwise come in bursts that never were. A closed session is moved as a whole.
 *
 * @param trace - as read.
 * @param seconds - longest move, the step of the source's clock.
 * @param uniform - random numbers between 0 and 1.
 * @returns the trace in the new order of arrivals.
 */
export function jittered(trace: Trace, seconds: number, uniform: () => number): Trace {
  const { arrivalSeconds, sessions } = trace;
  if (!hasClosedSessions(trace))
    return inOrderOfArrival({
      ...trace,
      arrivalSeconds: arrivalSeconds.map((arrival) => arrival + seconds * uniform()),
    });
  const moves = new Map<number, number>();
  const moved = arrivalSeconds.map((arrival, index) => {
    const session = sessions?.[index] ?? 0;
    const move = moves.get(session) ?? seconds * uniform();
    moves.set(session, move);
    return arrival + move;
  });
  return inOrderOfArrival({ ...trace, arrivalSeconds: moved });
}
