import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawRequest } from "../../scripts/decisions/draws.js";
import { whatIf, type WhatIf } from "../../src/decide/index.js";
import { inputsOf, type Input } from "../../src/decide/inputs.js";
import {
  classicModel,
  estimateGpus,
  presetTargets,
  presetWorkload,
  type Constraint,
  type EstimateOptions,
  type EstimateRequest,
} from "../../src/index.js";
import { requestArbitrary } from "../support/arbitraries.js";
import { refusal } from "../support/refusal.js";

function gpusOf(request: EstimateRequest, options: EstimateOptions): number | null {
  const estimate = estimateGpus(request, options);
  return estimate.status === "feasible" ? estimate.gpus : null;
}

/** The least that is harder than a value. */
const harderThan = ({ harder, isWhole }: Input, value: number): number =>
  isWhole ? value + 1 : value * (1 + (harder === "less" ? -1.01e-6 : 1.01e-6));

const inputNamed = (request: EstimateRequest, name: string): Input =>
  inputsOf(request).find((input) => input.name === name) as Input;

function expectExact(request: EstimateRequest, options: EstimateOptions, { thresholds }: WhatIf): void {
  for (const { input: name, gpus, until, beyond, fewer } of thresholds) {
    const input = inputNamed(request, name);
    const at = (value: number): number => gpusOf(input.in(request, value), options) ?? Infinity;
    expect(at(until)).toBeLessThanOrEqual(gpus);
    if (beyond !== null) {
      expect(at(harderThan(input, until))).toBe(beyond);
      expect(beyond).toBeGreaterThan(gpus);
    }
    if (fewer === null) continue;
    expect(at(fewer.value)).toBe(fewer.gpus);
    expect(fewer.gpus).toBeLessThan(gpus);
    expect(at(harderThan(input, fewer.value))).toBeGreaterThanOrEqual(gpus);
  }
}

const chat: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: presetWorkload("chat", { concurrentUsers: 400 }),
  targets: presetTargets("chat"),
};

test("a peak factor goes nowhere below 1: a peak is above what it is a peak of", () => {
  const of = (peakFactor: number): WhatIf =>
    whatIf(
      {
        ...chat,
        workload: { concurrentUsers: 4000, inputTokens: 1155, outputTokens: 211, peakFactor },
        targets: { tokensPerSecond: 20 },
      },
      { performance: classicModel(), shares: [-0.5, -0.25, 0.5] },
    );
  const movedTo = ({ changes }: WhatIf): readonly unknown[] =>
    changes.flatMap(({ input, to }) => (input === "workload.peakFactor" ? [to] : [])).sort();
  const fewerOf = ({ thresholds }: WhatIf) => thresholds.find(({ input }) => input === "workload.peakFactor")?.fewer;
  const [one, two] = [of(1), of(2)];
  expect(movedTo(one)).toEqual([1.5]);
  expect(fewerOf(one)).toBeNull();
  expect(movedTo(two)).toEqual([1, 1.5, 3]);
  expect(fewerOf(two)?.value).toBeGreaterThan(1);
});

