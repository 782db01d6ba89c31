import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/internal/random.js";
import { arrivalsOf, type Arrivals } from "../../src/simulate/arrivals.js";
import type { CacheUse } from "../../src/simulate/block-cache.js";
import type { Fleet } from "../../src/simulate/fleet.js";
import type { Lane } from "../../src/simulate/lane.js";
import { lanesOf } from "../../src/simulate/replica-settings.js";
import { NONE, STATE } from "../../src/simulate/requests.js";
import { router } from "../../src/simulate/routing.js";
import { runFleet, type Watch } from "../../src/simulate/run-fleet.js";
import { STREAM } from "../../src/simulate/streams.js";
import { runArbitrary, type Run } from "./arbitraries.js";

/** Runs that are looked at moment by moment. */
const MOMENTS = Number(process.env["RUNS"] ?? 60);

const arrivalsIn = ({ settings, replicas, traffic, seed }: Run): Arrivals =>
  arrivalsOf(traffic, { seed, slots: replicas * lanesOf(settings) * settings.slots, cycleSeconds: () => 1.5 });
const run = (drawn: Run, watch: Watch = {}, arrivals = arrivalsIn(drawn)): Fleet =>
  runFleet(
    drawn.settings,
    drawn.replicas,
    router(drawn.routing, randomStream(drawn.seed, STREAM.routing)),
    arrivals,
    watch,
  );

const sum = <Value>(values: Iterable<Value>, of: (value: Value) => number): number =>
  [...values].reduce((total, value) => total + of(value), 0);
const lanesIn = ({ replicas }: Fleet): readonly Lane[] =>
  replicas.flatMap(({ groups }) => groups.flatMap(({ lanes }) => lanes));

/** Requests by state, counted one by one. */
const inState = ({ requests }: Fleet, ...states: readonly number[]): number =>
  sum(requests.state, (state) => (states.includes(state) ? 1 : 0));

/** Requests of a list that is linked by neighbours, from one end on. */
function linked(first: number, links: Int32Array): number[] {
  const found: number[] = [];
  for (let request = first; request !== NONE; request = links[request] ?? NONE) found.push(request);
  return found;
}

/** Least and most blocks that a request in a slot may hold of its own, from its lengths; those of the first step under way are taken. */
function heldRange(
  { requests, settings: { cache, scheduler } }: Fleet,
  lane: Lane,
  request: number,
): readonly [number, number] {
  const column = (values: ArrayLike<number>): number => values[request] ?? NaN;
  const [input, shared, written, unread] = [
    column(requests.inputTokens),
    column(requests.sharedTokens),
    column(requests.written),
    column(requests.unread),
  ];
  const blocks = (tokens: number): number =>
    cache.requestBlocks + Math.ceil(Math.max(0, tokens - shared) / cache.blockTokens);
  const exactly = (tokens: number): readonly [number, number] => [blocks(tokens), blocks(tokens)];
  if (scheduler.admission === "whole-output") return exactly(input + column(requests.maxOutputTokens) - 1);
  // Without a limit nothing counts what they take as they write.
  if (requests.state[request] === STATE.decoding && cache.blocks !== Infinity)
    return exactly(input + written + lane.decodedSteps - column(requests.entered) - (lane.steps > 0 ? 0 : 1));
  if (requests.state[request] === STATE.decoding) return [blocks(input), blocks(input + written)];
  const isInParts = scheduler.admission === "first-chunk" && requests.state[request] === STATE.prefill;
  return isInParts ? [blocks(input + written - unread), blocks(input + written)] : exactly(input + written);
}

const runningIn = ({ requests }: Fleet, lane: Lane): number[] => linked(lane.lastRunning, requests.previous);

