import { describe, expect, test } from "vitest";
import { predictServing, servingIntervals, type ServingLoad } from "../../src/index.js";
import { servingFacts } from "../../src/uncertainty/index.js";
import { servingIntervals as fromTable } from "../../src/uncertainty/serving-intervals.js";
import { TABLE } from "./tables.js";

const predict = (load: ServingLoad): ReturnType<typeof predictServing> =>
  predictServing({
    model: "llama-3.1-8b",
    gpu: "h100",
    engine: "vllm@0.19.0",
    load,
    inputTokens: 1000,
    outputTokens: 200,
    settings: { maxNumSeqs: 64 },
  });

const below = predict({ kind: "closed-loop", requestsInFlight: 16 });
const above = predict({ kind: "closed-loop", requestsInFlight: 256 });

describe("intervals of a deployment", () => {
  test("know what the prediction depends on", () => {
    expect(servingFacts(below)).toEqual({
      engine: "vllm",
      engineVersion: "0.19.0",
      source: "calibrated",
      hasExperts: false,
      saturated: false,
    });
    expect(servingFacts(above).saturated).toBe(true);
    expect(servingFacts(predict({ kind: "open", requestsPerSecond: 1e6 })).saturated).toBe(true);
    expect(servingFacts(predict({ kind: "open", requestsPerSecond: 1 })).saturated).toBe(false);
  });

  test("are the prediction times the factors of its class, rates the inverse of times", () => {
    const { confidence, tpotSeconds, ttftSeconds, outputTokensPerSecond, kvTokens } = fromTable(below, {}, TABLE);
    expect(confidence).toBe(0.8);
    expect(tpotSeconds.low / below.tpotSeconds).toBeCloseTo(Math.exp(-0.05), 12);
    expect(tpotSeconds.high / below.tpotSeconds).toBeCloseTo(Math.exp(0.15), 12);
    expect(outputTokensPerSecond.low / below.outputTokensPerSecond).toBeCloseTo(Math.exp(-0.15), 12);
    expect((ttftSeconds?.high ?? 0) / (below.ttftSeconds ?? 1)).toBeCloseTo(Math.exp(0.4), 12);
    expect(kvTokens.low / below.memory.kvTokens).toBeCloseTo(Math.exp(-0.01), 12);
  });

  test("give the wait the factor of the times that make it", () => {
    const { ttftSeconds } = fromTable(above, {}, TABLE);
    const wait = above.queueSeconds ?? 0;
    expect(wait).toBeGreaterThan(0);
    // Saturated: the class "calibrated".
    expect(ttftSeconds?.high).toBeCloseTo(wait * Math.exp(0.1) + ((above.ttftSeconds ?? 0) - wait) * Math.exp(0.4), 9);
  });

  test("say nothing of a first token that waits without end", () => {
    expect(servingIntervals(predict({ kind: "burst" })).ttftSeconds).toBeNull();
  });

  test("refuse a confidence that the tables cannot give", () => {
    expect(() => servingIntervals(below, { confidence: 0.99 })).toThrow("confidence must be a number from 0 to 0.95");
  });
});
