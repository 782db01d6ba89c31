import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contextOfTurnBefore } from "../../../src/cli/trace/cached-tokens.js";
import { jittered } from "../../../src/cli/trace/jitter.js";
import type { Trace } from "../../../src/cli/trace/trace.js";

const trace = (columns: { readonly [Column in keyof Trace]?: readonly number[] }): Trace => {
  const column = (values: readonly number[] | undefined): Float64Array | null =>
    values === undefined ? null : Float64Array.from(values);
  const arrivalSeconds = Float64Array.from(columns.arrivalSeconds ?? []);
  const ones = arrivalSeconds.map(() => 1);
  return {
    arrivalSeconds,
    inputTokens: column(columns.inputTokens) ?? ones,
    outputTokens: column(columns.outputTokens) ?? ones,
    sessions: column(columns.sessions),
    thinkSeconds: column(columns.thinkSeconds),
    parents: column(columns.parents),
    unanswered: 0,
    clock: "seconds",
    notes: [],
  };
};

describe("context of the turn before", () => {
  test("is prompt and answer of the request before in the session", () => {
    const cached = contextOfTurnBefore(
      trace({
        arrivalSeconds: [0, 1, 2, 3],
        inputTokens: [100, 70, 150, 90],
        outputTokens: [10, 5, 10, 5],
        sessions: [0, 1, 0, 1],
      }),
    );
    expect([...cached]).toEqual([0, 0, 110, 75]);
  });
  test("is that of the parent where there is one", () => {
    expect([
      ...contextOfTurnBefore(
        trace({
          arrivalSeconds: [0, 1, 2],
          inputTokens: [100, 200, 300],
          outputTokens: [10, 10, 10],
          parents: [-1, -1, 0],
        }),
      ),
    ]).toEqual([0, 0, 110]);
  });
  test("leaves a token to read, and nothing of a context that was made anew", () => {
    expect([
      ...contextOfTurnBefore(
        trace({
          arrivalSeconds: [0, 1, 2],
          inputTokens: [100, 105, 50],
          outputTokens: [10, 10, 10],
          sessions: [0, 0, 0],
        }),
      ),
    ]).toEqual([0, 104, 0]);
  });
});

describe("jitter", () => {
  const arrivals = fc
    .array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 50 })
    .map((times) => times.map((time) => 3 * time).sort((left, right) => left - right));
  const randoms = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  const next = (stream: Iterator<number, unknown>) => (): number => stream.next().value as number;

  test("moves every request by less than the step, keeps its tokens and its parent, and sorts", () => {
    fc.assert(
      fc.property(arrivals, randoms, (times, stream) => {
        const before = trace({
          arrivalSeconds: times,
          inputTokens: times.map((_, index) => index + 1),
          parents: times.map((_, index) => index - 1),
        });
        const after = jittered(before, 3, next(stream[Symbol.iterator]()));
        after.arrivalSeconds.forEach((arrival, place) => {
          if (place > 0) expect(arrival).toBeGreaterThanOrEqual(after.arrivalSeconds[place - 1] ?? NaN);
          const index = (after.inputTokens[place] ?? NaN) - 1;
          const move = arrival - (times[index] ?? NaN);
          expect(move >= 0 && move < 3 + 1e-12).toBe(true);
          const parent = after.parents?.[place] ?? NaN;
          expect(index === 0 ? parent : (after.inputTokens[parent] ?? NaN) - 1).toBe(index - 1);
        });
        expect([...after.inputTokens].sort((left, right) => left - right)).toEqual([...before.inputTokens]);
      }),
    );
  });

  test("moves a closed session as a whole", () => {
    const random = [0.5, 0.25][Symbol.iterator]();
    const before = trace({ arrivalSeconds: [0, 10, 0, 5], sessions: [0, 0, 1, 1], thinkSeconds: [0, 1, 0, 1] });
    const { arrivalSeconds, sessions, thinkSeconds } = jittered(before, 100, next(random));
    expect([...arrivalSeconds]).toEqual([25, 30, 50, 60]);
    expect([...(sessions ?? [])]).toEqual([1, 1, 0, 0]);
    expect([...(thinkSeconds ?? [])]).toEqual([0, 1, 0, 1]);
  });
});