/** What a lane counts is what its requests come to. */
function expectLane(fleet: Fleet, lane: Lane): void {
  const {
    requests,
    settings: { cache, scheduler, slots },
  } = fleet;
  const running = runningIn(fleet, lane);
  const decoding = running.filter((request) => requests.state[request] === STATE.decoding);
  const inPrefill = running.filter((request) => requests.state[request] === STATE.prefill);
  expect(running.length).toBe(lane.running);
  expect(running.length).toBeLessThanOrEqual(slots);
  expect(decoding.length).toBe(lane.decoding);
  expect([...lane.prefill.subarray(0, lane.prefillCount)]).toEqual(inPrefill.reverse());
  expect(linked(lane.lastWaiting, requests.previous).reverse()).toEqual(linked(lane.firstWaiting, requests.next));
  expect(linked(lane.firstWaiting, requests.next).length).toBe(lane.waiting);
  expect(lane.known).toBeLessThanOrEqual(lane.waiting);
  expect(
    sum(
      decoding,
      (request) =>
        (requests.inputTokens[request] ?? NaN) +
        (requests.written[request] ?? NaN) +
        lane.decodedSteps -
        (requests.entered[request] ?? NaN),
    ),
  ).toBe(lane.cachedTokens);
  // Who decodes needs a block in one of as many steps as a block has tokens.
  const grows = cache.blocks !== Infinity && scheduler.admission !== "whole-output";
  expect(sum(lane.growing, (count) => count)).toBe(grows ? lane.decoding : 0);
  expect(Math.min(0, ...lane.growing)).toBe(0);
}

/** What is in use of a cache is what those in the slots of its lanes hold. */
function expectCache(fleet: Fleet, use: CacheUse): void {
  const {
    requests,
    settings: { cache, scheduler },
  } = fleet;
  const sharers = lanesIn(fleet).filter((lane) => lane.cache === use);
  const running = sharers.flatMap((lane) => runningIn(fleet, lane));
  const held = sharers.flatMap((lane) => runningIn(fleet, lane).map((request) => heldRange(fleet, lane, request)));
  const prefixes = new Map(
    running.map((request) => [
      requests.prefix[request] ?? NONE,
      Math.ceil((requests.sharedTokens[request] ?? NaN) / cache.blockTokens),
    ]),
  );
  const prefixBlocks = sum(
    [...prefixes].filter(([prefix]) => prefix !== NONE),
    ([, blocks]) => blocks,
  );
  const { users, usedBlocks, keptBlocks, kept, prefixUsers } = use;
  expect(users).toBe(running.length);
  expect(usedBlocks).toBeGreaterThanOrEqual(sum(held, ([least]) => least) + prefixBlocks);
  expect(usedBlocks).toBeLessThanOrEqual(sum(held, ([, most]) => most) + prefixBlocks);
  expect(sum(prefixUsers.values(), (users) => users)).toBe(
    running.filter((request) => requests.prefix[request] !== NONE).length,
  );
  expect(sum(kept.values(), (blocks) => blocks)).toBe(keptBlocks);
  for (const blocks of kept.values()) expect(blocks).toBeGreaterThan(0);
  expect(usedBlocks + keptBlocks).toBeLessThanOrEqual(cache.blocks);
  if (!scheduler.keepsFreedBlocks) expect(keptBlocks).toBe(0);
}

describe("a loop", () => {
  it("has all its clients in the fleet or thinking until the last request has come, and numbers requests as they come", () => {
    fc.assert(
      fc.property(runArbitrary, (drawn) => {
        const { traffic } = drawn;
        fc.pre(traffic.kind === "users" || traffic.kind === "closed-loop");
        const arrivals = arrivalsIn(drawn);
        const clients = Math.min(traffic.requests, traffic.kind === "users" ? traffic.users : traffic.requestsInFlight);
        const { requests } = run(
          drawn,
          {
            after: ({ arrived, answered }) => {
              expect(arrived - answered + arrivals.followUps.size).toBe(
                arrived < traffic.requests ? clients : traffic.requests - answered,
              );
            },
          },
          arrivals,
        );
        expect([...requests.arrivalSeconds]).toEqual([...requests.arrivalSeconds.toSorted()]);
      }),
      { endOnFailure: true },
    );
  });
});

