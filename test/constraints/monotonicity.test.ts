import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  capacityConstraint,
  classicModel,
  evaluateConstraint,
  memoryConstraint,
  throughputConstraint,
  waitConstraint,
  type Decision,
  type Scenario,
} from "../../src/core.js";
import { decisionArbitrary, scenarioArbitrary } from "../support/arbitraries.js";
import { inFlight } from "../support/scenario.js";

const performance = classicModel();
const memory = memoryConstraint(performance);
const throughput = throughputConstraint(performance, 20);
const capacity = capacityConstraint(performance);
const wait = waitConstraint(performance, 2);
const growth = fc.double({ min: 1, max: 4, noNaN: true });

/** Monotone in floating point up to rounding of the last digits. */
const ROUNDING = 1 + 1e-12;

/** Draws a scenario, a decision and the same decision with one coordinate larger. */
function along(
  coordinate: Exclude<keyof Decision, "split">,
  check: (low: Decision, high: Decision, scenario: Scenario) => void,
): void {
  fc.assert(
    fc.property(scenarioArbitrary, decisionArbitrary, growth, (scenario, decision, times) => {
      check(decision, { ...decision, [coordinate]: decision[coordinate] * times }, scenario);
    }),
  );
}

describe("memory", () => {
  test("demand grows with the batch", () => {
    along("batchExponent", (low, high, scenario) =>
      expect(memory.evaluate(high, scenario).demand * ROUNDING).toBeGreaterThanOrEqual(
        memory.evaluate(low, scenario).demand,
      ),
    );
  });
  test("demand grows with the context", () => {
    fc.assert(
      fc.property(scenarioArbitrary, decisionArbitrary, growth, (scenario, decision, times) => {
        const longer = {
          ...scenario,
          workload: { ...scenario.workload, inputTokens: scenario.workload.inputTokens * times },
        };
        expect(memory.evaluate(decision, longer).demand * ROUNDING).toBeGreaterThanOrEqual(
          memory.evaluate(decision, scenario).demand,
        );
      }),
    );
  });
  test("margin never falls with GPUs per replica", () => {
    along("gpusPerReplica", (low, high, scenario) =>
      expect(evaluateConstraint(memory, high, scenario).margin + 1e-12).toBeGreaterThanOrEqual(
        evaluateConstraint(memory, low, scenario).margin,
      ),
    );
  });
  test("parts sum to the demand", () => {
    fc.assert(
      fc.property(scenarioArbitrary, decisionArbitrary, (scenario, decision) => {
        const { demandBytes, parts } = performance.memory(decision, scenario);
        const sum = Object.values(parts).reduce((total, part) => total + part, 0);
        expect(Math.abs(sum - demandBytes)).toBeLessThanOrEqual(1e-12 * demandBytes);
      }),
    );
  });
});

describe("throughput", () => {
  test.each(["batchExponent", "queueRatio"] as const)("never rises with %s", (coordinate) => {
    along(coordinate, (low, high, scenario) =>
      expect(throughput.evaluate(high, scenario).limit).toBeLessThanOrEqual(
        throughput.evaluate(low, scenario).limit * ROUNDING,
      ),
    );
  });
  test("is one-GPU speed x f(S) / (g(B,Q) Q)", () => {
    fc.assert(
      fc.property(scenarioArbitrary, decisionArbitrary, (scenario, decision) => {
        const { gpusPerReplica, batchExponent, queueRatio } = decision;
        const oneGpu = scenario.workload.outputTokens / performance.secondsPerBatch(decision, scenario);
        const expected =
          (oneGpu * performance.gpuScaling(gpusPerReplica, scenario)) /
          performance.batchScaling(batchExponent, queueRatio, scenario, gpusPerReplica) /
          queueRatio;
        expect(throughput.evaluate(decision, scenario).limit / expected).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe("capacity", () => {
  test.each(["replicas", "batchExponent", "queueRatio"] as const)("grows with %s", (coordinate) => {
    along(coordinate, (low, high, scenario) =>
      expect(capacity.evaluate(high, scenario).limit).toBeGreaterThanOrEqual(capacity.evaluate(low, scenario).limit),
    );
  });
  test("is N Q 2^B against the requests in flight", () => {
    const [scenario] = fc.sample(scenarioArbitrary, 1);
    const sides = capacity.evaluate(
      { gpusPerReplica: 2, replicas: 3, batchExponent: 4, queueRatio: 1.5 },
      scenario as Scenario,
    );
    expect(sides).toEqual({ demand: inFlight(scenario as Scenario), limit: 72 });
  });
});

describe("wait", () => {
  test.each(["batchExponent", "queueRatio"] as const)("never falls with %s", (coordinate) => {
    along(coordinate, (low, high, scenario) =>
      expect(wait.evaluate(high, scenario).demand * ROUNDING).toBeGreaterThanOrEqual(
        wait.evaluate(low, scenario).demand,
      ),
    );
  });
  test("is the time to the first token while nothing waits", () => {
    fc.assert(
      fc.property(scenarioArbitrary, decisionArbitrary, (scenario, decision) => {
        const idle = { ...decision, queueRatio: Math.min(decision.queueRatio, 1) };
        expect(wait.evaluate(idle, scenario).demand).toBe(performance.secondsToFirstToken(idle, scenario));
      }),
    );
  });
});

describe("more replicas", () => {
  const constraints = [memory, throughput, capacity, wait];
  test("make no standard constraint harder", () => {
    along("replicas", (low, high, scenario) => {
      for (const constraint of constraints) {
        expect(constraint.withMoreReplicas).toBe("easier");
        expect(evaluateConstraint(constraint, high, scenario).margin).toBeGreaterThanOrEqual(
          evaluateConstraint(constraint, low, scenario).margin,
        );
      }
    });
  });
});

describe("a margin", () => {
  test.each([
    [5, 10, 0.5, true],
    [10, 10, 0, true],
    [15, 10, -0.5, false],
    [0, 0, 0, true],
    [2, 0, -2, false],
    [1, -2, -1.5, false],
    [3, Number.POSITIVE_INFINITY, 1, true],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, true],
    [Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, false],
  ])("of demand %d against limit %d is %d", (demand, limit, margin, satisfied) => {
    const [scenario] = fc.sample(scenarioArbitrary, 1);
    const decision = { gpusPerReplica: 1, replicas: 1, batchExponent: 0, queueRatio: 1 };
    const result = evaluateConstraint(
      { name: "own", unit: "u", evaluate: () => ({ demand, limit }) },
      decision,
      scenario as Scenario,
    );
    expect(result).toEqual({ name: "own", unit: "u", demand, limit, margin, satisfied });
  });
});
