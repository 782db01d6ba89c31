import fc from "fast-check";
import { expect, test } from "vitest";
import { linearCurve, waiting, type QueueArrivals, type ReplicaCurve } from "../../src/queueing/index.js";
import { preparedReplica } from "../../src/queueing/replica-load.js";
import { waitingSlowed } from "../../src/queueing/slowed.js";
import { sourceOf } from "../../src/workload/loads.js";
import { lengthDistribution } from "../../src/workload/index.js";

const lengths = {
  input: lengthDistribution({ mean: 800, cv: 0.9 }, "input"),
  output: lengthDistribution({ mean: 150, cv: 0.7 }, "output"),
};
const plain = linearCurve({ stepSeconds: 0.01, requestSeconds: 1e-4, promptTokenSeconds: 3e-5, slots: 32 }, lengths);

/** The same replica, every time of it longer. */
const slower = (curve: ReplicaCurve, factor: number): ReplicaCurve => ({
  slots: curve.slots,
  residenceSeconds: (running) => factor * curve.residenceSeconds(running),
  stepSeconds: (running) => factor * curve.stepSeconds(running),
  readingSeconds: (running, tokens) => factor * curve.readingSeconds(running, tokens),
  tokenSeconds: (running) => factor * curve.tokenSeconds(running),
  delaySeconds: (running, stepSeconds) => factor * curve.delaySeconds(running, stepSeconds / factor),
});

const arrivals: fc.Arbitrary<QueueArrivals> = fc.oneof(
  fc.record({
    kind: fc.constant("open" as const),
    requestsPerSecond: fc.double({ min: 0.1, max: 30, noNaN: true }),
    cv: fc.constantFrom(0.5, 1, 2),
  }),
  fc.record({
    kind: fc.constant("users" as const),
    users: fc.integer({ min: 1, max: 500 }),
    thinkSeconds: fc.double({ min: 0.5, max: 60, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("closed-loop" as const),
    requestsInFlight: fc.double({ min: 1, max: 200, noNaN: true }),
  }),
);

test("a slowed fleet waits as one all of whose times are longer", () => {
  fc.assert(
    fc.property(
      arrivals,
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      fc.constantFrom("round-robin" as const, "least-loaded" as const),
      (load, factor, routing) => {
        const fleet = { replicas: 2, routing };
        const slowed = waitingSlowed(preparedReplica(plain, lengths), sourceOf(load), fleet, factor);
        const expected = waiting(slower(plain, factor), lengths, load, fleet);
        const near = (a: number, b: number): void =>
          expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-3 * Math.abs(b) + 1e-9);
        expect(slowed.stable).toBe(expected.stable);
        near(slowed.capacityPerSecond, expected.capacityPerSecond);
        near(slowed.utilisation, expected.utilisation);
        if (!slowed.stable || !expected.stable) return;
        near(slowed.requestsPerSecond, expected.requestsPerSecond);
        near(slowed.inFlight, expected.inFlight);
        for (const time of ["queueSeconds", "ttftSeconds", "tpotSeconds", "residenceSeconds", "e2eSeconds"] as const)
          for (const statistic of ["mean", "p50", "p95", "p99"] as const)
            near(slowed[time][statistic], expected[time][statistic]);
      },
    ),
  );
});
