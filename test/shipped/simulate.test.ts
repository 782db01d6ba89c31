import { describe, expect, test } from "vitest";
import { predictServing } from "../../src/index.js";
import { simulate, type SimulationRequest } from "../../src/simulate.js";

const deployment = { model: "llama-3.1-8b", gpu: "l40s" } as const;
const lengths = { inputTokens: { mean: 600, cv: 0.5 }, outputTokens: { mean: 150, cv: 0.5 } } as const;
const open: SimulationRequest = { ...deployment, workload: { ...lengths, requestsPerSecond: 2 }, requests: 500 };

describe("simulate by name", () => {
  test("resolves names, and says what it was of", () => {
    expect(simulate(open)).toMatchObject({
      model: "meta-llama/Llama-3.1-8B-Instruct",
      gpu: "l40s",
      replicas: 1,
      gpus: 1,
      met: null,
      targets: [],
      finished: 500,
      profile: null,
    });
  });

  test("has the slots and the cache of the engine's memory", () => {
    const { slots, cacheTokens } = simulate({
      ...open,
      settings: { maxNumSeqs: 48, maxModelLen: 4096 },
      parallelism: { tensor: 2 },
      replicas: 3,
    });
    const { memory } = predictServing({
      ...deployment,
      parallelism: { tensor: 2 },
      settings: { maxNumSeqs: 48, maxModelLen: 4096 },
      load: { kind: "burst" },
      inputTokens: 600,
      outputTokens: 150,
    });
    expect({ slots, cacheTokens }).toEqual({ slots: 48, cacheTokens: memory.kvTokens });
  });

  test("a closed loop keeps as many requests in flight as it says, in whole ones: those that no slot has are being delivered", () => {
    const { utilisation, requestsPerSecond, e2eSeconds } = simulate({
      ...deployment,
      workload: { ...lengths, requestsInFlight: 15.6 },
      requests: 4000,
    });
    expect(utilisation.running + utilisation.waiting).toBeLessThan(16);
    expect((requestsPerSecond * (e2eSeconds?.mean ?? NaN)) / 16).toBeCloseTo(1, 1);
  });

  test("a trace of cached prompts waits less for first tokens", () => {
    const columns = {
      arrivalSeconds: [0, 1, 2, 3],
      inputTokens: [4000, 4000, 4000, 4000],
      outputTokens: [20, 20, 20, 20],
    };
    const without = simulate({ ...deployment, trace: columns, warmUpShare: 0 });
    const cached = simulate({
      ...deployment,
      trace: { ...columns, cachedTokens: [3900, 3900, 3900, 3900] },
      warmUpShare: 0,
    });
    expect(cached.ttftSeconds?.mean).toBeLessThan(0.5 * (without.ttftSeconds?.mean ?? 0));
  });

  test("targets are held against the statistic that they name", () => {
    const { ttftSeconds, tpotSeconds } = simulate(open);
    const p95 = ttftSeconds?.p95 ?? NaN;
    const { targets, met, withinTarget } = simulate({
      ...open,
      targets: { ttft: { p50: p95, p95 }, tpot: 0.99 * (tpotSeconds?.mean ?? NaN) },
    });
    expect(targets.map(({ target, statistic, met: holds }) => [target, statistic, holds])).toEqual([
      ["ttft", "p50", true],
      ["ttft", "p95", true],
      ["tpot", "mean", false],
    ]);
    expect(met).toBe(false);
    expect(withinTarget.ttftSeconds).toBeGreaterThanOrEqual(0.95);
    expect(simulate({ ...open, targets: { ttft: { p95: p95 * (1 - 1e-9) } } }).met).toBe(false);
  });

  test("requests that are turned away break a percentile, whatever the others met", () => {
    const trace = { arrivalSeconds: [0, 1, 2, 3], inputTokens: [10, 10, 10, 10], outputTokens: [5, 5, 5, 5] };
    const request: SimulationRequest = { ...deployment, trace, warmUpShare: 0, targets: { ttft: { p90: 10 } } };
    expect(simulate(request)).toMatchObject({ rejected: 0, met: true });
    expect(
      simulate({ ...request, settings: { maxModelLen: 100 }, trace: { ...trace, inputTokens: [10, 10, 10, 230_000] } }),
    ).toMatchObject({ rejected: 1, met: false });
  });

  test.each<[string, object, string]>([
    ["neither workload nor trace", deployment, "contradictory-options"],
    ["both", { ...open, trace: { arrivalSeconds: [0], inputTokens: [1], outputTokens: [1] } }, "contradictory-options"],
    [
      "requests beside a trace",
      { ...deployment, requests: 1, trace: { arrivalSeconds: [0], inputTokens: [1], outputTokens: [1] } },
      "contradictory-options",
    ],
    [
      "a trace that is none",
      { ...deployment, trace: { arrivalSeconds: [0, -1], inputTokens: [1, 1], outputTokens: [1, 1] } },
      "out-of-range",
    ],
    ["an unknown field", { ...open, gpus: 3 }, "out-of-range"],
    ["no target", { ...open, targets: {} }, "missing-target"],
    ["an unknown model", { ...open, model: "nobody/nothing" }, "unknown-id"],
    ["a model that does not fit", { ...open, model: "llama-3.1-405b" }, "does-not-fit"],
  ])("refuses %s", (_, request, code) => {
    expect(() => simulate(request as SimulationRequest)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test("refuses the load test of an estimate, whose traffic it is not", () => {
    const targets = { ttft: 2, acceptance: { rounds: 10 } };
    expect(() => simulate({ ...open, targets })).toThrow(expect.objectContaining({ field: "targets.acceptance" }));
  });
});
