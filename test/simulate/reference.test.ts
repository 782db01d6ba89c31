import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/internal/random.js";
import { arrivalsOf } from "../../src/simulate/arrivals.js";
import { lanesOf } from "../../src/simulate/replica-settings.js";
import { NOT_YET, STATE } from "../../src/simulate/requests.js";
import { router } from "../../src/simulate/routing.js";
import { runFleet } from "../../src/simulate/run-fleet.js";
import { STREAM } from "../../src/simulate/streams.js";
import { runArbitrary } from "./arbitraries.js";
import { stepByStep } from "./step-by-step.js";

const RUNS = Number(process.env["RUNS"] ?? 300);

/** Sums of steps one by one and in closed form round differently. */
const ROUNDING = 1e-9;

const expectTime = (actual: number | undefined, expected: number | null, what: string): void => {
  if (expected === null) expect(actual, what).toBe(NOT_YET);
  else expect(Math.abs((actual ?? NaN) - expected), what).toBeLessThanOrEqual(ROUNDING * Math.max(1e-3, expected));
};

describe("steps taken together", () => {
  it("end when steps taken one by one do, whatever the fleet and its traffic", () => {
    const preemptions = { prompt: 0, "first-chunk": 0, "expected-output": 0, "whole-output": 0 };
    let rejected = 0;
    fc.assert(
      fc.property(runArbitrary, ({ settings, replicas, routing, traffic, seed }) => {
        const options = { seed, slots: replicas * lanesOf(settings) * settings.slots, cycleSeconds: () => 1.5 };
        const fleet = runFleet(
          settings,
          replicas,
          router(routing, randomStream(seed, STREAM.routing)),
          arrivalsOf(traffic, options),
        );
        const reference = stepByStep(
          settings,
          replicas,
          routing,
          arrivalsOf(traffic, options),
          randomStream(seed, STREAM.routing),
        );
        for (const { number, slot, first, finish, rejected: isRejected } of reference.requests) {
          expectTime(fleet.requests.slotSeconds[number], slot, `slot of ${number}`);
          expectTime(fleet.requests.firstTokenSeconds[number], first, `first token of ${number}`);
          expectTime(fleet.requests.finishSeconds[number], finish, `end of ${number}`);
          expect(fleet.requests.state[number]).toBe(isRejected ? STATE.rejected : STATE.finished);
          rejected += isRejected ? 1 : 0;
        }
        expect(fleet.replicas.reduce((sum, replica) => sum + replica.preemptions, 0)).toBe(reference.preemptions);
        preemptions[settings.scheduler.admission] += reference.preemptions;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // The draws have reached what they are to reach.
    expect(preemptions["whole-output"]).toBe(0);
    expect(Math.min(preemptions.prompt, preemptions["first-chunk"], preemptions["expected-output"])).toBeGreaterThan(
      RUNS / 10,
    );
    expect(rejected).toBeGreaterThan(RUNS / 3);
  });
});
