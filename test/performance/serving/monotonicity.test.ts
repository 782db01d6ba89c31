import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServingPrediction, ServingRequest } from "../../../src/index.js";
import { expectAtLeast, expectNear, expectRateAtLeast } from "./fixtures.js";
import { loadArbitrary, predicted, requestArbitrary, withSplit } from "./random-requests.js";

const factors = fc.double({ min: 1, max: 4, noNaN: true });

/** Compares a random deployment under two variants of its request; those that do not fit are passed over. */
function compared(
  vary: (request: ServingRequest, factor: number) => readonly [ServingRequest, ServingRequest],
  compare: (less: ServingPrediction, more: ServingPrediction, requests: readonly [ServingRequest, ServingRequest]) => boolean,
): void {
  let looked = 0;
  fc.assert(
    fc.property(requestArbitrary, factors, (drawn, factor) => {
      const request = withSplit(drawn);
      if (request === null) return;
      const variants = vary(request, factor);
      const [less, more] = variants.map(predicted);
      if (less && more && compare(less, more, variants)) looked += 1;
    }),
    { numRuns: 150 },
  );
  expect(looked).toBeGreaterThan(15);
}

const loop = (requestsInFlight: number) => ({ kind: "closed-loop", requestsInFlight }) as const;
const haveFreeSlots = (...predictions: readonly ServingPrediction[]): boolean => predictions.every(({ waiting }) => waiting === 0);
const slowed = (less: ServingPrediction, more: ServingPrediction): void => {
  expectAtLeast(more.tpotSeconds, less.tpotSeconds);
  expectAtLeast(more.ttftSeconds ?? NaN, less.ttftSeconds ?? NaN);
};

describe("below the slots", () => {
  it("more clients slow each request and get more done together", () => {
    compared(
      ({ inputTokens, ...rest }, factor) => {
        const clients = 1 + (inputTokens % 30);
        const fleet = { ...rest, inputTokens: 1 + (inputTokens % 2000), replicas: 1 };
        return [{ ...fleet, load: loop(clients) }, { ...fleet, load: loop(clients * factor) }];
      },
      (less, more, [{ outputTokens }]) => {
        if (!haveFreeSlots(less, more)) return false;
        slowed(less, more);
        // Where a step reads several prompts, those that come at once also wait for each other.
        if (more.running <= outputTokens) expectRateAtLeast(more.requestsPerSecond, less.requestsPerSecond);
        return true;
      },
    );
  });

  it("longer prompts slow the first token and every other", () => {
    compared(
      ({ inputTokens, outputTokens, ...rest }, factor) => {
        const fleet = { ...rest, outputTokens, replicas: 1, load: loop(1 + (outputTokens % 8)) };
        return [{ ...fleet, inputTokens: 1 + (inputTokens % 5000) }, { ...fleet, inputTokens: (1 + (inputTokens % 5000)) * factor }];
      },
      (less, more) => {
        if (!haveFreeSlots(less, more)) return false;
        slowed(less, more);
        return true;
      },
    );
  });
});

describe("beyond the slots", () => {
  it("more clients change how long they wait and nothing else", () => {
    compared(
      ({ replicas = 1, ...rest }, factor) => [
        { ...rest, replicas, load: loop(5000 * replicas) },
        { ...rest, replicas, load: loop(5000 * replicas * factor) },
      ],
      (less, more) => {
        if (less.waiting === 0) return false;
        expectNear(more.tpotSeconds, less.tpotSeconds);
        expectNear(more.requestsPerSecond, less.requestsPerSecond);
        expectAtLeast(more.waitSeconds ?? NaN, less.waitSeconds ?? NaN);
        return true;
      },
    );
  });
});

describe("replicas of any deployment", () => {
  it("serve no less the more there are", () => {
    compared(
      ({ replicas = 1, ...rest }, factor) => [
        { ...rest, replicas },
        { ...rest, replicas: Math.ceil(replicas * factor) },
      ],
      (less, more, [{ load }]) => {
        // Static batches are whole: the last of them may be emptier.
        if (load.kind === "static-batch") return false;
        expectAtLeast(more.requestsPerSecond, less.requestsPerSecond);
        expectAtLeast(less.tpotSeconds, more.tpotSeconds);
        return true;
      },
    );
  });

  it("give the same times under a load that grows with them", () => {
    const doubled = (load: ServingRequest["load"]): ServingRequest["load"] => {
      switch (load.kind) {
        case "closed-loop":
          return { ...load, requestsInFlight: 2 * load.requestsInFlight };
        case "open":
          return { ...load, requestsPerSecond: 2 * load.requestsPerSecond };
        case "static-batch":
          return { ...load, requests: 2 * load.requests };
        case "offline":
          return load.requests === undefined ? load : { ...load, requests: 2 * load.requests };
      }
    };
    fc.assert(
      fc.property(requestArbitrary, loadArbitrary, fc.integer({ min: 1, max: 8 }), (drawn, load, replicas) => {
        const request = withSplit({ ...drawn, load, replicas });
        const single = request && predicted(request);
        const double = request && predicted({ ...request, load: doubled(load), replicas: 2 * replicas });
        if (!single || !double) return;
        for (const time of ["ttftSeconds", "tpotSeconds", "requestSeconds", "waitSeconds", "stable", "decode", "prompt"] as const) expect(double[time]).toEqual(single[time]);
        for (const total of ["requestsPerSecond", "running", "slots", "gpus", "outputTokensPerSecond"] as const) expectNear(double[total], 2 * single[total]);
      }),
    );
  });
});
