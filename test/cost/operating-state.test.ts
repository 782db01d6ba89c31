import { expect, test } from "vitest";
import { operatingStates } from "../../src/cost/operating-state.js";
import { estimateGpus, presetWorkload, type ReplayableEstimate } from "../../src/index.js";

const served = { model: "llama-3.1-8b", gpu: "l40s", targets: { ttft: { p95: 2 }, tpot: { p95: 0.06 } } } as const;

test.each([
  ["users", presetWorkload("chat", { concurrentUsers: 400 })],
  ["a rate", presetWorkload("chat", { requestsPerSecond: 8 })],
  ["requests in flight", { requestsInFlight: 60, inputTokens: 1155, outputTokens: 211 }],
] as const)(
  "a fleet for %s answers the share of its load that it is asked for, with fewer requests in flight",
  (_, workload) => {
    const estimate = estimateGpus({ ...served, workload }) as ReplayableEstimate;
    const stateUnder = operatingStates(estimate);
    const whole = stateUnder(1);
    expect(Math.abs(whole.requestsPerSecond / estimate.traffic.requestsPerSecond - 1)).toBeLessThan(0.06);
    expect(whole.gpus).toBe(estimate.gpus);
    for (const share of [0.9, 0.5, 0.1, 0.001]) {
      const state = stateUnder(share);
      expect(state.requestsPerSecond / whole.requestsPerSecond).toBeCloseTo(share, 9);
      expect(state.running).toBeLessThanOrEqual(share * whole.running);
    }
  },
);
