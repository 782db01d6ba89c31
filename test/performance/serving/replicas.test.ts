import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServingLoad } from "../../../src/performance/serving/load.js";
import type { ServingPrediction } from "../../../src/performance/serving/serving-prediction.js";
import { expectAtLeast, expectNear, predict } from "./fixtures.js";

/** A load of every kind, times a number. */
const kinds: readonly (readonly [string, (factor: number) => ServingLoad])[] = [
  ["static batch", (factor) => ({ kind: "static-batch", requests: 24 * factor })],
  ["static batches beyond the slots", (factor) => ({ kind: "static-batch", requests: 6000 * factor })],
  ["closed loop", (factor) => ({ kind: "closed-loop", requestsInFlight: 24 * factor, rounds: 3, equalLengths: true })],
  ["closed loop beyond the slots", (factor) => ({ kind: "closed-loop", requestsInFlight: 6000 * factor })],
  ["offline", (factor) => ({ kind: "offline", requests: 6000 * factor })],
  ["offline without end", () => ({ kind: "offline" })],
  ["open", (factor) => ({ kind: "open", requestsPerSecond: 3 * factor })],
  ["open beyond the capacity", (factor) => ({ kind: "open", requestsPerSecond: 3000 * factor })],
];
const times = ({ ttftSeconds, tpotSeconds, requestSeconds, waitSeconds, tokensPerSecondPerRequest, stable, decode, prompt }: ServingPrediction) => ({
  ttftSeconds, tpotSeconds, requestSeconds, waitSeconds, tokensPerSecondPerRequest, stable, decode, prompt,
});
const totals = ["requestsPerSecond", "running", "waiting", "slots", "gpus", "outputTokensPerSecond", "totalTokensPerSecond", "replicas"] as const;

describe("replicas", () => {
  // Four times the replicas take four times the load: a power of two leaves no rounding behind.
  it.each(kinds)("share a load evenly: %s", (_, load) => {
    const single = predict({ load: load(1), parallelism: { tensor: 2 } });
    const fleet = predict({ load: load(4), parallelism: { tensor: 2 }, replicas: 4 });
    expect(times(fleet)).toEqual(times(single));
    for (const total of totals) {
      const one = single[total];
      expect(fleet[total]).toBe(one === null ? null : 4 * one);
    }
  });

  it("are one unless it is said", () => {
    expect({ ...predict(), memory: null }).toEqual({ ...predict({ replicas: 1 }), memory: null });
    expect(predict()).toMatchObject({ replicas: 1, gpus: 1 });
  });

  it("each have all GPUs of the split", () => {
    expect(predict({ parallelism: { tensor: 2, pipeline: 4, data: 8 }, replicas: 3 }).gpus).toBe(3 * 2 * 4 * 8);
  });

  it("are left alone by a load that each of them could take", () => {
    // Half of 12 clients on each of two: what six clients have on one.
    const loop = (requestsInFlight: number): ServingLoad => ({ kind: "closed-loop", requestsInFlight });
    expect(times(predict({ load: loop(12), replicas: 2 }))).toEqual(times(predict({ load: loop(6) })));
  });

  it("never serve less or slower the more there are of them", () => {
    const replicas = fc.integer({ min: 1, max: 32 });
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.double({ min: 2, max: 20, noNaN: true }), replicas, replicas, ([, load], factor, one, other) => {
        const at = (count: number): ServingPrediction => predict({ load: load(factor), replicas: count });
        const [fewer, more] = [at(Math.min(one, other)), at(Math.max(one, other))];
        // Of static batches the last may be emptier, and faster, for one count than for another.
        if (load(1).kind !== "static-batch") {
          expectAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
          expectAtLeast(fewer.tpotSeconds, more.tpotSeconds);
        }
        if (fewer.ttftSeconds !== null && more.ttftSeconds !== null) expectAtLeast(fewer.ttftSeconds, more.ttftSeconds);
        expectNear(more.outputTokensPerSecond, 200 * more.requestsPerSecond);
      }),
    );
  });
});
