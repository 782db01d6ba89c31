import fc from "fast-check";
import { gpus, InfrascaleError, models, predictServing, type ServingLoad, type ServingPrediction, type ServingRequest } from "../../../src/index.js";

const amount = fc.double({ min: 0.5, max: 5000, noNaN: true });

export const loadArbitrary: fc.Arbitrary<ServingLoad> = fc.oneof(
  fc.record({ kind: fc.constant("static-batch" as const), requests: amount }),
  fc.record({ kind: fc.constant("closed-loop" as const), requestsInFlight: amount, rounds: fc.constantFrom(1, 8, Infinity), equalLengths: fc.boolean() }),
  fc.record({ kind: fc.constant("offline" as const) }),
  fc.record({ kind: fc.constant("offline" as const), requests: amount }),
  fc.record({ kind: fc.constant("open" as const), requestsPerSecond: fc.double({ min: 1e-3, max: 500, noNaN: true }) }),
);

/** Any model of the catalog on any of its GPUs. */
export const requestArbitrary: fc.Arbitrary<ServingRequest> = fc.record(
  {
    model: fc.constantFrom(...models),
    gpu: fc.constantFrom(...gpus),
    engine: fc.constantFrom("vllm", "vllm@0.6.3", "vllm@0.17", "sglang", "tensorrt-llm", "generic"),
    precision: fc.record({ weights: fc.constantFrom("bf16" as const, "fp8" as const, "int4" as const), kvCache: fc.constantFrom("bf16" as const, "fp8" as const) }, { requiredKeys: [] }),
    load: loadArbitrary,
    inputTokens: fc.integer({ min: 1, max: 20_000 }),
    outputTokens: fc.integer({ min: 1, max: 4000 }),
    replicas: fc.integer({ min: 1, max: 20 }),
    prefixCacheHitRate: fc.double({ min: 0, max: 0.99, noNaN: true }),
    speculation: fc.record({ draftTokens: fc.integer({ min: 1, max: 6 }), acceptanceRate: fc.double({ min: 0, max: 0.99, noNaN: true }) }),
  },
  { requiredKeys: ["model", "gpu", "load", "inputTokens", "outputTokens"] },
);

const splits = [{ tensor: 1 }, { tensor: 2 }, { tensor: 4 }, { tensor: 8 }, { tensor: 8, pipeline: 2 }, { tensor: 8, pipeline: 4 }];

/** The request on the fewest GPUs that hold it; null where none of the splits does. */
export function withSplit(request: ServingRequest): ServingRequest | null {
  return splits.map((parallelism) => ({ ...request, parallelism })).find((candidate) => predicted(candidate) !== null) ?? null;
}

/** The prediction of a valid request; null where the GPUs cannot hold or divide the model. */
export function predicted(request: ServingRequest): ServingPrediction | null {
  try {
    return predictServing(request);
  } catch (error) {
    if (error instanceof InfrascaleError && (error.code === "does-not-fit" || error.code === "impossible-parallelism")) return null;
    throw error;
  }
}