describe("a batch", () => {
  it("comes when the one before has been answered, as many as there are slots", () => {
    fc.assert(
      fc.property(runArbitrary, (drawn) => {
        const { traffic, settings, replicas } = drawn;
        fc.pre(traffic.kind === "static-batch");
        const slots = replicas * lanesOf(settings) * settings.slots;
        run(drawn, {
          after: ({ arrived, requests }, seconds) => {
            const { state, finishSeconds } = requests;
            const delivered = sum(state.keys(), (request) =>
              state[request] === STATE.rejected ||
              (state[request] === STATE.finished && (finishSeconds[request] ?? NaN) <= seconds)
                ? 1
                : 0,
            );
            const batches = Math.floor(delivered / slots) + 1;
            expect(arrived).toBe(Math.min(traffic.requests, batches * slots));
          },
        });
      }),
      { endOnFailure: true },
    );
  });
});

describe("at every moment", () => {
  it("requests are somewhere, and blocks are somebody's", () => {
    let kept = 0;
    let prefixes = 0;
    fc.assert(
      fc.property(runArbitrary, (drawn) => {
        const fleet = run(drawn, {
          after: (now) => {
            const { replicas } = now;
            const lanes = lanesIn(now);
            const [finished, rejected] = [
              sum(replicas, (each) => each.finished),
              sum(replicas, (each) => each.rejected),
            ];
            const [running, waiting] = [sum(lanes, (lane) => lane.running), sum(lanes, (lane) => lane.waiting)];
            expect(finished + running + waiting + rejected).toBe(now.arrived);
            expect([finished + rejected, running, waiting]).toEqual([
              now.answered,
              inState(now, STATE.prefill, STATE.decoding),
              inState(now, STATE.waiting),
            ]);
            for (const lane of lanes) expectLane(now, lane);
            for (const use of new Set(lanes.map(({ cache }) => cache))) {
              expectCache(now, use);
              kept += use.keptBlocks;
              prefixes += use.prefixUsers.size;
            }
            // Nobody waits at an idle group, unless a batch that follows it has the cache.
            for (const { groups } of replicas)
              for (const group of groups)
                if (group.endSeconds === Infinity)
                  expect(
                    group.lanes.map(({ waiting, running: inSlots, cache }) => [
                      inSlots,
                      cache.users === 0 ? waiting : 0,
                    ]),
                  ).toEqual(group.lanes.map(() => [0, 0]));
          },
        });
        expect(fleet.answered).toBe(fleet.requests.count);
        expect(
          lanesIn(fleet).every(
            ({ running, waiting, decoding, cachedTokens, cache }) =>
              running + waiting + decoding + cachedTokens + cache.usedBlocks + cache.prefixUsers.size === 0,
          ),
        ).toBe(true);
        // Every token was written once; preemption loses none.
        const tokens = sum(fleet.requests.outputTokens.keys(), (request) =>
          fleet.requests.state[request] === STATE.finished ? (fleet.requests.outputTokens[request] ?? NaN) : 0,
        );
        expect(sum(fleet.replicas, (each) => each.outputTokens)).toBe(tokens);
      }),
      { numRuns: MOMENTS, endOnFailure: true },
    );
    // The draws have reached what they are to reach.
    expect(Math.min(kept, prefixes)).toBeGreaterThan(15 * MOMENTS);
  });

  it("a request waits, begins, writes and ends in that order", () => {
    fc.assert(
      fc.property(runArbitrary, (drawn) => {
        const { requests } = run(drawn);
        for (let request = 0; request < requests.count; request += 1) {
          if (requests.state[request] === STATE.rejected) continue;
          const times = [
            requests.arrivalSeconds[request],
            requests.slotSeconds[request],
            requests.firstTokenSeconds[request],
            requests.finishSeconds[request],
          ];
          expect(times).toEqual(times.toSorted((a = 0, b = 0) => a - b));
        }
      }),
      { endOnFailure: true },
    );
  });
});
