import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  engineModel,
  findGpu,
  findModel,
  gpus,
  models,
  predictServing,
  predictWaiting,
  presetWorkload,
  type WaitingRequest,
} from "../../src/index.js";
import { scenarioFor } from "../support/scenario.js";

const request: WaitingRequest = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  replicas: 3,
  workload: presetWorkload("chat", { requestsPerSecond: 9 }),
  settings: { maxNumSeqs: 64 },
};

describe("predictWaiting", () => {
  test("says what the performance model says of the same fleet", () => {
    const scenario = scenarioFor({
      model: findModel("llama-3.1-8b", models),
      gpu: findGpu("l40s", gpus),
      precision: { weights: "bf16", kvCache: "bf16" },
      workload: request.workload,
      targets: {},
    });
    const waiting = engineModel().waiting?.(
      { gpusPerReplica: 1, replicas: 3, batchExponent: 6, queueRatio: 1 },
      scenario,
    );
    const predicted = predictWaiting(request);
    if (waiting?.stable !== true || !predicted.stable) throw new Error("unstable");
    expect(predicted.ttftSeconds.p95).toBeCloseTo(waiting.ttftSeconds.p95, 9);
    expect(predicted.e2eSeconds.mean).toBeCloseTo(waiting.e2eSeconds.mean, 9);
    expect(predicted).toMatchObject({ gpus: 3, slots: 64, engine: "vllm@0.29", profile: null });
  });

  test("has the throughput of predictServing in a loop that neither waits nor starts", () => {
    const deployment = { model: "llama-3.1-8b", gpu: "l40s", settings: { maxNumSeqs: 64 } };
    const looped = predictWaiting({
      ...deployment,
      workload: { requestsInFlight: 32, inputTokens: 1000, outputTokens: 200 },
    });
    const served = predictServing({
      ...deployment,
      load: { kind: "closed-loop", requestsInFlight: 32, rounds: Number.POSITIVE_INFINITY },
      inputTokens: 1000,
      outputTokens: 200,
    });
    if (!looped.stable) throw new Error("unstable");
    // Queueing takes those in flight to hold a slot each, while some of their tokens are being delivered.
    expect(looped.requestsPerSecond / served.requestsPerSecond).toBeGreaterThanOrEqual(1);
    expect(looped.requestsPerSecond / served.requestsPerSecond).toBeLessThan(1.02);
    expect(looped.tpotSeconds.mean / served.tpotSeconds).toBeCloseTo(1, 1);
  });

  test("takes the ranks of a dense model for replicas behind the same router, and those of a mixture for one", () => {
    const dense = { ...request, settings: { maxNumSeqs: 32 } };
    for (const routing of ["random", "round-robin", "least-loaded"] as const) {
      const ranks = predictWaiting({ ...dense, routing, replicas: 3, parallelism: { data: 2 } });
      expect({ ...ranks, slots: 32 }).toEqual(predictWaiting({ ...dense, routing, replicas: 6 }));
      expect(ranks.slots).toBe(64);
    }
    const mixture = {
      model: "qwen3-30b-a3b",
      gpu: "h200",
      workload: presetWorkload("chat", { requestsPerSecond: 9 }),
      settings: { maxNumSeqs: 32 },
    };
    const [ranks, replicas] = [
      predictWaiting({ ...mixture, parallelism: { data: 2 } }),
      predictWaiting({ ...mixture, replicas: 2 }),
    ];
    if (!ranks.stable || !replicas.stable) throw new Error("unstable");
    expect(ranks.tpotSeconds.mean).not.toBe(replicas.tpotSeconds.mean);
  });

  test("is unstable where more comes than can be answered, whatever the router", () => {
    for (const routing of ["random", "round-robin", "least-loaded"] as const)
      expect(
        predictWaiting({ ...request, routing, workload: presetWorkload("chat", { requestsPerSecond: 900 }) }),
      ).toMatchObject({ stable: false, needsReplay: true, gpus: 3 });
  });

  test("users who think longer ask less, and wait less", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (concurrentUsers, thinkSeconds) => {
          const of = (seconds: number) =>
            predictWaiting({
              ...request,
              workload: presetWorkload("chat", { concurrentUsers, thinkSeconds: seconds }),
            });
          const [short, long] = [of(thinkSeconds), of(2 * thinkSeconds)];
          if (!short.stable || !long.stable) throw new Error("users are always answered");
          expect(long.requestsPerSecond).toBeLessThanOrEqual(short.requestsPerSecond * 1.001);
          expect(long.queueSeconds.mean).toBeLessThanOrEqual(short.queueSeconds.mean * 1.001 + 1e-6);
          expect(JSON.stringify({ ...short, profile: "none" })).not.toMatch(/null/);
        },
      ),
      { numRuns: 20 },
    );
  });

  test.each([
    ["request.load", { load: 1 }],
    ["replicas", { replicas: 0 }],
    ["routing", { routing: "best" }],
    ["workload", { workload: { inputTokens: 1, outputTokens: 1 } }],
    ["model", { model: "llama-9" }],
    ["parallelism", { model: "llama-3.1-405b", parallelism: { tensor: 1 } }],
  ])("%s is refused", (field, changes) => {
    expect(() => predictWaiting({ ...request, ...(changes as object) })).toThrow(
      expect.objectContaining({ name: "InfrascaleError", field }),
    );
  });

  test("are numbers for prompts of one token beside steps that halt for them", () => {
    for (const requestsInFlight of [1.0000000000000002, 1.5, 3]) {
      const waiting = predictWaiting({
        model: "llama-3.1-8b",
        gpu: "h100",
        engine: "vllm@0.6.3",
        workload: { requestsInFlight, inputTokens: 1, outputTokens: 50 },
      });
      if (!waiting.stable) throw new Error("a loop is stable");
      for (const seconds of [waiting.ttftSeconds.mean, waiting.ttftSeconds.p95, waiting.e2eSeconds.p99])
        expect(Number.isFinite(seconds)).toBe(true);
    }
  });
});
