import type { Trace } from "./trace.js";

/** A trace in the order of its arrivals; those of equal times stay as they are. */
export function inOrderOfArrival(trace: Trace): Trace {
  const { arrivalSeconds } = trace;
  const order = Uint32Array.from(arrivalSeconds.keys()).sort(
    (left, right) => (arrivalSeconds[left] ?? 0) - (arrivalSeconds[right] ?? 0) || left - right,
  );
  const place = new Uint32Array(order.length);
  order.forEach((index, rank) => {
    place[index] = rank;
  });
  const ordered = (column: Float64Array): Float64Array => Float64Array.from(order, (index) => column[index] ?? 0);
  return {
    ...trace,
    arrivalSeconds: ordered(arrivalSeconds),
    inputTokens: ordered(trace.inputTokens),
    outputTokens: ordered(trace.outputTokens),
    sessions: trace.sessions && ordered(trace.sessions),
    thinkSeconds: trace.thinkSeconds && ordered(trace.thinkSeconds),
    parents: trace.parents && ordered(trace.parents).map((parent) => (parent < 0 ? -1 : (place[parent] ?? -1))),
  };
}
