import { describe, expect, test } from "vitest";
import { changesOf, compareGpus, whatIf } from "../../src/decide.js";
import {
  estimateGpus,
  verifyEstimate,
  type EstimateRequest,
  type Following,
  type StopSignal,
} from "../../src/index.js";
import type { ReplayableEstimate } from "../../src/shipped/estimated-deployment.js";
import { simulate } from "../../src/simulate.js";
import { thrown } from "../support/refusal.js";

const served = {
  model: "llama-3.1-8b",
  workload: { requestsPerSecond: 6, inputTokens: 1155, outputTokens: 211 },
  targets: { ttft: { p95: 1 } },
};
const request: EstimateRequest = { ...served, gpu: "l40s" };
const compared = { gpus: ["l40s", "h100"], cost: { today: "2026-11-30" } };
const estimate = estimateGpus(request) as ReplayableEstimate;
const replayed = { requests: 500, seed: 3 };
const impossible: EstimateRequest = { ...request, targets: { ttft: { p95: 1e-6 } } };

/** Everything that can be followed. */
const DOORS: Readonly<Record<string, (following: Following) => unknown>> = {
  estimateGpus: (following) => estimateGpus(request, following),
  "estimateGpus, infeasible": (following) => estimateGpus(impossible, following),
  "estimateGpus, replayed": (following) => estimateGpus(request, { ...following, verify: replayed }),
  compareGpus: (following) => compareGpus(served, { ...compared, ...following }),
  changesOf: (following) => changesOf(request, { shares: [0.2], ...following }),
  whatIf: (following) => whatIf(request, { shares: [0.2], confidence: "expected", ...following }),
  "whatIf, infeasible": (following) => whatIf(impossible, { shares: [0.2], confidence: "expected", ...following }),
  verifyEstimate: (following) => verifyEstimate(estimate, { ...replayed, ...following }),
  simulate: (following) =>
    simulate({ model: "llama-3.1-8b", gpu: "l40s", workload: request.workload, requests: 500, ...following }),
};

describe.each(Object.entries(DOORS))("%s", (_, call) => {
  test("tells how much is done, never less than before, and all of it at the end; the answer stays the same", () => {
    const told: number[] = [];
    const answer = call({
      onProgress: (done, total) => {
        told.push(done / total);
      },
    });
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[0]).toBeGreaterThan(0);
    expect(told.at(-1)).toBe(1);
    expect(told.filter((share) => share === 1)).toHaveLength(1);
    expect(JSON.stringify(answer)).toBe(JSON.stringify(call({})));
  });

  test("stops before it begins, and at the next step", () => {
    expect(thrown(() => call({ signal: { aborted: true } }))).toMatchObject({ code: "stopped" });
    const controller = new AbortController();
    let told = 0;
    const following: Following = {
      signal: controller.signal,
      onProgress: () => {
        told += 1;
        controller.abort();
      },
    };
    expect(thrown(() => call(following))).toMatchObject({ code: "stopped" });
    expect(told).toBe(1);
  });

  test("refuses what can neither be told nor asked", () => {
    for (const following of [{ onProgress: true }, { signal: true }, { signal: {} }, { signal: null }])
      expect(thrown(() => call(following as unknown as Following))).toMatchObject({ code: "invalid-type" });
  });
});

test("a search is stopped between branches, where nothing is told", () => {
  let asked = 0;
  const signal: StopSignal = {
    get aborted() {
      asked += 1;
      return asked > 5;
    },
  };
  expect(thrown(() => estimateGpus(request, { signal }))).toMatchObject({ code: "stopped" });
  expect(asked).toBe(6);
});
