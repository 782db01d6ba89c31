import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOf, type RentalOffer } from "../../src/cost/index.js";
import {
  compareGpus,
  type Candidate,
  type CompareOptions,
  type CompareRequest,
  type FeasibleCandidate,
} from "../../src/decide/compare/index.js";
import { estimateGpus, findGpu, gpus, presetWorkload, type ReplayableEstimate } from "../../src/index.js";
import { refusal } from "../support/refusal.js";

const request: CompareRequest = {
  model: "llama-3.1-8b",
  workload: { requestsPerSecond: 6, inputTokens: 1155, outputTokens: 211 },
  targets: { ttft: 1, tpot: 0.05 },
};
const cost = { today: "2026-11-30" } as const;
const names = ["l4", "l40s", "h100", "h200", "t4", "rtx-4060", "l2", "a100"];
const compare = (changes: Partial<CompareOptions> = {}): readonly Candidate[] =>
  compareGpus(request, { gpus: names, cost, estimate: { confidence: "expected" }, ...changes }).candidates;
const feasible = (candidates: readonly Candidate[]): readonly FeasibleCandidate[] =>
  candidates.filter((candidate) => candidate.status === "feasible");
const candidates = compare();

describe("every candidate", () => {
  test("is what the estimate and its cost are alone", () => {
    expect(feasible(candidates).length).toBeGreaterThan(4);
    for (const { choice, estimate, cost: money } of feasible(candidates)) {
      const alone = estimateGpus({ ...request, model: choice.model, gpu: choice.gpu }, { confidence: "expected" });
      expect(estimate).toEqual(alone);
      expect(money).toEqual(costOf(alone as ReplayableEstimate, cost));
    }
  });

  test("has its purchase at the confidence, and as expected", () => {
    const [sure] = feasible(compare({ gpus: ["l40s"], estimate: {} }));
    expect(sure?.estimate.gpus).toBeGreaterThanOrEqual(sure?.estimate.expected.gpus ?? NaN);
    expect(sure?.estimate.confidence?.asked).toBe(0.9);
  });

  test("that cannot be built, or serve, says why", () => {
    const of = (gpu: string): Candidate | undefined => candidates.find((candidate) => candidate.gpu === gpu);
    expect(of("l2")).toMatchObject({ status: "refused", code: "unsupported-precision", onFront: false });
    const strict = compareGpus({ ...request, targets: { tpot: 1e-4 } }, { gpus: ["l4"], cost }).candidates;
    expect(strict).toMatchObject([{ status: "infeasible", rank: 1, onFront: false }]);
    expect(strict[0]?.status === "infeasible" && strict[0].reason).toContain("tpot");
  });

  test("is told as soon as it is assessed", () => {
    const told: (readonly [string, number, number])[] = [];
    compare({ gpus: ["l4", "h100"], onCandidate: ({ gpu }, done, total) => told.push([gpu, done, total]) });
    expect(told).toEqual([
      ["l4", 1, 2],
      ["h100-sxm5-80gb", 2, 2],
    ]);
  });
});

