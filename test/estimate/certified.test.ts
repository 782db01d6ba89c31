import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  estimateGpus,
  predictServing,
  predictWaiting,
  type Estimate,
  type EstimateRequest,
  type EstimateOptions,
  type Waiting,
} from "../../src/index.js";
import { exhaustive, nelderMead } from "../../src/minimizers/index.js";

const STATISTICS = ["mean", "p50", "p90", "p95", "p99"] as const;
const TIMES = ["queueSeconds", "ttftSeconds", "tpotSeconds", "e2eSeconds"] as const;

const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true }).map(Math.exp);
const share = fc.double({ min: 0, max: 1, noNaN: true });

const served = fc.record({
  model: fc.constantFrom(
    "mistral-7b-instruct-v0.3",
    "llama-3.1-8b",
    "Qwen/Qwen2.5-1.5B-Instruct",
    "Qwen/Qwen3-30B-A3B",
  ),
  gpu: fc.constantFrom("h100", "h200", "b200"),
  engine: fc.constantFrom("vllm", "sglang", "tensorrt-llm"),
});
const lengths = fc.record({
  inputTokens: fc.record({ mean: between(80, 3000), cv: fc.double({ min: 0, max: 1.4, noNaN: true }) }),
  outputTokens: fc.record({ mean: between(15, 120), cv: fc.double({ min: 0, max: 1.5, noNaN: true }) }),
});

/** Percentiles are found to a ten-millionth. */
const FOUND = 1e-6;

describe("times by formula", () => {
  const loads = fc.record({
    kind: fc.constantFrom("rate", "users", "in flight"),
    load: fc.double({ min: 0.3, max: 0.98, noNaN: true }),
    thinkSeconds: between(0.5, 20),
    slots: fc.integer({ min: 2, max: 256 }),
    replicas: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 20, max: 2000 })),
  });

  test("never rise as replicas are added to the same load, whatever the statistic", () => {
    fc.assert(
      fc.property(served, lengths, loads, (of, requests, { kind, load, thinkSeconds, slots, replicas }) => {
        const deployment = { ...of, settings: { maxNumSeqs: slots } };
        const full = predictServing({ ...deployment, load: { kind: "burst" }, ...requests });
        const rate = load * replicas * full.requestsPerSecond;
        const cycleSeconds = full.slots / full.requestsPerSecond;
        const traffic = {
          rate: { requestsPerSecond: rate },
          users: { concurrentUsers: Math.ceil(rate * (thinkSeconds + cycleSeconds) * 1.2), thinkSeconds },
          "in flight": { requestsInFlight: Math.ceil(2 * rate * cycleSeconds) },
        }[kind];
        let before: Waiting | undefined;
        for (const more of [1, 1.05, 1.1, 1.3, 1.6, 2, 2.1, 2.2, 3]) {
          const waiting: Waiting = predictWaiting({
            ...deployment,
            replicas: Math.ceil(replicas * more),
            workload: { ...requests, ...traffic },
          });
          if (before?.stable === true && waiting.stable)
            for (const time of TIMES)
              for (const statistic of STATISTICS)
                expect(waiting[time][statistic], `${time} ${statistic}`).toBeLessThanOrEqual(
                  before[time][statistic] * (1 + FOUND) + FOUND * waiting.residenceSeconds.mean,
                );
          before = waiting;
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

/** Predictions as they are: with a margin a tighter limit buys what is less sure. */
const expected = { confidence: "expected" } as const;

const size = (estimate: Estimate): number => (estimate.status === "feasible" ? estimate.gpus : Infinity);

describe("a certified minimum", () => {
  const targets = fc.oneof(
    fc.record({ ttft: fc.record({ p95: between(0.2, 5) }) }),
    fc.record({ tpot: fc.record({ p99: between(0.02, 0.15) }) }),
    fc.record({ ttft: fc.record({ mean: between(0.2, 2) }), tpot: fc.record({ p90: between(0.02, 0.1) }) }),
    fc.record({ tpot: fc.record({ p50: between(0.008, 0.05) }) }),
    fc.record({ e2e: fc.record({ p95: between(1, 20) }) }),
  );
  const traffic = fc.oneof(
    fc.record({ requestsInFlight: between(500, 1e5).map(Math.round) }),
    fc.record({ requestsPerSecond: between(50, 1e4) }),
    fc.record({ concurrentUsers: between(1e3, 1e5).map(Math.round), thinkSeconds: between(0.5, 20) }),
  );
  const requests: fc.Arbitrary<EstimateRequest> = fc
    .tuple(served, lengths, traffic, targets)
    .map(([of, tokens, load, asked]) => ({ ...of, workload: { ...tokens, ...load }, targets: asked }));

  test("is beaten by no tighter limit, and found with a limit at it", () => {
    fc.assert(
      fc.property(requests, share, (request, part) => {
        const least = estimateGpus(request, expected);
        if (least.status === "infeasible") return;
        expect(least.search.certified).toBe(true);
        const within = (maxGpus: number): number => size(estimateGpus(request, { ...expected, search: { maxGpus } }));
        expect(within(least.gpus)).toBe(least.gpus);
        const tighter = Math.floor(least.gpus * (0.7 + 0.3 * part));
        if (tighter >= 1 && tighter < least.gpus) expect(within(tighter)).toBe(Infinity);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test("is the same by any minimizer, and the least of all purchases of a small space", () => {
    const small = { gpusPerReplica: [1, 2], batchExponent: [3, 5] } as const;
    const options = (search: object): EstimateOptions => ({
      ...expected,
      search: { ...small, maxGpus: 40, ...search },
    });
    const light = requests.map((request) => ({
      ...request,
      workload: {
        inputTokens: request.workload.inputTokens,
        outputTokens: request.workload.outputTokens,
        requestsInFlight: 300,
      },
    }));
    fc.assert(
      fc.property(light, (request) => {
        const least = size(estimateGpus(request, options({})));
        for (const minimizer of [nelderMead(), exhaustive({ pointsPerAxis: 4 })])
          expect(size(estimateGpus(request, { ...options({}), minimizer }))).toBe(least);
        const held = least === Infinity ? 40 : least - 1;
        for (const gpusPerReplica of small.gpusPerReplica)
          for (let batchExponent = small.batchExponent[0]; batchExponent <= small.batchExponent[1]; batchExponent += 1)
            for (let maxGpus = gpusPerReplica; maxGpus <= held; maxGpus += gpusPerReplica)
              expect(
                size(
                  estimateGpus(request, {
                    ...expected,
                    search: {
                      gpusPerReplica: [gpusPerReplica],
                      batchExponent: [batchExponent, batchExponent],
                      maxGpus,
                    },
                  }),
                ),
              ).toBe(Infinity);
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
