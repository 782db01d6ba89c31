import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classicModel,
  estimateGpus,
  type Constraint,
  type EstimateRequest,
  type Minimizer,
  type Scenario,
} from "../../src/core.js";
import { requestArbitrary } from "../support/arbitraries.js";
import { scenarioFor } from "../support/scenario.js";
import { bruteForce } from "./brute-force.js";

const performance = classicModel();
const space = { gpusPerReplica: [1, 2, 3, 4, 6, 8], batchExponent: [0, 7], minQueueRatio: 0.1, maxGpus: 96 } as const;

/** Loads that a hundred GPUs may or may not serve. */
const smallRequest = requestArbitrary.map((request): EstimateRequest => ({
  ...request,
  workload: {
    inputTokens: request.workload.inputTokens,
    outputTokens: request.workload.outputTokens,
    requestsInFlight: 0.5 + (("requestsInFlight" in request.workload ? request.workload.requestsInFlight : 1) % 500),
  },
}));

const scenarioOf = ({ model, gpu, precision, workload, targets }: EstimateRequest): Scenario =>
  scenarioFor({ model, gpu, precision: { weights: precision?.weights ?? "bf16", kvCache: "bf16" }, workload, targets });

describe("the integer search", () => {
  test("finds the minimum that trying every purchase finds", () => {
    fc.assert(
      fc.property(smallRequest, (request) => {
        const estimate = estimateGpus(request, { performance, search: space });
        const gpus = estimate.status === "feasible" ? estimate.gpus : null;
        // Rounding decides only where a constraint holds with equality to the last bit: both answers are then within the bracket.
        const strict = bruteForce(request, performance, scenarioOf(request), space, 1e-12);
        const lenient = bruteForce(request, performance, scenarioOf(request), space, -1e-12);
        expect([strict, lenient]).toContain(gpus);
        expect(estimate.search.certified).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("satisfies every constraint exactly, in floating point", () => {
    fc.assert(
      fc.property(requestArbitrary, (request) => {
        const estimate = estimateGpus(request, { performance });
        if (estimate.status === "infeasible") return;
        for (const { demand, limit, satisfied } of estimate.constraints) {
          expect(demand).toBeLessThanOrEqual(limit);
          expect(satisfied).toBe(true);
        }
        expect(estimate.gpus).toBe(estimate.gpusPerReplica * estimate.replicas);
        expect(estimate.maxBatchSize).toBe(2 ** estimate.batchExponent);
        const held = estimate.replicas * estimate.queueRatio * estimate.maxBatchSize;
        expect(held).toBeGreaterThanOrEqual(estimate.requestsInFlight);
      }),
    );
  });

  test("names what the two next smaller purchases violate that could be built", () => {
    fc.assert(
      fc.property(requestArbitrary, (request) => {
        const estimate = estimateGpus(request, { performance });
        if (estimate.status === "infeasible") return;
        expect(estimate.nextSmaller.length).toBeLessThanOrEqual(2);
        let dearer = estimate.gpus;
        for (const { gpus, gpusPerReplica, replicas, violated } of estimate.nextSmaller) {
          expect(gpus).toBeLessThan(dearer);
          expect((replicas + 1) * gpusPerReplica).toBeGreaterThanOrEqual(dearer);
          expect(violated.length).toBeGreaterThan(0);
          for (const { name, demand, limit } of violated) {
            expect(name).not.toBe("memory");
            expect(demand).toBeGreaterThan(limit);
          }
          dearer = gpus;
        }
        const binding = estimate.constraints.filter((constraint) => constraint.binding);
        expect(binding.length > 0).toBe(estimate.gpus > 1);
      }),
    );
  });

  test("does not depend on the minimizer, however bad", () => {
    const bad: Minimizer[] = [
      ({ start }) => ({ x: start, value: 0, status: "stalled", evaluations: 0, iterations: 0 }),
      () => ({ x: [Number.NaN], value: Number.NaN, status: "converged", evaluations: 0, iterations: 0 }),
      ({ start }) => ({ x: start.map(() => 1e300), value: 0, status: "converged", evaluations: 0, iterations: 0 }),
      ({ start }) => ({ x: start.map(() => -1e300), value: 0, status: "converged", evaluations: 0, iterations: 0 }),
    ];
    fc.assert(
      fc.property(requestArbitrary, fc.constantFrom(...bad), (request, minimizer) => {
        const { search: ours, ...usual } = estimateGpus(request, { performance });
        const { search: theirs, ...odd } = estimateGpus(request, { performance, minimizer });
        expect(odd).toEqual(usual);
        expect(theirs.certified).toBe(ours.certified);
      }),
    );
  });

  test("does not depend on the order of constraints", () => {
    const even: Constraint = {
      name: "even",
      unit: "replicas",
      evaluate: ({ replicas }) => ({ demand: replicas % 2, limit: 0 }),
    };
    const power: Constraint = {
      name: "power",
      unit: "W",
      withMoreReplicas: "harder",
      evaluate: (d, s) => ({ demand: d.replicas * d.gpusPerReplica * (s.gpu.powerWatts ?? NaN), limit: 40_000 }),
    };
    const spare: Constraint = {
      name: "spare",
      unit: "replicas",
      withMoreReplicas: "easier",
      evaluate: ({ replicas }) => ({ demand: 3, limit: replicas }),
    };
    fc.assert(
      fc.property(smallRequest, fc.shuffledSubarray([even, power, spare], { minLength: 3 }), (request, constraints) => {
        const reference = estimateGpus(request, {
          performance,
          constraints: [even, power, spare],
          search: { maxGpus: 200 },
        });
        const shuffled = estimateGpus(request, { performance, constraints, search: { maxGpus: 200 } });
        expect(shuffled.status).toBe(reference.status);
        if (reference.status === "feasible" && shuffled.status === "feasible") {
          expect(shuffled.gpus).toBe(reference.gpus);
          expect(reference.replicas % 2).toBe(0);
          expect(reference.replicas).toBeGreaterThanOrEqual(3);
          expect(reference.gpus * 500).toBeLessThanOrEqual(40_000);
        }
      }),
    );
  });
});
