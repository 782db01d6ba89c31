import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { predictReplica } from "../../../src/performance/serving/predict-load.js";
import { expectNear, expectRateAtLeast, lengths, servingModel, withoutEnd } from "./fixtures.js";

const model = servingModel();
const SLOTS = 10;
const full = occupancy(model, SLOTS, lengths);
const offline = (requests?: number) => predictReplica(model, { kind: "offline", ...(requests === undefined ? {} : { requests }) }, lengths, SLOTS);

describe("prompts handed over at once", () => {
  it("keep every slot busy without end: rates are known, waits are not", () => {
    expect(offline()).toEqual(withoutEnd(full, true));
  });

  it("wait for half of those that no slot was free for", () => {
    const { waitSeconds, waiting, running, ttftSeconds, requestSeconds, requestsPerSecond, stable } = offline(100);
    expectNear(waitSeconds, 45 / full.requestsPerSecond);
    // One in ten is of the first wave, and waits for half the prompts of the nine others there.
    const burst = (10 / 100) * (9 / 2) * full.addedPerPromptSeconds;
    expectNear(ttftSeconds, 45 / full.requestsPerSecond + burst + full.serviceTtftSeconds);
    expectNear(requestSeconds, 45 / full.requestsPerSecond + burst + full.residenceSeconds);
    expect({ waiting, running, requestsPerSecond, stable }).toEqual({ waiting: 90, running: SLOTS, requestsPerSecond: full.requestsPerSecond, stable: true });
  });

  it("all run at once where there are slots for them", () => {
    const few = occupancy(model, 4, lengths);
    const { ttftSeconds, ...rest } = offline(4);
    expect(rest).toMatchObject({ running: 4, waiting: 0, waitSeconds: 0, tpotSeconds: few.tpotSeconds });
    // The mean prompt stands behind half of the three others.
    expectNear(ttftSeconds, few.serviceTtftSeconds + 1.5 * few.addedPerPromptSeconds);
  });

  it("never wait less the more there are", () => {
    const many = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(many, many, (one, other) => {
        const [fewer, more] = [offline(Math.min(one, other)), offline(Math.max(one, other))];
        expect(more.waitSeconds ?? NaN).toBeGreaterThanOrEqual(fewer.waitSeconds ?? NaN);
        expectRateAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
      }),
    );
  });
});