describe("the order", () => {
  test("is total, and does not hang on the order in which candidates are named", () => {
    expect(candidates.map(({ rank }) => rank)).toEqual(names.map((_, index) => index + 1));
    expect(compare({ gpus: [...names].reverse() }).map(({ gpu }) => gpu)).toEqual(candidates.map(({ gpu }) => gpu));
  });

  test("is by cost, then those without a price, then those that meet no target", () => {
    const place = (candidate: Candidate): number =>
      candidate.status === "refused" ? 3 : candidate.status === "infeasible" ? 2 : candidate.cost.rent === null ? 1 : 0;
    const places = candidates.map(place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const prices = feasible(candidates).flatMap(({ cost: { rent } }) => (rent === null ? [] : [rent.perHour]));
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
  });

  test("never betters what gets dearer", () => {
    const offer = (gpu: string, perHour: number): RentalOffer => ({
      provider: "A",
      country: "FRA",
      region: "",
      gpu,
      gpus: 1,
      machine: null,
      perHour,
      currency: "EUR",
      terms: "on-demand",
      date: "2026-11-01",
      page: "test",
    });
    const compared = ["l4", "l40s", "h100"].map((name) => findGpu(name, gpus).id);
    const price = fc.double({ min: 0.1, max: 20, noNaN: true });
    const rankAt = (prices: readonly number[], gpu: string): number =>
      compare({ gpus: compared, cost: { ...cost, offers: compared.map((id, i) => offer(id, prices[i] ?? 1)) } }).find(
        (candidate) => candidate.gpu === gpu,
      )?.rank ?? NaN;
    fc.assert(
      fc.property(fc.tuple(price, price, price), fc.nat({ max: 2 }), price, (prices, index, more) => {
        const gpu = compared[index] ?? "";
        const dearer = prices.map((one, i) => (i === index ? one + more : one));
        expect(rankAt(dearer, gpu)).toBeGreaterThanOrEqual(rankAt(prices, gpu));
      }),
      { numRuns: 8 },
    );
  });

  test("has a front of those that no other beats in cost and time", () => {
    const priced = feasible(candidates).filter(
      ({ cost: { rent }, impractical }) => rent !== null && impractical === null,
    );
    const beats = (a: FeasibleCandidate, b: FeasibleCandidate): boolean => {
      const [costA = NaN, costB = NaN] = [a, b].map((one) => one.cost.rent?.perHour);
      const [timeA = NaN, timeB = NaN] = [a, b].map((one) => one.estimate.traffic.e2eSeconds);
      return costA <= costB && timeA <= timeB && (costA < costB || timeA < timeB);
    };
    expect(priced.length).toBeGreaterThan(2);
    for (const one of priced) expect(one.onFront).toBe(!priced.some((other) => beats(other, one)));
    expect(candidates.filter(({ onFront }) => onFront).length).toBeGreaterThan(0);
  });
});

// Of a 70B model for 20,000 users of a chat at 50 ms a token: tens of thousands of A10, each without a whole request to work on.
test("a purchase that nobody would make is marked, with the limit at the edge of what its GPU does", () => {
  const chat: CompareRequest = {
    model: "llama-3.3-70b",
    workload: presetWorkload("chat", { concurrentUsers: 20_000 }),
    targets: { ttft: { p95: 2 }, tpot: { p95: 0.05 } },
  };
  const found = compareGpus(chat, { gpus: ["a10", "h100"], cost, estimate: { confidence: "expected" } }).candidates;
  const [h100, a10] = feasible(found);
  expect([h100?.gpu, h100?.impractical, h100?.onFront]).toEqual(["h100-sxm5-80gb", null, true]);
  expect(a10?.estimate.gpus).toBeGreaterThan(5000);
  expect(a10?.impractical?.requestsPerGpu).toBeLessThan(0.5);
  expect(a10?.impractical?.constraints.length).toBeGreaterThan(0);
  expect(a10?.onFront).toBe(false);
});

test("one's own price goes before any offer, of the GPU that it is of", () => {
  const own = compare({ gpus: ["l40s", "h100"], ownPrices: { H100: 0.5 } });
  expect(own[0]).toMatchObject({
    gpu: "h100-sxm5-80gb",
    cost: { rent: { perGpuHour: 0.5, offer: { provider: "own price" } } },
  });
  expect(own[1]).toMatchObject({ gpu: "l40s", cost: { rent: { offer: { provider: "OVHcloud" } } } });
});

test("formats, engines and models are compared with one another", () => {
  const all = compare({
    gpus: ["h100"],
    precisions: [{ weights: "bf16" }, { weights: "fp8" }],
    engines: ["vllm", "sglang"],
    models: ["llama-3.1-8b", "qwen3-14b"],
  });
  expect(
    new Set(all.map(({ choice, model }) => `${model} ${choice.engine as string} ${choice.precision?.weights ?? ""}`))
      .size,
  ).toBe(8);
  expect(all.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

describe("what is refused", () => {
  test.each([
    [{ gpus: [] }, "out-of-range options.gpus"],
    [{ gpus: "h100" }, "invalid-type options.gpus"],
    [{ gpus: ["h1000"] }, "unknown-id gpu"],
    [{ gpu: ["h100"] }, "out-of-range options.gpu"],
    [{ cost: { today: "soon" } }, "out-of-range options.cost.today"],
    [{ ownPrices: { a10: 1 } }, "unknown-id options.ownPrices.a10"],
    [{ ownPrices: { l4: 0 } }, "out-of-range options.ownPrices.l4"],
    [{ onCandidate: 1 }, "invalid-type options.onCandidate"],
  ])("%j: %s", (changes, expected) => {
    expect(refusal(() => compare(changes as unknown as Partial<CompareOptions>))).toBe(expected);
  });

  test("what is wrong with the request, not with a candidate", () => {
    expect(refusal(() => compareGpus({ ...request, targets: {} }, { gpus: ["h100"], cost }))).toBe(
      "missing-target targets",
    );
    const { workload, targets } = request;
    expect(refusal(() => compareGpus({ workload, targets }, { gpus: ["h100"], cost }))).toBe(
      "invalid-type request.model",
    );
  });
});
