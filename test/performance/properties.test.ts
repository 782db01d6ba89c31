import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ServingPrediction, ServingRequest } from "../../src/index.js";
import { expectAtLeast, expectNear, expectRateAtLeast } from "./fixtures.js";
import { loadArbitrary, predicted, requestArbitrary, withSplit, type PlainRequest } from "./random-requests.js";

const factors = fc.double({ min: 1, max: 4, noNaN: true });

/** Compares a random deployment under two variants of its request; those that do not fit are passed over. */
function compared(
  vary: (request: PlainRequest, factor: number) => readonly [PlainRequest, PlainRequest],
  compare: (
    less: ServingPrediction,
    more: ServingPrediction,
    requests: readonly [PlainRequest, PlainRequest],
  ) => boolean,
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

/** Of fewer tokens, an output is little more than its prompt: of few requests that read all the time one's own weighs much. */
const SHORTEST_OUTPUT = 20;

const loop = (requestsInFlight: number) => ({ kind: "closed-loop", requestsInFlight, rounds: Infinity }) as const;
/** Of loads that end, the last answers count: those of several replicas end later than those of one. */
const isEndless = (load: ServingRequest["load"]): boolean =>
  load.kind === "open" ||
  (load.kind === "burst" && load.requests === undefined) ||
  (load.kind === "closed-loop" && load.rounds === Infinity);
const haveFreeSlots = (...predictions: readonly ServingPrediction[]): boolean =>
  predictions.every(({ waiting }) => waiting === 0);
const slowed = (less: ServingPrediction, more: ServingPrediction): void => {
  expectAtLeast(more.tpotSeconds, less.tpotSeconds);
  expectAtLeast(more.ttftSeconds ?? NaN, less.ttftSeconds ?? NaN);
};

describe("below the slots", () => {
  it("more clients slow each request and get more done together", () => {
    compared(
      ({ inputTokens, outputTokens, ...rest }, factor) => {
        const clients = 1 + (inputTokens % 30);
        const fleet = {
          ...rest,
          inputTokens: 1 + (inputTokens % 2000),
          outputTokens: SHORTEST_OUTPUT + outputTokens,
          replicas: 1,
        };
        return [
          { ...fleet, load: loop(clients) },
          { ...fleet, load: loop(clients * factor) },
        ];
      },
      (less, more) => {
        if (!haveFreeSlots(less, more)) return false;
        slowed(less, more);
        expectRateAtLeast(more.requestsPerSecond, less.requestsPerSecond);
        return true;
      },
    );
  });

  it("longer prompts slow the first token and the request", () => {
    compared(
      ({ inputTokens, outputTokens, ...rest }, factor) => {
        // Old engines step by the longest request that they are started for, unless it is said.
        const fleet = {
          ...rest,
          outputTokens: SHORTEST_OUTPUT + outputTokens,
          replicas: 1,
          load: loop(1 + (outputTokens % 8)),
          settings: { maxBatchedTokens: 8192 },
        };
        return [
          { ...fleet, inputTokens: 1 + (inputTokens % 5000) },
          { ...fleet, inputTokens: (1 + (inputTokens % 5000)) * factor },
        ];
      },
      (less, more) => {
        if (!haveFreeSlots(less, more)) return false;
        expectAtLeast(more.ttftSeconds ?? NaN, less.ttftSeconds ?? NaN);
        // Not each token: while longer prompts are read, fewer decode.
        expectAtLeast(more.e2eSeconds ?? NaN, less.e2eSeconds ?? NaN);
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
        expectAtLeast(more.queueSeconds ?? NaN, less.queueSeconds ?? NaN);
        return true;
      },
    );
  });
});

describe("replicas of any deployment", () => {
  it("serve no less the more there are", () => {
    compared(
      ({ replicas = 1, outputTokens, ...rest }, factor) => [
        { ...rest, outputTokens: SHORTEST_OUTPUT + outputTokens, replicas },
        { ...rest, outputTokens: SHORTEST_OUTPUT + outputTokens, replicas: Math.ceil(replicas * factor) },
      ],
      (less, more, [{ load }]) => {
        if (!isEndless(load)) return false;
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
        case "burst":
          return load.requests === undefined ? load : { ...load, requests: 2 * load.requests };
      }
    };
    fc.assert(
      fc.property(requestArbitrary, loadArbitrary, fc.integer({ min: 1, max: 8 }), (drawn, load, replicas) => {
        if (!isEndless(load)) return;
        const request = withSplit({ ...drawn, load, replicas });
        const single = request && predicted(request);
        const double = request && predicted({ ...request, load: doubled(load), replicas: 2 * replicas });
        if (!single || !double) return;
        for (const time of [
          "ttftSeconds",
          "tpotSeconds",
          "e2eSeconds",
          "queueSeconds",
          "stable",
          "decode",
          "prompt",
        ] as const)
          expect(double[time]).toEqual(single[time]);
        for (const total of ["requestsPerSecond", "running", "slots", "gpus", "outputTokensPerSecond"] as const)
          expectNear(double[total], 2 * single[total]);
      }),
    );
  });
});

const RUNS = { numRuns: 150 };

/** Every number of an object, with its path. */
function* numbersOf(value: unknown, path = ""): Generator<readonly [string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* numbersOf(inner, `${path}.${key}`);
}

/** Checks every prediction of random requests over the catalogs. */
function everyPrediction(check: (prediction: ServingPrediction, request: PlainRequest) => void): void {
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
    everyPrediction(
      ({ ttftSeconds, tpotSeconds, e2eSeconds, queueSeconds, decode, prompt }, { outputTokens, load }) => {
        for (const step of [decode, prompt])
          expectNear(
            step.seconds,
            step.computeSeconds + step.memorySeconds + step.communicationSeconds + step.overheadSeconds,
          );
        if (isEndless(load)) expectAtLeast(tpotSeconds, decode.seconds);
        if (ttftSeconds === null || e2eSeconds === null || queueSeconds === null) {
          expect([ttftSeconds, e2eSeconds, queueSeconds]).toEqual([null, null, null]);
          return;
        }
        // Of open loads each mean is one over all states.
        if (load.kind === "closed-loop" && isEndless(load))
          expectNear(e2eSeconds, ttftSeconds + (outputTokens - 1) * tpotSeconds);
        expect(ttftSeconds).toBeGreaterThan(queueSeconds);
      },
    );
  });

  it("serve no more than there are slots, at rates that agree", () => {
    everyPrediction(
      (
        {
          running,
          slots,
          waiting,
          queueSeconds,
          stable,
          requestsPerSecond,
          tokensPerSecondPerRequest,
          outputTokensPerSecond,
          totalTokensPerSecond,
          tpotSeconds,
          replicas,
          parallelism,
          hasExperts,
        },
        { inputTokens, outputTokens, load },
      ) => {
        if (load.kind !== "static-batch") expect(running).toBeLessThanOrEqual(slots * (1 + 1e-12));
        expectNear(tokensPerSecondPerRequest * tpotSeconds, 1);
        expectNear(outputTokensPerSecond, outputTokens * requestsPerSecond);
        expectNear(totalTokensPerSecond, (inputTokens + outputTokens) * requestsPerSecond);
        if (!stable) expect([waiting, queueSeconds]).toEqual([null, null]);
        // Nobody waits while a slot of the own engine is free, unless by the chance of arrivals.
        const engines = replicas * (hasExperts ? 1 : parallelism.data);
        if ((load.kind === "burst" || load.kind === "closed-loop") && waiting !== null && waiting > running * 1e-9)
          expect(running).toBeGreaterThan(slots - engines);
      },
    );
  });
});
