import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServingLoad } from "../../../src/performance/serving/load.js";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { predictReplica } from "../../../src/performance/serving/predict-load.js";
import { one } from "../../kernels/fixtures.js";
import { expectNear, lengths, predict, servingModel } from "./fixtures.js";

const model = servingModel();
const SLOTS = 40;
type Loop = Omit<Extract<ServingLoad, { kind: "closed-loop" }>, "kind" | "requestsInFlight">;
const loop = (requestsInFlight: number, options: Loop = {}, of = model) => predictReplica(of, { kind: "closed-loop", requestsInFlight, ...options }, lengths, SLOTS);
const first = (requestsInFlight: number, options: Loop = {}, of = model): number => loop(requestsInFlight, options, of).ttftSeconds ?? NaN;
const endless = { rounds: Infinity };

describe("a closed loop", () => {
  it("runs all clients while there are slots", () => {
    for (const clients of [1, 17, SLOTS]) {
      const at = occupancy(model, clients, lengths);
      expect(loop(clients, endless)).toEqual({
        ttftSeconds: at.serviceTtftSeconds,
        tpotSeconds: at.tpotSeconds,
        requestSeconds: at.residenceSeconds,
        waitSeconds: 0,
        requestsPerSecond: at.requestsPerSecond,
        running: clients,
        waiting: 0,
        stable: true,
        decode: at.decode,
        prompt: at.reading,
      });
    }
  });

  it("lets clients beyond the slots wait (C - k) / X", () => {
    const full = occupancy(model, SLOTS, lengths);
    const { waitSeconds, waiting, running, ttftSeconds, requestSeconds, tpotSeconds, requestsPerSecond, stable } = loop(100, endless);
    expectNear(waitSeconds, 60 / full.requestsPerSecond);
    expectNear(ttftSeconds, 60 / full.requestsPerSecond + full.serviceTtftSeconds);
    expectNear(requestSeconds, 60 / full.requestsPerSecond + full.residenceSeconds);
    expect({ waiting, running, tpotSeconds, requestsPerSecond, stable }).toEqual({ waiting: 60, running: SLOTS, tpotSeconds: full.tpotSeconds, requestsPerSecond: full.requestsPerSecond, stable: true });
  });

  it("obeys Little's law as a whole: clients are rate times the time of a request", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2000, noNaN: true }), (clients) => {
        const { requestsPerSecond, requestSeconds, running, waiting } = loop(clients, endless);
        expectNear(requestsPerSecond * (requestSeconds ?? NaN), clients);
        expectNear(running + (waiting ?? NaN), clients);
      }),
    );
  });
});

describe("the start of a run", () => {
  const { addedPerPromptSeconds } = occupancy(model, 9, lengths);

  it("puts one request of each client behind half the others", () => {
    // Of 4 requests one stands behind 8 / 2 prompts.
    expectNear(first(9, { rounds: 4 }) - first(9, endless), (8 / 2 / 4) * addedPerPromptSeconds);
    expectNear(first(9, { rounds: 1 }) - first(9, endless), (8 / 2) * addedPerPromptSeconds);
  });

  it("delays first and last token alike, and no token between", () => {
    const [started, running] = [loop(9, { rounds: 1 }), loop(9, endless)];
    expectNear((started.requestSeconds ?? NaN) - (running.requestSeconds ?? NaN), (8 / 2) * addedPerPromptSeconds);
    expect({ ...started, ttftSeconds: 0, requestSeconds: 0 }).toEqual({ ...running, ttftSeconds: 0, requestSeconds: 0 });
  });

  it("has no queue where nobody else starts", () => {
    for (const clients of [1, 0.5]) expect(first(clients, { rounds: 1 })).toBe(first(clients, endless));
  });

  it("queues for slots, not for clients that wait anyhow", () => {
    const full = occupancy(model, SLOTS, lengths);
    expectNear(first(100, { rounds: 1 }) - first(100, endless), ((SLOTS - 1) / 2) * full.addedPerPromptSeconds);
  });

  it("counts as one of eight unless it is said", () => {
    expect(loop(9)).toEqual(loop(9, { rounds: 8 }));
  });

  it("is shared by data-parallel ranks", () => {
    const ranks = servingModel({ parallelism: { ...one, data: 2 } });
    expectNear(first(9, { rounds: 1 }, ranks) - first(9, endless, ranks), (8 / 2 / 2) * occupancy(ranks, 9, lengths).addedPerPromptSeconds);
  });
});

describe("requests of equal lengths", () => {
  const at = (equalLengths?: boolean) => predict({ load: { kind: "closed-loop", requestsInFlight: 9, rounds: 4, ...(equalLengths === undefined ? {} : { equalLengths }) } });
  const equal = { ...lengths, equal: true };

  it("come in waves, and queue at the start besides", () => {
    const { serviceTtftSeconds, tpotSeconds, addedPerPromptSeconds } = occupancy(model, 9, equal);
    expectNear(at(true).ttftSeconds, serviceTtftSeconds + (8 / 2 / 4) * addedPerPromptSeconds);
    expect(at(true).tpotSeconds).toBe(tpotSeconds);
  });

  it("are not assumed: lengths vary unless it is said", () => {
    expect({ ...at(), memory: null }).toEqual({ ...at(false), memory: null });
    expect(at().tpotSeconds).toBe(occupancy(model, 9, lengths).tpotSeconds);
    expect(at(false).tpotSeconds).toBeGreaterThan(at(true).tpotSeconds);
  });

  it("are a matter of loops: arrivals by themselves keep apart", () => {
    const { tpotSeconds } = predict({ load: { kind: "offline", requests: 9 } });
    expect(tpotSeconds).toBe(occupancy(model, 9, lengths).tpotSeconds);
  });
});
