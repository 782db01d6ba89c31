import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classicModel,
  engineModel,
  estimateGpus,
  predictServing,
  verifyEstimate,
  type Acceptance,
  type EstimateRequest,
  type FeasibleEstimate,
  type StableWaiting,
} from "../../src/index.js";

const request: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "h100",
  workload: { requestsInFlight: 300, inputTokens: 2000, outputTokens: 300 },
  targets: { ttft: 1, tpot: 0.03 },
};

function accepted(acceptance: Acceptance | undefined, of: EstimateRequest = request): FeasibleEstimate {
  const targets = { ...of.targets, ...(acceptance === undefined ? {} : { acceptance }) };
  const estimate = estimateGpus({ ...of, targets }, { confidence: "expected" });
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}

function waits({ waiting }: FeasibleEstimate): StableWaiting {
  if (waiting?.stable !== true) throw new Error("not stable");
  return waiting;
}

/** The closed loop that an estimate's plan is tested with, through the other door. */
const tested = ({ plan, replicas, maxBatchSize, requestsInFlight }: FeasibleEstimate, acceptance: Acceptance) => {
  if (plan === null) throw new Error("no plan");
  const { tensor, pipeline, data, expert } = plan;
  return predictServing({
    model: "llama-3.1-8b",
    gpu: "h100",
    parallelism: { tensor, pipeline, data, expert },
    replicas,
    settings: { maxNumSeqs: maxBatchSize },
    load: { kind: "closed-loop", requestsInFlight, ...acceptance },
    inputTokens: 2000,
    outputTokens: 300,
  });
};

describe("targets of a load test", () => {
  test.each([{}, { rounds: 3 }, { equalLengths: true }, { rounds: 20, equalLengths: true }] as const)(
    "%j are held against what predictServing says of it",
    (acceptance) => {
      const estimate = accepted(acceptance);
      const { ttftSeconds, tpotSeconds, e2eSeconds } = tested(estimate, acceptance);
      const waiting = waits(estimate);
      expect(waiting.ttftSeconds.mean).toBeCloseTo(ttftSeconds ?? 0, 9);
      expect(waiting.tpotSeconds.mean).toBeCloseTo(tpotSeconds, 9);
      expect(waiting.e2eSeconds.mean).toBeCloseTo(e2eSeconds ?? 0, 9);
      expect(estimate.performance.ttftSeconds).toBeCloseTo(ttftSeconds ?? 0, 9);
      expect(estimate.constraints.find(({ name }) => name === "ttft mean")?.demand).toBeCloseTo(ttftSeconds ?? 0, 9);
    },
  );

  test("are those of steady service where the test never ends", () => {
    expect(waits(accepted({ rounds: Infinity })).ttftSeconds.mean).toBeCloseTo(
      tested(accepted(undefined), { rounds: Infinity }).ttftSeconds ?? 0,
      9,
    );
  });

  test("take later first tokens the fewer rounds there are, and percentiles follow the mean", () => {
    const first = [Infinity, 20, 8, 2].map((rounds) => {
      const estimate = accepted({ rounds }, { ...request, targets: { ttft: 20 } });
      return waits(estimate).ttftSeconds;
    });
    expect(first.map(({ mean }) => mean)).toEqual(first.map(({ mean }) => mean).toSorted((a, b) => a - b));
    const [steady, ...others] = first as [StableWaiting["ttftSeconds"], ...StableWaiting["ttftSeconds"][]];
    for (const { mean, p95 } of others) expect(p95 / mean).toBeCloseTo(steady.p95 / steady.mean, 4);
  });

  test("count for the speed and the wait of a request too", () => {
    const targets = { tokensPerSecond: 20, waitSeconds: 5 };
    const estimate = accepted({ rounds: 2 }, { ...request, targets });
    const { ttftSeconds, e2eSeconds } = tested(estimate, { rounds: 2 });
    const side = (name: string) => estimate.constraints.find((constraint) => constraint.name === name);
    expect(side("throughput")?.limit).toBeCloseTo(300 / (e2eSeconds ?? 0), 9);
    expect(side("wait")?.demand).toBeCloseTo(ttftSeconds ?? 0, 9);
  });

  test("of a rate are tested with the requests that it has in flight", () => {
    const workload = { requestsPerSecond: 20, inputTokens: 2000, outputTokens: 300 };
    const estimate = accepted({ rounds: 4 }, { ...request, workload });
    expect(estimate.requestsInFlight).toBeGreaterThan(1);
    expect(waits(estimate).ttftSeconds.mean).toBeCloseTo(tested(estimate, { rounds: 4 }).ttftSeconds ?? 0, 9);
  });

  test("never take fewer GPUs with more requests in flight", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        fc.boolean(),
        (requestsInFlight, more, equalLengths) => {
          const of = (count: number): number =>
            accepted(
              { equalLengths },
              { ...request, workload: { requestsInFlight: count, inputTokens: 2000, outputTokens: 300 } },
            ).gpus;
          expect(of(Math.ceil(requestsInFlight * more))).toBeGreaterThanOrEqual(of(requestsInFlight));
        },
      ),
      { numRuns: 15 },
    );
  });

  test("have a margin of their own: first tokens by their own error", () => {
    const { confidence, constraints, waiting } = estimateOf({ ...request.targets, acceptance: {} });
    const demand = constraints.find(({ name }) => name === "ttft mean")?.demand ?? 0;
    if (waiting?.stable !== true || confidence === null) throw new Error("not sure");
    const { secondsToFirstToken, secondsPerToken } = confidence.factors;
    expect(secondsToFirstToken).not.toBe(secondsPerToken);
    const queue = waiting.queueSeconds.mean;
    expect(demand).toBeCloseTo(secondsPerToken * queue + secondsToFirstToken * (waiting.ttftSeconds.mean - queue), 9);
  });
});

function estimateOf(targets: EstimateRequest["targets"]): FeasibleEstimate {
  const estimate = estimateGpus({ ...request, targets });
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}

test.each([
  [{ rounds: 0.5 }, "targets.acceptance.rounds must be a number from 1"],
  [{ equalLengths: "yes" }, "targets.acceptance.equalLengths must be true or false"],
  [{ laps: 3 }, "targets.acceptance.laps is not known"],
  [8, "targets.acceptance must be an object"],
])("%j is refused", (acceptance, message) => {
  const targets = { ttft: 1, acceptance } as EstimateRequest["targets"];
  expect(() => estimateGpus({ ...request, targets })).toThrow(message);
});

test("a load test alone is no target, and takes a model that knows waiting", () => {
  expect(() => estimateGpus({ ...request, targets: { acceptance: {} } })).toThrow("must name at least one of");
  expect(() =>
    estimateGpus({ ...request, targets: { tokensPerSecond: 5, acceptance: {} } }, { performance: classicModel() }),
  ).toThrow("targets.acceptance must be left out with a performance model that knows no waiting");
  expect(engineModel().waiting).toBeDefined();
});

test("is replayed as the load test that it has to pass, start and all", () => {
  const estimate = estimateOf({ ttft: 3, acceptance: { rounds: 4 } });
  const { simulation, targets } = verifyEstimate(estimate as FeasibleEstimate & { readonly request: EstimateRequest });
  expect(simulation.requests).toBe(4 * 300);
  expect(simulation.counted).toBe(4 * 300);
  const steady = verifyEstimate(estimate as FeasibleEstimate & { readonly request: EstimateRequest }, {
    workload: request.workload,
    requests: 4 * 300,
  });
  expect(targets.map(({ target }) => target)).toEqual(["ttft"]);
  expect(steady.simulation.requests).toBe(4 * 300);
});
