import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServingPrediction, ServingRequest } from "../../../src/index.js";
import { expectAtLeast, expectNear } from "./fixtures.js";
import { predicted, requestArbitrary, withSplit } from "./random-requests.js";

const RUNS = { numRuns: 150 };

/** Every number of an object, with its path. */
function* numbersOf(value: unknown, path = ""): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (typeof value === "object" && value !== null) for (const [key, inner] of Object.entries(value)) yield* numbersOf(inner, `${path}.${key}`);
}

/** Checks every prediction of random requests over the catalogs. */
function everyPrediction(check: (prediction: ServingPrediction, request: ServingRequest) => void): void {
  let served = 0;
  fc.assert(
    fc.property(requestArbitrary, (drawn) => {
      const request = withSplit(drawn);
      const prediction = request === null ? null : predicted(request);
      if (request === null || prediction === null) return;
      served += 1;
      check(prediction, request);
    }),
    RUNS,
  );
  // Models that no split holds must stay the exception, or nothing was looked at.
  expect(served).toBeGreaterThan(RUNS.numRuns / 2);
}

describe("predictions over the catalogs", () => {
  it("have no number that is negative, infinite or none at all", () => {
    everyPrediction((prediction) => {
      expect([...numbersOf(prediction)].filter(([, value]) => !(value >= 0 && value < Infinity))).toEqual([]);
    });
  });

  it("are the sums of their parts", () => {
    everyPrediction(({ ttftSeconds, tpotSeconds, requestSeconds, waitSeconds, decode, prompt }, { outputTokens, load }) => {
      for (const step of [decode, prompt]) expectNear(step.seconds, step.computeSeconds + step.memorySeconds + step.communicationSeconds + step.overheadSeconds);
      // The last of several static batches is smaller, and faster.
      if (load.kind !== "static-batch") expectAtLeast(tpotSeconds, decode.seconds);
      if (ttftSeconds === null || requestSeconds === null || waitSeconds === null) {
        expect([ttftSeconds, requestSeconds, waitSeconds]).toEqual([null, null, null]);
        return;
      }
      expectNear(requestSeconds, ttftSeconds + (outputTokens - 1) * tpotSeconds);
      expect(ttftSeconds).toBeGreaterThan(waitSeconds);
    });
  });

  it("serve no more than there are slots, at rates that agree", () => {
    everyPrediction(({ running, slots, waiting, waitSeconds, stable, requestsPerSecond, tokensPerSecondPerRequest, outputTokensPerSecond, totalTokensPerSecond, tpotSeconds }, { inputTokens, outputTokens, replicas }) => {
      expect(running).toBeLessThanOrEqual(slots * (1 + 1e-12));
      expectNear(tokensPerSecondPerRequest * tpotSeconds, 1);
      expectNear(outputTokensPerSecond, outputTokens * requestsPerSecond);
      expectNear(totalTokensPerSecond, (inputTokens + outputTokens) * requestsPerSecond);
      if (!stable) expect([waiting, waitSeconds]).toEqual([null, null]);
      // Nobody waits while a slot is free.
      if (waiting !== null && waiting > running * 1e-9) expect(running).toBeGreaterThan(slots - (replicas ?? 1));
    });
  });
});
