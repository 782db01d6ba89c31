import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  engineModel,
  estimateGpus,
  evaluateConstraint,
  findGpu,
  findModel,
  gpus,
  memoryConstraint,
  models,
  predictServing,
  throughputConstraint,
  waitConstraint,
  type EstimateRequest,
  type Model,
  type Scenario,
} from "../../../src/index.js";
import { estimateGpus as estimateFromObjects } from "../../../src/core.js";
import { hasExperts } from "../../../src/catalog/model.js";
import type { RequestLengths } from "../../../src/workload/request-lengths.js";
import type { InFlightWorkload } from "../../../src/workload/workload.js";
import { scenarioFor, type PlainScenario } from "../../support/scenario.js";
import { bruteForce } from "../../estimate/brute-force.js";

const MODELS = [
  "llama-3.1-8b",
  "llama-3.1-70b",
  "qwen3-30b-a3b",
  "gemma-3-27b-it",
  "deepseek-v2-lite",
  "gpt-oss-20b",
  "qwen3-next-80b-a3b",
];
const GPUS = ["h100", "h200", "b200", "l40s", "a100", "rtx-4090", "mi300x"];
const performance = engineModel();

const plainArbitrary: fc.Arbitrary<PlainScenario & { readonly workload: InFlightWorkload & RequestLengths }> =
  fc.record({
    model: fc.constantFrom(...MODELS).map((name) => findModel(name, models)),
    gpu: fc.constantFrom(...GPUS).map((name) => findGpu(name, gpus)),
    precision: fc.record({
      weights: fc.constantFrom("bf16" as const, "fp8" as const, "int4" as const),
      kvCache: fc.constant("bf16" as const),
    }),
    workload: fc.record({
      requestsInFlight: fc.double({ min: 1, max: 2000, noNaN: true }),
      inputTokens: fc.integer({ min: 1, max: 4000 }),
      outputTokens: fc.integer({ min: 1, max: 1000 }),
    }),
    targets: fc.constant({}),
  });
const scenarioArbitrary = plainArbitrary.map(scenarioFor);

const sizes = (scenario: Scenario): readonly number[] => performance.searchDefaults(scenario).gpusPerReplica;
const decisionOf = (gpusPerReplica: number, batchExponent: number, queueRatio: number, replicas = 1) => ({
  gpusPerReplica,
  replicas,
  batchExponent,
  queueRatio,
});
const ROUNDING = 1 + 1e-9;