describe("thresholds", () => {
  test("are exact: one step more changes the GPUs, the threshold does not; by means", () => {
    const options = { performance: classicModel() };
    let seen = 0;
    fc.assert(
      fc.property(requestArbitrary, (request) => {
        const found = whatIf(request, { ...options, shares: [] });
        seen += found.thresholds.length;
        expectExact(request, options, found);
      }),
      { numRuns: 10 },
    );
    expect(seen).toBeGreaterThan(0);
  });

  test("are exact by percentiles, at the confidence", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const request = drawRequest(seed);
        expectExact(request, {}, whatIf(request, { shares: [] }));
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});

describe("sensitivities", () => {
  test("agree with estimates of as many replicas of the same kind", () => {
    const { estimate, sensitivities } = whatIf(chat, { shares: [], confidence: "expected" });
    if (estimate.status === "infeasible") throw new Error(estimate.reason);
    const { gpus, gpusPerReplica, batchExponent, replicas, split } = estimate;
    const all: Constraint = {
      name: "all",
      unit: "replicas",
      withMoreReplicas: "easier",
      evaluate: (decision) => ({ demand: replicas, limit: decision.replicas }),
    };
    const search = {
      gpusPerReplica: [gpusPerReplica],
      batchExponent: [batchExponent, batchExponent] as const,
      maxGpus: gpus,
      ...(split === undefined ? {} : { splits: [split] }),
    };
    const used = (request: EstimateRequest, name: string): number => {
      const { constraints } = estimateGpus(request, { confidence: "expected", constraints: [all], search });
      const { demand, limit } = constraints.find((constraint) => constraint.name === name) ?? { demand: NaN, limit: 1 };
      return demand / limit;
    };
    const names = ["workload.concurrentUsers", "workload.thinkSeconds", "workload.inputTokens", "targets.ttft.p95"];
    for (const name of names) {
      const input = inputNamed(chat, name);
      // Easier ones only: a replica less is not what they are asked for.
      const easier = input.value * (input.harder === "more" ? 0.97 : 1.03);
      for (const constraint of ["ttft p95", "tpot p95"]) {
        const slope =
          Math.log(used(input.in(chat, easier), constraint) / used(chat, constraint)) / Math.log(easier / input.value);
        const told = sensitivities.find((one) => one.input === name && one.constraint === constraint);
        expect(told?.elasticity, `${name} ${constraint}`).toBeCloseTo(slope, 1);
      }
    }
    const own = sensitivities.find((one) => one.input === "targets.ttft.p95" && one.constraint === "ttft p95");
    expect(own?.elasticity).toBeCloseTo(-1, 9);
  });
});

describe("changes", () => {
  const found = whatIf(chat, { speculation: { draftTokens: 3, acceptanceRate: 0.7 } });
  const gpus = gpusOf(chat, {}) ?? 0;

  test("take what an estimate of each takes, and are ranked by what they save", () => {
    expect(found.estimate).toMatchObject({ status: "feasible", gpus });
    for (const { input: name, from, to, gpus: changed, saves } of found.changes) {
      expect(saves).toBe(changed === null ? null : gpus - changed);
      if (typeof to !== "number") continue;
      const input = inputNamed(chat, name);
      expect(input.value).toBe(from);
      expect(changed).toBe(gpusOf(input.in(chat, to), {}));
    }
    const saved = found.changes.map(({ saves }) => saves ?? -Infinity);
    expect(saved).toEqual([...saved].sort((one, other) => other - one));
    expect(found.changes.filter(({ input }) => input === "workload.concurrentUsers").map(({ to }) => to)).toEqual(
      expect.arrayContaining([200, 300, 360, 440, 500, 600]),
    );
  });

  test("try formats, engines, routings and speculation", () => {
    const told = found.changes.filter(({ share }) => share === null).map(({ input, to }) => `${input} ${String(to)}`);
    expect(new Set(told)).toEqual(
      new Set([
        "precision.weights fp8",
        "precision.weights int4",
        "precision.weights fp4",
        "precision.kvCache fp8",
        "engine sglang",
        "engine tensorrt-llm",
        "routing random",
        "routing least-loaded",
        "speculation 3 tokens, 0.7 accepted",
      ]),
    );
    const weights = found.changes.find(({ input, to }) => input === "precision.weights" && to === "fp8");
    expect(weights?.gpus).toBe(gpusOf({ ...chat, precision: { weights: "fp8" } }, {}));
    const means = {
      workload: { requestsInFlight: 9, inputTokens: 300, outputTokens: 30 },
      targets: { waitSeconds: 5 },
    };
    const guessed = whatIf({ ...chat, ...means, speculation: { draftTokens: 3, acceptedLength: 2.5 } }, { shares: [] });
    expect(guessed.changes.map(({ input, from, to }) => `${input} ${String(from)} ${String(to)}`)).toContain(
      "speculation 3 tokens, 2.5 a step none",
    );
    const classic = whatIf({ ...chat, ...means }, { shares: [], performance: classicModel() });
    expect(classic.changes.map(({ input }) => input)).not.toContain("engine");
  });

  test("that are refused are told with the code", () => {
    const long = { requestsInFlight: 2, inputTokens: 100_000, outputTokens: 100 };
    const { changes } = whatIf({ ...chat, workload: long, targets: { e2e: 1e4 } }, { shares: [0.5] });
    expect(changes.find(({ input }) => input === "workload.inputTokens")).toMatchObject({
      gpus: null,
      saves: null,
      refused: "contradictory-lengths",
    });
    expect(refusal(() => whatIf(chat, { shares: [-1] }))).toBe("out-of-range options.shares[0]");
  });

  test("of what nothing serves tell what would, and save nothing", () => {
    const { estimate, changes, thresholds } = whatIf({ ...chat, targets: { ttft: { p95: 0.005 } } }, { shares: [99] });
    expect(estimate.status).toBe("infeasible");
    expect(thresholds).toEqual([]);
    expect(changes.find(({ input }) => input === "targets.ttft.p95")).toMatchObject({ to: 0.5, saves: null });
    expect(changes.find(({ input, share }) => input === "targets.ttft.p95" && share !== null)?.gpus).toBeGreaterThan(0);
  });
});
