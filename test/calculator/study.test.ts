import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  estimateGpus,
  presetTargets,
  presetWorkload,
  verifyEstimate,
  type EstimateRequest,
  type NamedEstimate,
} from "infrascale";
import { maxUsers } from "infrascale/decide";
import { lastWhere } from "../../docs/calculator/src/worker/crossing.js";
import { fleetBears } from "../../docs/calculator/src/worker/fleet-bears.js";
import { gpuSteps, stepsAround } from "../../docs/calculator/src/worker/gpu-steps.js";
import { grainsWithin, inGrains, loadOf } from "../../docs/calculator/src/worker/load.js";
import type { GpuSteps } from "../../docs/calculator/src/worker/load-studies.js";
import { replay } from "../../docs/calculator/src/worker/replay.js";
import { speedByLoad } from "../../docs/calculator/src/worker/speed-by-load.js";
import type { Question } from "../../docs/calculator/src/scenario/question.js";

const chat = (
  load: Parameters<typeof presetWorkload>[1],
  given: Partial<EstimateRequest> = {},
  confidence: Question["options"]["confidence"] = 0.8,
): Question => ({
  request: {
    model: "llama-3.1-8b",
    gpu: "h100",
    workload: presetWorkload("chat", load),
    targets: presetTargets("chat"),
    ...given,
  },
  options: { confidence },
  cost: { today: "2026-11-30" },
  ownModel: "",
});

function answered({ request, options }: Question): Extract<NamedEstimate, { readonly status: "feasible" }> {
  const estimate = estimateGpus(request, options);
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}

describe("the last number for which something holds", () => {
  test("is found from any guess", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(5000),
        fc.nat(5000),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (from, beyond, further, guess) => {
          const last = from + beyond;
          const most = last + further;
          expect(lastWhere((n) => n <= last, from, most, guess)).toBe(last);
        },
      ),
    );
  });
});

describe("loads in grains", () => {
  test("what is counted goes by one, what is not by thousandths of itself", () => {
    expect(loadOf(chat({ concurrentUsers: 1000 }).request)).toMatchObject({ kind: "people", value: 1000, grain: 1 });
    expect(loadOf(chat({ namedUsers: 12_000 }).request)).toMatchObject({ kind: "named", grain: 1 });
    expect(loadOf(chat({ requestsInFlight: 60 }).request)).toMatchObject({ kind: "flight", grain: 1 });
    expect(loadOf(chat({ requestsPerSecond: 14.3 }).request)).toMatchObject({ kind: "rate", grain: 0.01 });
    expect(loadOf(chat({ requestsPerSecond: 200 }).request)).toMatchObject({ kind: "rate", grain: 0.1 });
  });

  test("there and back is the same number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(1, 0.1, 0.01, 0.001), (grains, grain) => {
        expect(grainsWithin(inGrains(grains, grain), grain)).toBe(grains);
      }),
    );
  });

  test("another load changes nothing else", () => {
    const { request } = chat({ concurrentUsers: 1000 });
    expect(loadOf(request).at(7)).toEqual({ ...request, workload: { ...request.workload, concurrentUsers: 7 } });
  });
});