describe("the engine model", () => {
  test("is one-GPU speed x f(S) x g(B,Q) / max(Q,1)", () => {
    fc.assert(
      fc.property(
        scenarioArbitrary,
        fc.nat(),
        fc.integer({ min: 0, max: 9 }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (scenario, pick, batchExponent, queueRatio) => {
          const allowed = sizes(scenario);
          const size = allowed[pick % allowed.length] ?? 1;
          const rate = performance.requestTokensPerSecond(decisionOf(size, batchExponent, queueRatio), scenario);
          const alone = performance.requestTokensPerSecond(decisionOf(1, 0, 1), scenario);
          const identity =
            (alone *
              performance.gpuScaling(size, scenario) *
              performance.batchScaling(batchExponent, queueRatio, scenario, size)) /
            Math.max(queueRatio, 1);
          // At B = 0 a lone request has the one slot there is; data-parallel ranks have one each.
          if (performance.slots(decisionOf(1, 0, 1), scenario) === 1) expect(rate / identity).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("memory demand grows with the batch; speed never rises and wait never falls with B or Q", () => {
    fc.assert(
      fc.property(
        scenarioArbitrary,
        fc.integer({ min: 0, max: 8 }),
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        (scenario, batchExponent, queueRatio) => {
          const size = sizes(scenario).at(-1) ?? 1;
          const low = decisionOf(size, batchExponent, queueRatio);
          const throughput = throughputConstraint(performance, 1);
          const wait = waitConstraint(performance, 1);
          // Prompts of a mixture that are read in one step share its launch, from the second on: with outputs of a token or few each is sooner.
          const shares = hasExperts(scenario.model) ? 1.1 : ROUNDING;
          const { demandBytes, limitBytes, parts } = performance.memory(low, scenario);
          expect(
            performance.memory(decisionOf(size, batchExponent + 1, queueRatio), scenario).demandBytes * ROUNDING,
          ).toBeGreaterThanOrEqual(demandBytes);
          expect(Object.values(parts).reduce((sum, part) => sum + part, 0) / demandBytes).toBeCloseTo(1, 9);
          expect(limitBytes).toBeGreaterThan(0);
          for (const high of [
            decisionOf(size, batchExponent + 1, queueRatio),
            decisionOf(size, batchExponent, queueRatio * 1.5),
          ]) {
            // A larger batch leaves less cache: fewer requests may run, each of them faster.
            if (performance.slots(high, scenario) < performance.slots(low, scenario)) continue;
            expect(throughput.evaluate(high, scenario).limit).toBeLessThanOrEqual(
              throughput.evaluate(low, scenario).limit * shares,
            );
            expect(wait.evaluate(high, scenario).demand * shares).toBeGreaterThanOrEqual(
              wait.evaluate(low, scenario).demand,
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("runs no more requests than the cache holds", () => {
    const scenario = scenarioFor({
      model: findModel("llama-3.1-8b", models),
      gpu: findGpu("l4", gpus),
      precision: { weights: "bf16", kvCache: "bf16" },
      workload: { requestsInFlight: 100, inputTokens: 3000, outputTokens: 1000 },
      targets: {},
    });
    // L4: 22 GiB x 0.92 less 15 GiB of weights leave some 3 GiB: 128 KiB a token, 3,500 tokens a request, 6 requests or so.
    const slots = performance.slots(decisionOf(1, 6, 1), scenario);
    expect(slots).toBeGreaterThan(3);
    expect(slots).toBeLessThan(12);
    expect(performance.slots(decisionOf(1, 1, 1), scenario)).toBe(2);
  });

  test("says the same as predictServing in a closed loop without a start", () => {
    const scenario = scenarioFor({
      model: findModel("llama-3.1-70b", models),
      gpu: findGpu("h100", gpus),
      precision: { weights: "bf16", kvCache: "bf16" },
      workload: { requestsInFlight: 32, inputTokens: 1000, outputTokens: 300 },
      targets: {},
    });
    const served = predictServing({
      model: scenario.model,
      gpu: scenario.gpu,
      parallelism: { tensor: 4 },
      load: { kind: "closed-loop", requestsInFlight: 32, rounds: Number.POSITIVE_INFINITY },
      inputTokens: 1000,
      outputTokens: 300,
    });
    const decision = decisionOf(4, 5, 1);
    expect(performance.secondsPerOutputToken(decision, scenario)).toBeCloseTo(served.tpotSeconds, 12);
    expect(performance.secondsToFirstToken(decision, scenario)).toBeCloseTo(served.ttftSeconds ?? 0, 12);
    expect(performance.requestTokensPerSecond(decision, scenario)).toBeCloseTo(300 / (served.e2eSeconds ?? 1), 9);
  });

  test("relaxes smoothly between the sizes that can be built", () => {
    fc.assert(
      fc.property(
        scenarioArbitrary,
        fc.double({ min: 1, max: 8, noNaN: true }),
        fc.double({ min: 0, max: 8, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (scenario, size, batchExponent, queueRatio) => {
          const decision = decisionOf(size, batchExponent, queueRatio, 1.5);
          for (const value of [
            performance.requestTokensPerSecond(decision, scenario),
            performance.secondsToFirstToken(decision, scenario),
            performance.slots(decision, scenario),
            performance.memory(decision, scenario).demandBytes,
          ]) {
            expect(value).toBeGreaterThan(0);
            expect(Number.isFinite(value)).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("estimateGpus by the engine model", () => {
  test("finds the minimum that trying every purchase finds", () => {
    const space = { gpusPerReplica: [1, 2, 4, 8], batchExponent: [0, 8], minQueueRatio: 0.1, maxGpus: 40 } as const;
    fc.assert(
      fc.property(
        plainArbitrary,
        fc.double({ min: 2, max: 60, noNaN: true }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (drawn, tokensPerSecond, waitSeconds) => {
          const plain = {
            ...drawn,
            workload: { ...drawn.workload, requestsInFlight: 1 + (drawn.workload.requestsInFlight % 199) },
            targets: { tokensPerSecond, waitSeconds },
          };
          const scenario = scenarioFor(plain);
          const allowed = sizes(scenario).filter((size) => size <= 8);
          const request = {
            model: scenario.model,
            gpu: scenario.gpu,
            precision: scenario.precision,
            workload: plain.workload,
            targets: plain.targets,
          };
          const search = { ...space, gpusPerReplica: allowed };
          // Objects as they are: names would also say how 8-bit weights are scaled.
          const estimate = estimateFromObjects(request, { performance, search });
          const gpusFound = estimate.status === "feasible" ? estimate.expected.gpus : null;
          const strict = bruteForceByEngine(request, scenario, search, 1e-12);
          const lenient = bruteForceByEngine(request, scenario, search, -1e-12);
          expect([strict, lenient]).toContain(gpusFound);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("satisfies every constraint exactly and says how a replica is run", () => {
    fc.assert(
      fc.property(
        plainArbitrary,
        fc.double({ min: 1, max: 50, noNaN: true }),
        fc.constantFrom("vllm", "sglang", "tensorrt-llm", "vllm@0.6.3"),
        (scenario, tokensPerSecond, engine) => {
          const estimate = estimateGpus({
            model: scenario.model,
            gpu: scenario.gpu,
            engine,
            precision: scenario.precision,
            workload: scenario.workload,
            targets: { tokensPerSecond },
          });
          if (estimate.status === "infeasible") return;
          for (const { demand, limit } of estimate.constraints) expect(demand).toBeLessThanOrEqual(limit);
          const { plan } = estimate;
          expect((plan?.tensor ?? 0) * (plan?.pipeline ?? 0) * (plan?.data ?? 0)).toBe(estimate.gpusPerReplica);
          expect(plan?.settings.maxNumSeqs).toBe(estimate.maxBatchSize);
          expect(plan?.slots).toBeGreaterThanOrEqual(1);
          expect(estimate.search.certified).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("never needs more GPUs for fewer users, a lower target or a longer wait", () => {
    const count = (
      scenario: PlainScenario & { readonly workload: RequestLengths },
      requestsInFlight: number,
      tokensPerSecond: number,
      waitSeconds: number,
    ): number => {
      const estimate = estimateGpus({
        model: scenario.model,
        gpu: scenario.gpu,
        precision: scenario.precision,
        workload: {
          inputTokens: scenario.workload.inputTokens,
          outputTokens: scenario.workload.outputTokens,
          requestsInFlight,
        },
        targets: { tokensPerSecond, waitSeconds },
      });
      return estimate.status === "feasible" ? estimate.gpus : Number.POSITIVE_INFINITY;
    };
    fc.assert(
      fc.property(
        plainArbitrary,
        fc.double({ min: 1, max: 30, noNaN: true }),
        fc.double({ min: 0.2, max: 10, noNaN: true }),
        (scenario, speed, wait) => {
          const { requestsInFlight } = scenario.workload;
          const reference = count(scenario, requestsInFlight, speed, wait);
          expect(count(scenario, 2 * requestsInFlight, speed, wait)).toBeGreaterThanOrEqual(reference);
          expect(count(scenario, requestsInFlight, 1.5 * speed, wait)).toBeGreaterThanOrEqual(reference);
          expect(count(scenario, requestsInFlight, speed, 2 * wait)).toBeLessThanOrEqual(reference);
        },
      ),
      { numRuns: 25 },
    );
  });

  test("finds the minimum where more GPUs per replica are slower: PCIe without peer access", () => {
    const request: EstimateRequest = {
      model: "qwen2.5-0.5b",
      gpu: "l40s",
      workload: { requestsInFlight: 8, inputTokens: 4000, outputTokens: 100 },
      targets: { waitSeconds: 0.5 },
    };
    const scenario = scenarioFor({
      model: findModel("qwen2.5-0.5b", models),
      gpu: findGpu("l40s", gpus),
      precision: { weights: "bf16", kvCache: "bf16" },
      workload: { requestsInFlight: 8, inputTokens: 4000, outputTokens: 100 },
      targets: {},
    });
    const wait = (size: number): number => performance.secondsToFirstToken(decisionOf(size, 0, 1), scenario);
    // Reading 4,000 tokens over two cards: 48 all-reduces of 7 MB on PCIe take longer than the arithmetic they save.
    expect(wait(2)).toBeGreaterThan(wait(1));
    const estimate = estimateGpus(request);
    expect(estimate).toMatchObject({ status: "feasible", gpusPerReplica: 1 });
  });

  test("refuses sizes that heads cannot be divided by, and an engine beside a model of one's own", () => {
    const request: EstimateRequest = {
      model: "llama-3.1-8b",
      gpu: "h100",
      workload: { requestsInFlight: 1, inputTokens: 10, outputTokens: 10 },
      targets: { tokensPerSecond: 1 },
    };
    expect(() => estimateGpus(request, { search: { gpusPerReplica: [33] } })).toThrow(
      expect.objectContaining({ code: "impossible-parallelism", value: 33 }),
    );
    expect(() => estimateGpus({ ...request, engine: "vllm" }, { performance })).toThrow(
      expect.objectContaining({ code: "contradictory-options", field: "request.engine" }),
    );
    expect(() => estimateGpus({ ...request, engine: "vlm" })).toThrow(
      expect.objectContaining({ code: "unknown-id", field: "engine" }),
    );
  });

  test("takes quantised copies by name, with the precision that the name states", () => {
    const request = (model: string | Model): EstimateRequest => ({
      model,
      gpu: "h100",
      workload: { requestsInFlight: 10, inputTokens: 100, outputTokens: 100 },
      targets: { tokensPerSecond: 5 },
    });
    const weightsOf = (model: string): number => {
      const estimate = estimateGpus(request(model), { search: { gpusPerReplica: [4] } });
      return estimate.status === "feasible" ? (estimate.performance.memory.parts["weights"] ?? 0) : 0;
    };
    const full = weightsOf("meta-llama/Llama-3.1-70B-Instruct");
    expect(weightsOf("RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8-dynamic") / full).toBeCloseTo(0.52, 1);
    expect(weightsOf("RedHatAI/Meta-Llama-3.1-70B-Instruct-quantized.w4a16") / full).toBeLessThan(0.35);
  });
});

/** Slots take the place of 2^B, and every split of a size is tried. */
function bruteForceByEngine(
  request: Pick<EstimateRequest, "targets">,
  scenario: Scenario,
  space: Parameters<typeof bruteForce>[3],
  slack: number,
): number | null {
  return bruteForce(request, performance, scenario, space, slack);
}

test("memory says what is short", () => {
  const scenario = scenarioFor({
    model: findModel("llama-3.1-70b", models),
    gpu: findGpu("l4", gpus),
    precision: { weights: "bf16", kvCache: "bf16" },
    workload: { requestsInFlight: 1, inputTokens: 10, outputTokens: 10 },
    targets: {},
  });
  expect(evaluateConstraint(memoryConstraint(performance), decisionOf(1, 0, 1), scenario).satisfied).toBe(false);
});
