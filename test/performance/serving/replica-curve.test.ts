import { describe, expect, it } from "vitest";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { replicaCurve } from "../../../src/performance/serving/replica-curve.js";
import { secondsPerReading } from "../../../src/performance/serving/serving-times.js";
import { expectNear, lengths, servingModel } from "./fixtures.js";

const model = servingModel();
const at = (running: number) => occupancy(model, running, lengths);
const curve = replicaCurve({ model, lengths, promptSquaredCv: 0, slots: 48.7, at });
const { firstToken } = model.timing;
const delay = firstToken.fixedSeconds + firstToken.secondsPerToken * 1000;

describe("the curve of a replica", () => {
  it("ends at the whole requests that fit", () => {
    expect(curve.slots).toBe(48);
    expect(replicaCurve({ model, lengths, promptSquaredCv: 0, slots: 0.3, at }).slots).toBe(1);
  });

  it("has the times of its occupancies at powers of two, and straight lines between them", () => {
    for (const running of [1, 2, 16, 32]) {
      expectNear(curve.residenceSeconds(running) + curve.delaySeconds, at(running).residenceSeconds);
      expectNear(curve.stepSeconds(running), at(running).decode.seconds);
      expectNear(curve.tokenSeconds(running), at(running).tpotSeconds);
    }
    expectNear(curve.tokenSeconds(24), (at(16).tpotSeconds + at(32).tpotSeconds) / 2);
  });

  it("lets the network and the tokenizer hold no slot", () => {
    expectNear(curve.delaySeconds, delay);
  });

  it("reads a prompt alone as fast as the engine does, and lets it wait for no step", () => {
    expectNear(curve.readingSeconds(1, 3000) - curve.stepSeconds(1), firstToken.prefillFactor * (secondsPerReading(model, 3000, 1, 0, 1100).seconds - at(1).decode.seconds));
    expect(curve.delaySteps(1)).toBe(0);
    expectNear(curve.delaySteps(10), firstToken.decodeSteps * 0.9 - 0.5);
  });

  it("adds more to a step the longer a prompt is, whoever decodes beside it", () => {
    for (const running of [1, 7, 48]) expect(curve.readingSeconds(running, 4000)).toBeGreaterThan(curve.readingSeconds(running, 500));
  });
});
