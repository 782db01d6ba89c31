import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CORE_SCHEMA, dump, loadAll } from "js-yaml";
import { ENGINE_LAUNCHES } from "../../src/launch/engines/engine-launches.js";
import type { EngineLaunch } from "../../src/launch/engines/engine-launch.js";
import { planLaunch, type Drafter, type LaunchPlan } from "../../src/launch/index.js";
import {
  estimateGpus,
  InfrascaleError,
  type NamedEstimate,
  type EstimateRequest,
  type FeasibleEstimate,
  type Parallelism,
} from "../../src/index.js";
import { parsedFile, parsedWords } from "./engine-parser.js";
import { REALISED, type Realised } from "./realised.js";

const ENGINES = {
  vllm: ["vllm@0.9", "vllm@0.12", "vllm@0.16", "vllm@0.20.2", "vllm@0.25", "vllm"],
  sglang: ["sglang@0.4.6", "sglang@0.5.0", "sglang@0.5.9", "sglang"],
  "tensorrt-llm": ["tensorrt-llm@1.0", "tensorrt-llm@1.2", "tensorrt-llm@1.3"],
} as const;

const MODELS = ["llama-3.1-8b", "llama-3.1-70b", "qwen3-30b-a3b", "deepseek-r1", "gpt-oss-120b", "qwen3-next-80b-a3b"];

const power = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: most }).map((exponent) => 2 ** exponent);

const splits: fc.Arbitrary<Parallelism> = fc
  .record({ tensor: power(3), pipeline: power(1), data: power(3), isWhole: fc.boolean() })
  .map(({ isWhole, ...sizes }) => ({ ...sizes, expert: isWhole ? sizes.tensor * sizes.data : 1 }));

const drafters: fc.Arbitrary<Drafter> = fc.oneof(
  fc.constant<Drafter>({ method: "mtp" }),
  fc.constant<Drafter>({ method: "eagle3", model: "org/draft" }),
  fc.integer({ min: 1, max: 8 }).map((lookupTokens): Drafter => ({ method: "ngram", lookupTokens })),
);

const cases = fc.record({
  engine: fc.constantFrom(...Object.entries(ENGINES).flatMap(([name, ids]) => ids.map((id) => ({ name, id })))),
  model: fc.constantFrom(...MODELS),
  split: splits,
  batchExponent: fc.integer({ min: 0, max: 9 }),
  precision: fc.record({
    weights: fc.constantFrom(undefined, "bf16", "fp8", "int4"),
    kvCache: fc.constantFrom(undefined, "bf16", "fp8"),
  }),
  settings: fc.record({
    maxBatchedTokens: fc.constantFrom(undefined, 512, 4096, 16_384),
    prefixCaching: fc.constantFrom(undefined, true, false),
    utilization: fc.constantFrom(undefined, 0.85),
    maxModelLen: fc.constantFrom(undefined, 4096),
  }),
  draftTokens: fc.integer({ min: 0, max: 4 }),
  drafter: drafters,
});

type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

const defined = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** A plan, or null where such a deployment cannot be. */
function planned({
  engine,
  model,
  split,
  batchExponent,
  precision,
  settings,
  draftTokens,
  drafter,
}: Case): { estimate: FeasibleEstimate; plan: LaunchPlan } | null {
  const request = {
    model,
    gpu: "h200",
    engine: engine.id,
    precision: defined(precision),
    settings: defined(settings),
    ...(draftTokens === 0 ? {} : { speculation: { draftTokens, acceptanceRate: 0.6 } }),
    workload: { requestsInFlight: 1, inputTokens: 1000, outputTokens: 100 },
    targets: { tokensPerSecond: 0.01 },
  } as EstimateRequest;
  const estimate = asked(request, [split], [batchExponent, batchExponent]);
  return estimate === null ? null : { estimate, plan: planLaunch(estimate, draftTokens === 0 ? {} : { drafter }) };
}

/** An estimate, or null where nothing of the kind can be built. */
function asked(
  request: EstimateRequest,
  splits: readonly Parallelism[],
  batchExponent: readonly [number, number],
): (NamedEstimate & FeasibleEstimate) | null {
  try {
    const estimate = estimateGpus(request, { confidence: "expected", search: { splits, batchExponent } });
    return estimate.status === "feasible" ? estimate : null;
  } catch (error) {
    if (error instanceof InfrascaleError) return null;
    throw error;
  }
}

const isRefused = ({ notices }: LaunchPlan): boolean => notices.some(({ effect }) => effect === "refused");

function expected(
  { plan: sized }: FeasibleEstimate,
  { replica: { quantisation }, replicas }: LaunchPlan,
  estimate: FeasibleEstimate,
): Realised {
  if (sized === null) throw new Error("no plan");
  const { tensor, pipeline, expert, settings, precision, draftTokens } = sized;
  const { maxNumSeqs, maxBatchedTokens, maxModelLen, utilization, prefixCaching } = settings;
  return {
    tensor,
    pipeline,
    // Ranks that share nothing may be servers of their own.
    data: sized.data / (replicas / estimate.replicas),
    expert,
    maxNumSeqs,
    maxBatchedTokens,
    maxModelLen,
    utilization,
    prefixCaching,
    eightBitCache: precision.kvCache === "fp8",
    quantisation: quantisation ?? undefined,
    draftTokens,
  };
}

describe("a launch, as the parser of its engine reads it", () => {
  test("is the deployment that was sized", () => {
    let compared = 0;
    fc.assert(
      fc.property(cases, (drawn) => {
        const found = planned(drawn);
        if (found === null || isRefused(found.plan)) return;
        const { estimate, plan } = found;
        const { version, servers, gpus } = plan.replica;
        const name = drawn.engine.name as keyof typeof ENGINES;
        const launch = ENGINE_LAUNCHES[name] as EngineLaunch;
        const wanted = expected(estimate, plan, estimate);
        const stages = name === "tensorrt-llm" ? wanted.pipeline : 1;
        const rounded = { ...wanted, maxNumSeqs: Math.ceil(wanted.maxNumSeqs / stages) * stages };
        const isOneCommand = servers === 1 || plan.commands.length === 1;
        expect(plan.commands).toHaveLength(isOneCommand ? 1 : servers);
        const file = parsedFile(
          launch,
          version,
          loadAll(dump(plan.file.content, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true }), null, {
            schema: CORE_SCHEMA,
          })[0] as object,
        );
        for (const words of plan.commands) {
          const options = parsedWords(launch, version, words.slice(words.indexOf(launch.command[0] as string)));
          const all = options.has("file") ? new Map([...options, ...file]) : options;
          expect(REALISED[name](all)).toEqual(rounded);
          expect(options.get("model")).toBe(plan.replica.checkpoint ?? "CHECKPOINT");
        }
        if (launch.file.modelKey !== null) expect(REALISED[name](file)).toEqual(rounded);
        expect(gpus * plan.replicas).toBe(estimate.gpus);
        compared += 1;
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(60);
  });
});
