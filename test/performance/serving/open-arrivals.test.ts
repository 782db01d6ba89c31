import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { predictReplica } from "../../../src/performance/serving/predict-load.js";
import { expectAtLeast, expectNear, lengths, servingModel, withoutEnd } from "./fixtures.js";

const model = servingModel();
const SLOTS = 64;
const alone = occupancy(model, 1, lengths);
const full = occupancy(model, SLOTS, lengths);
const open = (requestsPerSecond: number) => predictReplica(model, { kind: "open", requestsPerSecond }, lengths, SLOTS);
const loads = fc.double({ min: 1e-4, max: 0.9999, noNaN: true });

describe("open arrivals", () => {
  it("settle where requests leave as fast as they arrive", () => {
    fc.assert(
      fc.property(loads, (load) => {
        const rate = load * full.requestsPerSecond;
        const { running, requestsPerSecond, requestSeconds, ttftSeconds, tpotSeconds, waitSeconds, waiting, stable, decode, prompt } = open(rate);
        const at = occupancy(model, Math.max(1, running), lengths);
        expectNear(running, rate * at.residenceSeconds);
        expect(running).toBeLessThan(SLOTS);
        expect({ requestsPerSecond, waitSeconds, waiting, stable }).toEqual({ requestsPerSecond: rate, waitSeconds: 0, waiting: 0, stable: true });
        expect({ ttftSeconds, tpotSeconds, requestSeconds, decode, prompt }).toEqual({
          ttftSeconds: at.serviceTtftSeconds,
          tpotSeconds: at.tpotSeconds,
          requestSeconds: at.residenceSeconds,
          decode: at.decode,
          prompt: at.reading,
        });
      }),
    );
  });

  it("meet the closed loop that runs as many", () => {
    const at = occupancy(model, 16, lengths);
    const { running, tpotSeconds } = open(at.requestsPerSecond);
    expectNear(running, 16);
    expectNear(tpotSeconds, at.tpotSeconds);
  });

  it("are served alone when they are rare", () => {
    const rate = 1e-6;
    const { running, ttftSeconds, tpotSeconds, requestSeconds } = open(rate);
    expect({ ttftSeconds, tpotSeconds, requestSeconds }).toEqual({ ttftSeconds: alone.serviceTtftSeconds, tpotSeconds: alone.tpotSeconds, requestSeconds: alone.residenceSeconds });
    expectNear(running / rate, alone.residenceSeconds);
  });

  it.each([1, 1.5, 1000])("queue without end at %d times the capacity", (load) => {
    expect(open(load * full.requestsPerSecond)).toEqual(withoutEnd(full, false));
  });

  it("fill the slots as they near the capacity", () => {
    const { running, tpotSeconds } = open(full.requestsPerSecond * (1 - 1e-9));
    expect(running / SLOTS).toBeCloseTo(1, 5);
    expect(tpotSeconds / full.tpotSeconds).toBeCloseTo(1, 5);
  });

  it("slow each request the more often they come", () => {
    fc.assert(
      fc.property(loads, loads, (one, other) => {
        const [rare, frequent] = [open(Math.min(one, other) * full.requestsPerSecond), open(Math.max(one, other) * full.requestsPerSecond)];
        expectAtLeast(frequent.tpotSeconds, rare.tpotSeconds);
        expectAtLeast(frequent.ttftSeconds ?? NaN, rare.ttftSeconds ?? NaN);
        expectAtLeast(frequent.running, rare.running);
      }),
    );
  });
});
