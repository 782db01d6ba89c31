import fc from "fast-check";
import { sixteenBit } from "../../src/deployment/formats.js";
import {
  InfrascaleError,
  predictServing,
  type Gpu,
  type ServingLoad,
  type ServingPrediction,
  type ServingRequest,
} from "../../src/index.js";
import { predictedGpus, predictedModels } from "../support/predicted.js";

/** A request whose prompts and answers have one length each. */
export type PlainRequest = ServingRequest & { readonly inputTokens: number; readonly outputTokens: number };

const amount = fc.double({ min: 0.5, max: 5000, noNaN: true });

export const loadArbitrary: fc.Arbitrary<ServingLoad> = fc.oneof(
  fc.record({ kind: fc.constant("static-batch" as const), requests: amount }),
  fc.record({
    kind: fc.constant("closed-loop" as const),
    requestsInFlight: amount,
    rounds: fc.constantFrom(1, 8, Infinity),
    equalLengths: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("burst" as const) }),
  fc.record({ kind: fc.constant("burst" as const), requests: amount }),
  fc.record({ kind: fc.constant("open" as const), requestsPerSecond: fc.double({ min: 1e-3, max: 500, noNaN: true }) }),
);

/** Any model of the catalog on a GPU, in formats that it computes in; some of them on several ranks. */
const requestOn = (gpu: Gpu): fc.Arbitrary<PlainRequest> =>
  fc.record(
    {
      model: fc.constantFrom(...predictedModels),
      gpu: fc.constant(gpu),
      engine: fc.constantFrom("vllm", "vllm@0.6.3", "vllm@0.17", "sglang", "tensorrt-llm", "generic"),
      precision: fc.record(
        {
          weights: fc.constantFrom(sixteenBit(gpu), "fp8" as const, "int4" as const),
          kvCache: fc.constantFrom(sixteenBit(gpu), "fp8" as const),
        },
        { requiredKeys: [] },
      ),
      parallelism: fc.record({ data: fc.constantFrom(1, 1, 2, 8) }),
      load: loadArbitrary,
      inputTokens: fc.integer({ min: 1, max: 20_000 }),
      outputTokens: fc.integer({ min: 1, max: 4000 }),
      replicas: fc.integer({ min: 1, max: 20 }),
      prefixCacheHitRate: fc.double({ min: 0, max: 0.99, noNaN: true }),
      speculation: fc.record({
        draftTokens: fc.integer({ min: 1, max: 6 }),
        acceptanceRate: fc.double({ min: 0, max: 0.99, noNaN: true }),
      }),
    },
    { requiredKeys: ["model", "gpu", "load", "inputTokens", "outputTokens"] },
  );

/** Any model of the catalog on any of its GPUs. */
export const requestArbitrary: fc.Arbitrary<PlainRequest> = fc.constantFrom(...predictedGpus).chain(requestOn);

const splits = [
  { tensor: 1 },
  { tensor: 2 },
  { tensor: 4 },
  { tensor: 8 },
  { tensor: 8, pipeline: 2 },
  { tensor: 8, pipeline: 4 },
];

/** The request on the fewest GPUs that hold it; null where none of the splits does. */
export function withSplit(request: PlainRequest): PlainRequest | null {
  return (
    splits
      .map((split) => ({ ...request, parallelism: { ...request.parallelism, ...split } }))
      .find((candidate) => predicted(candidate) !== null) ?? null
  );
}

/** The prediction of a valid request; null where the GPUs cannot hold or divide the model. */
export function predicted(request: ServingRequest): ServingPrediction | null {
  try {
    return predictServing(request);
  } catch (error) {
    if (error instanceof InfrascaleError && (error.code === "does-not-fit" || error.code === "impossible-parallelism"))
      return null;
    throw error;
  }
}
