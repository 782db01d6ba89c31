import { describe, expect, it } from "vitest";
import { predictReplica } from "../../../src/performance/serving/predict-load.js";
import { secondsPerReading } from "../../../src/performance/serving/serving-times.js";
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

  // Batch i of b waits for those before it: on average (b - 1) / 2 of them.
  it.each([
    [5, 2, 0.5],
    [8, 2, 0.5],
    [10, 3, 1],
    [40, 10, 4.5],
  ])("%d requests on 4 slots make %d batches, and the mean one waits for %d", (requests, batches, before) => {
    const { ttftSeconds, requestSeconds, waitSeconds, requestsPerSecond, running, waiting } = batch(requests);
    expectNear(waitSeconds, before * batchSeconds(SLOTS));
    expectNear(ttftSeconds, before * batchSeconds(SLOTS) + reading(SLOTS));
    expectNear(requestSeconds, (before + 1) * batchSeconds(SLOTS));
    expectNear(requestsPerSecond, requests / (batches * batchSeconds(SLOTS)));
    expect({ running, waiting }).toEqual({ running: SLOTS, waiting: requests - SLOTS });
  });

  it("knows no server in between: what a service adds to the first token is absent", () => {
    const slow = { ...timing, firstToken: { prefillFactor: 9, decodeSteps: 9, fixedSeconds: 9, secondsPerToken: 9, promptsAhead: 9 } };
    expect(batch(10, servingModel({}, { timing: slow }))).toEqual(batch(10));
  });
});