describe("GPUs by load", () => {
  /** A fleet whose replicas of some GPUs bear so much each. */
  const fleet = (unit: number, each: number, isUnsure: boolean) => ({
    sizedFor: (load: number) => ({
      gpus: Math.max(1, Math.ceil(load / each) - (isUnsure ? 1 : 0)) * unit,
      unit,
      guess: load,
    }),
    mostOf: (gpus: number) => Math.floor(gpus / unit) * each,
  });

  test("steps follow one another, and each takes what its first and its last load take", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8),
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.boolean(),
        (unit, each, today, isUnsure) => {
          const copies = Math.ceil(today / each);
          const steps = stepsAround({ today, copies, ...fleet(unit, each, isUnsure) });
          expect(steps.some(({ from, until }) => (from ?? 0) <= today && today <= (until ?? Infinity))).toBe(true);
          steps.forEach(({ gpus, from, until }, index) => {
            const previous = steps[index - 1];
            if (previous !== undefined) expect(from).toBe((previous.until ?? NaN) + 1);
            expect(gpus).toBe(Math.ceil((until ?? NaN) / each) * unit);
            if (from !== null) expect(gpus).toBe(Math.ceil(from / each) * unit);
          });
        },
      ),
    );
  });

  test("a load that nothing bears is the last step", () => {
    const steps = stepsAround({
      today: 50,
      copies: 1,
      sizedFor: (load) => (load > 100 ? null : { gpus: 8, unit: 8, guess: load }),
      mostOf: () => 100,
    });
    expect(steps).toEqual([
      { gpus: 8, from: 1, until: 100 },
      { gpus: null, from: 101, until: null },
    ]);
  });

  test("nothing that stops them is no end", () => {
    const steps = stepsAround({
      today: 50,
      copies: 1,
      sizedFor: (load) => ({ gpus: 8, unit: 8, guess: load }),
      mostOf: () => Infinity,
    });
    expect(steps).toEqual([{ gpus: 8, from: 1, until: null }]);
  });

  test.each([
    chat({ concurrentUsers: 900 }, { gpu: "l4" }, "expected"),
    chat({ requestsPerSecond: 30 }, {}, "expected"),
    chat({ concurrentUsers: 2000 }),
  ])("estimates take as many at a step, and more one beyond: %#", async (question) => {
    const told: unknown[] = [];
    const found = await gpuSteps(question, (_, part) => told.push(part));
    expect(told.length).toBe(found.steps.length);
    expect((told.at(-1) as GpuSteps).steps).toEqual(found.steps);
    expect(found.steps.length).toBeGreaterThan(3);
    const { at, grain } = loadOf(question.request);
    for (const { gpus, until } of found.steps) {
      if (gpus === null || until === null) continue;
      const taken = (load: number) => answered({ ...question, request: at(load) });
      const [last, next] = [taken(until), taken(inGrains(grainsWithin(until, grain) + 1, grain))];
      expect(last.gpus).toBe(gpus);
      // Where it would cost too much to be as sure, an estimate is less sure instead.
      const isAsSure = next.confidence === null || next.confidence.reached >= next.confidence.asked;
      if (isAsSure) expect(next.gpus).toBeGreaterThan(gpus);
    }
    const now = answered(question);
    const today = found.steps.find(
      ({ from, until }) => (from ?? 0) <= found.today && found.today <= (until ?? Infinity),
    );
    expect(today?.gpus).toBe(now.gpus);
  });
});

describe("what a fleet bears", () => {
  test("is what the library says, in whole grains", async () => {
    const question = chat({ requestsPerSecond: 30 });
    const found = await fleetBears({ question, gpus: 4, confidence: 0.8 });
    const limit = maxUsers({ ...question.request, gpus: 4 }, { confidence: 0.8 });
    expect(found.kind).toBe("rate");
    expect(found.most).toBeLessThanOrEqual(limit.value ?? NaN);
    expect(found.most).toBeGreaterThan((limit.value ?? NaN) - 0.01);
    expect(found.violated).toEqual(limit.violated);
    expect(found.least).toBeNull();
  });

  test("that does not bear the least has what the least breaks, and what it takes", async () => {
    const question = chat({ concurrentUsers: 1000 }, { model: "llama-3.1-70b" });
    const found = await fleetBears({ question, gpus: 1, confidence: 0.8 });
    expect(found.most).toBeNull();
    expect(found.violated.map(({ name }) => name)).toContain("memory");
    const one = chat({ concurrentUsers: 1 }, { model: "llama-3.1-70b" });
    expect(found.least).toEqual({ load: 1, gpus: answered(one).gpus });
  });

  test("of which no number does has no number", async () => {
    const question = chat({ concurrentUsers: 1000 }, { model: "llama-3.1-70b", targets: { tpot: { p95: 1e-4 } } });
    const found = await fleetBears({ question, gpus: 8, confidence: 0.8 });
    expect(found.violated.map(({ name }) => name)).toContain("tpot p95");
    expect(found.least).toEqual({ load: 1, gpus: null });
  });
});

