import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/internal/random.js";
import { arrivalsOf, STREAM } from "../../src/simulate/arrivals.js";
import { grows, type Fleet, type Replica } from "../../src/simulate/replica.js";
import { STATE } from "../../src/simulate/requests.js";
import { router } from "../../src/simulate/routing.js";
import { runFleet } from "../../src/simulate/run-fleet.js";
import { runArbitrary } from "./arbitraries.js";

const sum = (replicas: readonly Replica[], of: (replica: Replica) => number): number => replicas.reduce((total, replica) => total + of(replica), 0);

/** Counts of requests by state, from the requests themselves. */
const inState = ({ requests }: Fleet, ...states: readonly number[]): number => requests.state.reduce((total, state) => total + (states.includes(state) ? 1 : 0), 0);

/** Blocks that requests in slots hold, from their lengths; no step may be under way in which they grow. */
function blocksOfRequests({ requests, settings: { cache } }: Fleet, replica: Replica): number {
  let blocks = 0;
  let count = 0;
  for (let request = replica.lastRunning; request >= 0; request = requests.previous[request] ?? -1) {
    const [input = 0, output = 0, written = 0] = [requests.inputTokens[request], requests.outputTokens[request], requests.written[request]];
    const decoded = requests.state[request] === STATE.decoding ? replica.decodedSteps - (requests.entered[request] ?? 0) - 1 : 0;
    blocks += cache.requestBlocks + Math.ceil((input + (cache.reservesAnswer ? output - 1 : written + decoded)) / cache.blockTokens);
    count += 1;
  }
  expect(count).toBe(replica.running);
  return blocks;
}

describe("a loop", () => {
  it("has all its clients in the fleet or thinking until the last request has come, and numbers requests as they come", () => {
    fc.assert(
      fc.property(runArbitrary, ({ settings, replicas, routing, traffic, seed }) => {
        fc.pre(traffic.kind === "users" || traffic.kind === "closed-loop");
        const arrivals = arrivalsOf(traffic, seed);
        const clients = Math.min(traffic.requests, traffic.kind === "users" ? traffic.users : traffic.requestsInFlight);
        const { requests } = runFleet(settings, replicas, router(routing, randomStream(seed, STREAM.routing)), arrivals, {
          after: ({ arrived, answered }) => {
            expect(arrived - answered + arrivals.followUps.size).toBe(arrived < traffic.requests ? clients : traffic.requests - answered);
          },
        });
        expect([...requests.arrivalSeconds]).toEqual([...requests.arrivalSeconds.toSorted()]);
      }),
      { endOnFailure: true },
    );
  });
});

describe("at every moment", () => {
  it("requests are somewhere, and blocks are somebody's", () => {
    fc.assert(
      fc.property(runArbitrary, ({ settings, replicas: count, routing, traffic, seed }) => {
        const fleet = runFleet(settings, count, router(routing, randomStream(seed, STREAM.routing)), arrivalsOf(traffic, seed), {
          after: (now) => {
            const { replicas, requests } = now;
            const [finished, running, waiting, rejected] = [sum(replicas, (each) => each.finished), sum(replicas, (each) => each.running), sum(replicas, (each) => each.waiting), sum(replicas, (each) => each.rejected)];
            expect(finished + running + waiting + rejected).toBe(now.arrived);
            expect([finished + rejected, running, waiting]).toEqual([now.answered, inState(now, STATE.reading, STATE.delayed, STATE.decoding), inState(now, STATE.waiting)]);
            for (const replica of replicas) {
              expect(replica.running).toBeLessThanOrEqual(settings.slots);
              expect(replica.usedBlocks).toBe(blocksOfRequests(now, replica));
              expect(replica.usedBlocks).toBeLessThanOrEqual(settings.cache.blocks);
              expect(replica.growing.reduce((total, each) => total + each, 0)).toBe(grows(settings.cache) ? replica.decoding : 0);
              // Nobody waits at an idle replica.
              if (replica.endSeconds === Infinity) expect([replica.waiting, replica.running]).toEqual([0, 0]);
            }
            expect(requests.count).toBeGreaterThanOrEqual(now.arrived);
          },
        });
        expect(fleet.answered).toBe(fleet.requests.count);
        expect(fleet.replicas.every(({ running, waiting, usedBlocks, decoding, cachedTokens }) => running + waiting + usedBlocks + decoding + cachedTokens === 0)).toBe(true);
        // Every token that was written and not lost was written once; preemption loses none.
        const tokens = fleet.requests.outputTokens.reduce((total, each, request) => total + (fleet.requests.state[request] === STATE.finished ? each : 0), 0);
        expect(sum(fleet.replicas, (each) => each.outputTokens)).toBe(tokens);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  }, 60_000);

  it("a request waits, begins, writes and ends in that order", () => {
    fc.assert(
      fc.property(runArbitrary, ({ settings, replicas, routing, traffic, seed }) => {
        const { requests } = runFleet(settings, replicas, router(routing, randomStream(seed, STREAM.routing)), arrivalsOf(traffic, seed));
        for (let request = 0; request < requests.count; request += 1) {
          if (requests.state[request] === STATE.rejected) continue;
          const times = [requests.arrivalSeconds[request], requests.slotSeconds[request], requests.firstTokenSeconds[request], requests.finishSeconds[request]];
          expect(times).toEqual(times.toSorted((a = 0, b = 0) => a - b));
        }
      }),
      { endOnFailure: true },
    );
  });
});
