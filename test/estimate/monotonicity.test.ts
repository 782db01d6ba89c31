import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classicModel, estimateGpus, type EstimateRequest, type Gpu } from "../../src/core.js";
import { requestArbitrary } from "../support/arbitraries.js";

const performance = classicModel();

const gpusOf = (request: EstimateRequest): number => {
  const estimate = estimateGpus(request, { performance });
  return estimate.status === "feasible" ? estimate.gpus : Number.POSITIVE_INFINITY;
};

const factor = fc.double({ min: 1, max: 20, noNaN: true });

function withRequests(request: EstimateRequest, times: number): EstimateRequest {
  const { inputTokens, outputTokens } = request.workload;
  const requestsInFlight = "requestsInFlight" in request.workload ? request.workload.requestsInFlight : 1;
  return { ...request, workload: { inputTokens, outputTokens, requestsInFlight: requestsInFlight * times } };
}

function better(gpu: Gpu, times: number): Gpu {
  const peaks = Object.fromEntries(
    Object.entries(gpu.peakFlopsPerSecond).map(([precision, peak]) => [precision, peak === null ? null : peak * times]),
  );
  return {
    ...gpu,
    memory: { ...gpu.memory, marketedBytes: gpu.memory.marketedBytes * times },
    memoryBandwidthBytesPerSecond: gpu.memoryBandwidthBytesPerSecond * times,
    peakFlopsPerSecond: peaks,
  };
}

describe("the number of GPUs", () => {
  test("never falls with more users", () => {
    fc.assert(
      fc.property(requestArbitrary, factor, (request, times) => {
        expect(gpusOf(withRequests(request, times))).toBeGreaterThanOrEqual(gpusOf(request));
      }),
    );
  });

  test("never falls with a higher speed target", () => {
    fc.assert(
      fc.property(requestArbitrary, factor, (request, times) => {
        const targets = { ...request.targets, tokensPerSecond: (request.targets.tokensPerSecond ?? 1) * times };
        expect(gpusOf({ ...request, targets })).toBeGreaterThanOrEqual(gpusOf(request));
      }),
    );
  });

  test("never rises with a longer allowed wait", () => {
    fc.assert(
      fc.property(requestArbitrary, factor, (request, times) => {
        const targets = { ...request.targets, waitSeconds: (request.targets.waitSeconds ?? 1) * times };
        expect(gpusOf({ ...request, targets })).toBeLessThanOrEqual(gpusOf(request));
      }),
    );
  });

  test("never rises on a GPU that is better in every figure", () => {
    fc.assert(
      fc.property(requestArbitrary, factor, (request, times) => {
        expect(gpusOf({ ...request, gpu: better(request.gpu, times) })).toBeLessThanOrEqual(gpusOf(request));
      }),
    );
  });

  test("does not depend on the unit of time", () => {
    // Powers of two scale without rounding: a GPU twice as fast and targets twice as strict are the same problem.
    fc.assert(
      fc.property(requestArbitrary, fc.constantFrom(2, 4, 0.5), (request, times) => {
        const { gpu, targets } = request;
        const faster = {
          ...better(gpu, times),
          memory: gpu.memory,
        };
        const stricter = {
          tokensPerSecond: (targets.tokensPerSecond ?? 1) * times,
          waitSeconds: (targets.waitSeconds ?? 1) / times,
        };
        expect(gpusOf({ ...request, gpu: faster, targets: stricter })).toBe(gpusOf(request));
      }),
    );
  });
});