describe("speed by load", () => {
  const question = chat({ concurrentUsers: 900 }, { gpu: "l40s" });
  const estimate = answered(question);
  const speed = speedByLoad({ estimate, confidence: 0.8 }, () => undefined);

  test("today's point is the answer's own", () => {
    const { waiting } = estimate;
    if (waiting?.stable !== true) throw new Error("an answer keeps up with its load");
    const [ttft, tpot] = speed.times;
    expect(ttft?.today?.mean).toBeCloseTo(waiting.ttftSeconds.mean, 5);
    expect(ttft?.today?.asked).toBeCloseTo(waiting.ttftSeconds.p95, 5);
    expect(tpot?.today?.mean).toBeCloseTo(waiting.tpotSeconds.mean, 5);
    expect(tpot?.today?.asked).toBeCloseTo(waiting.tpotSeconds.p95, 5);
  });

  test("a time meets its limit at the tipping point, and not one beyond", () => {
    for (const { tipping, limitSeconds, points } of speed.times) {
      if (tipping === null || limitSeconds === null) throw new Error("a limit that nothing reaches");
      const at = points.find(({ load }) => load === tipping);
      expect(at?.asked).toBeLessThanOrEqual(limitSeconds);
      for (const { load, asked } of points) if (load > tipping) expect(asked).toBeGreaterThan(limitSeconds);
    }
  });

  test("loads rise, and a band is about what is measured", () => {
    for (const { points } of speed.times) {
      expect(points.map(({ load }) => load)).toEqual(points.map(({ load }) => load).toSorted((a, b) => a - b));
      for (const { band, asked } of points) {
        expect(band?.low).toBeGreaterThan(0);
        expect(band?.high).toBeGreaterThan(band?.low ?? NaN);
        expect(band?.high).toBeGreaterThan(asked * 0.9);
      }
    }
  });

  test("a whole request is shown where it has a limit, without a band", () => {
    const limited = answered(chat({ requestsPerSecond: 20 }, { targets: { e2e: { mean: 20 } } }, "expected"));
    const { times, capacity } = speedByLoad({ estimate: limited, confidence: 0.8 }, () => undefined);
    expect(times.map(({ time }) => time)).toEqual(["ttft", "tpot", "e2e"]);
    expect(times[2]).toMatchObject({ statistic: "mean", limitSeconds: 20 });
    expect(times[2]?.points.every(({ band }) => band === null)).toBe(true);
    expect(capacity).toBeGreaterThan(20);
    expect(times[0]).toMatchObject({ statistic: "p95", limitSeconds: null, tipping: null });
  });
});

describe("a replay", () => {
  test("is the library's, with the run by intervals", () => {
    const estimate = answered(chat({ requestsPerSecond: 20 }));
    const told: number[] = [];
    const found = replay({ estimate, seed: 3 }, (share) => told.push(share));
    expect(told.length).toBeGreaterThan(10);
    expect(told.at(-1)).toBe(1);
    const { met, withinTargets, targets, simulation } = verifyEstimate(estimate, { seed: 3 });
    expect(found).toMatchObject({ met, withinTargets, targets, seed: 3, requests: simulation.requests });
    expect(found.series.length).toBeGreaterThan(50);
    const mean = found.series.reduce((sum, { running }) => sum + running, 0) / found.series.length;
    expect(mean).toBeGreaterThan(0.8 * simulation.utilisation.running);
    expect(mean).toBeLessThan(1.2 * simulation.utilisation.running);
  });
});
