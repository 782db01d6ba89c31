import { describe, expect, it } from "vitest";
import { predictReplica } from "../../../src/performance/serving/predict-load.js";
import { secondsPerReading } from "../../../src/performance/serving/serving-times.js";
import { one } from "../../kernels/fixtures.js";
import { decodedToken, expectNear, lengths, servingModel, timing } from "./fixtures.js";

const model = servingModel();
const SLOTS = 4;
const batch = (requests: number, of = model) => predictReplica(of, { kind: "static-batch", requests }, lengths, SLOTS);
const reading = (running: number): number => secondsPerReading(model, 1000, running).seconds;
const step = (running: number) => decodedToken(model, running, 1000 + 200 / 2);
/** All prompts are read, then each step writes one token of every answer; the first token came of the prompt. */
const batchSeconds = (running: number): number => reading(running) + 199 * step(running).seconds;

describe("a static batch", () => {
  it("reads all prompts, then writes all answers", () => {
    const { ttftSeconds, tpotSeconds, requestSeconds, requestsPerSecond, running, waiting, waitSeconds, stable, decode, prompt } = batch(3);
    expectNear(ttftSeconds, reading(3));
    expectNear(requestSeconds, batchSeconds(3));
    expectNear(requestsPerSecond, 3 / batchSeconds(3));
    expect({ running, waiting, waitSeconds, stable }).toEqual({ running: 3, waiting: 0, waitSeconds: 0, stable: true });
    // No other prompt comes between two tokens.
    expect(tpotSeconds).toBe(step(3).seconds);
    expect(decode).toEqual(step(3));
    expect(prompt).toEqual(secondsPerReading(model, 1000, 1));
  });

  it("runs whole at exactly as many slots", () => {
    expect(batch(SLOTS)).toMatchObject({ running: SLOTS, waiting: 0, waitSeconds: 0 });
  });

  // Batch i waits for those before it, all of them full; the last has what is left.
  it.each([
    [5, [4, 1], (1 * 1) / 5],
    [8, [4, 4], (4 * 1) / 8],
    [10, [4, 4, 2], (4 * 1 + 2 * 2) / 10],
    [40, Array.from({ length: 10 }, () => 4), 4.5],
  ])("of %d requests on 4 slots is %j, and the mean one waits for %d of them", (requests, sizes, before) => {
    const { ttftSeconds, requestSeconds, tpotSeconds, waitSeconds, requestsPerSecond, running, waiting } = batch(requests);
    const mean = (of: (size: number) => number): number => sizes.reduce((sum, size) => sum + size * of(size), 0) / requests;
    const total = sizes.reduce((sum, size) => sum + batchSeconds(size), 0);
    expectNear(waitSeconds, before * batchSeconds(SLOTS));
    expectNear(ttftSeconds, before * batchSeconds(SLOTS) + mean(reading));
    expectNear(requestSeconds, before * batchSeconds(SLOTS) + mean(batchSeconds));
    expectNear(tpotSeconds, mean((size) => step(size).seconds));
    expectNear(requestsPerSecond, requests / total);
    expect({ running, waiting }).toEqual({ running: SLOTS, waiting: requests - SLOTS });
  });

  it("is of whole requests: a fraction of a slot runs none", () => {
    const at = (slots: number) => predictReplica(model, { kind: "static-batch", requests: 9 }, lengths, slots);
    expect(at(4.9)).toEqual(at(4));
    expect(at(0.5).running).toBe(1);
  });

  it("goes through the stages of a pipeline prompt by prompt", () => {
    const stages = servingModel({ parallelism: { ...one, pipeline: 4 } });
    const { ttftSeconds } = predictReplica(stages, { kind: "static-batch", requests: 16 }, lengths, 64);
    expectNear(ttftSeconds, (secondsPerReading(stages, 1000, 16).seconds * (16 + 3)) / (16 * 4));
    expectNear(predictReplica(stages, { kind: "static-batch", requests: 1 }, lengths, 64).ttftSeconds, secondsPerReading(stages, 1000, 1).seconds);
  });

  it("knows no server in between: what a service adds to the first token is absent", () => {
    const slow = { ...timing, firstToken: { prefillFactor: 9, decodeSteps: 9, fixedSeconds: 9, secondsPerToken: 9, promptsAhead: 9 } };
    expect(batch(10, servingModel({}, { timing: slow }))).toEqual(batch(10));
  });
});
