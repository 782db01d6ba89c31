import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  estimateGpus,
  predictServing,
  predictWaiting,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type PredictionWarning,
  type ServingRequest,
  type WarningCode,
  type Workload,
} from "../../src/index.js";
import { longestCachedTokens } from "../../src/deployment/memory/engine-memory.js";
import { simulate } from "../../src/simulate.js";

const llama = { model: "llama-3.1-8b", gpu: "l40s" } as const;
const lightly = { kind: "closed-loop", requestsInFlight: 1 } as const;
const turns = { inputTokens: 8000, outputTokens: 100, prefixCacheHitRate: 0.8 };
const users = (count: number, thinkSeconds = 60): Workload => ({ concurrentUsers: count, thinkSeconds, ...turns });

type Warned<Code extends WarningCode> = Extract<PredictionWarning, { readonly code: Code }>;
const find = <Code extends WarningCode>(warnings: readonly PredictionWarning[], code: Code): Warned<Code> | undefined =>
  warnings.find((warning): warning is Warned<Code> => warning.code === code);
const codes = (warnings: readonly PredictionWarning[]): readonly WarningCode[] => warnings.map(({ code }) => code);

function feasible(request: EstimateRequest, options: EstimateOptions = {}): FeasibleEstimate {
  const estimate = estimateGpus(request, options);
  if (estimate.status !== "feasible") throw new Error(estimate.reason);
  return estimate;
}

describe("requests that are too long", () => {
  // Half of the requests are beyond the 131,072 tokens of the model.
  const halfTooLong = { inputTokens: { values: [1000, 230_000] }, outputTokens: 100 };

  test("for the model, the engine and the cache are told with their share and the limit", () => {
    const { warnings, memory } = predictServing({
      ...llama,
      ...halfTooLong,
      load: lightly,
      settings: { maxModelLen: 120_000 },
    });
    expect(warnings).toMatchObject([
      {
        code: "longer-than-context",
        share: 0.5,
        limitTokens: 131_072,
        message: "50 % of the requests are longer than the 131072 tokens that the model was made for",
      },
      { code: "longer-than-max-model-len", share: 0.5, limitTokens: 120_000 },
      // A cache of full attention holds its tokens.
      { code: "longer-than-cache", share: 0.5, limitTokens: memory.kvTokens },
    ]);
  });

  test("are not told of where all fit, or where up to one in a hundred may not", () => {
    expect(predictServing({ ...llama, inputTokens: 100_000, outputTokens: 100, load: lightly }).warnings).toEqual([]);
    expect(
      predictServing({ ...llama, inputTokens: { mean: 20_000, cv: 1 }, outputTokens: 100, load: lightly }).warnings,
    ).toEqual([]);
    expect(
      codes(
        predictServing({ ...llama, inputTokens: { mean: 40_000, cv: 1.5 }, outputTokens: 100, load: lightly }).warnings,
      ),
    ).toContain("longer-than-context");
  });

  test("are the same to predictServing, predictWaiting, simulate and estimateGpus", () => {
    const lengths = { inputTokens: { values: [...Array<number>(199).fill(1000), 230_000] }, outputTokens: 100 };
    const workload = { requestsInFlight: 1, ...lengths };
    const answers = [
      predictServing({ ...llama, ...lengths, load: lightly }),
      predictWaiting({ ...llama, workload }),
      simulate({ ...llama, workload, requests: 50 }),
      feasible({ ...llama, workload, targets: { tokensPerSecond: 1 } }, { search: { gpusPerReplica: [1] } }),
    ];
    for (const { warnings } of answers)
      expect(warnings).toMatchObject([
        { code: "longer-than-context", share: 0.005, limitTokens: 131_072 },
        { code: "longer-than-cache", share: 0.005 },
      ]);
  });

  test("in a trace are counted one by one", () => {
    const trace = { arrivalSeconds: [0, 1, 2, 3], inputTokens: [10, 10, 10, 140_000], outputTokens: [5, 5, 5, 5] };
    expect(simulate({ ...llama, trace, warmUpShare: 0 }).warnings).toMatchObject([
      { code: "longer-than-context", share: 0.25 },
    ]);
  });

  test("are told where nothing is feasible, too", () => {
    const estimate = estimateGpus({
      ...llama,
      workload: { requestsInFlight: 4, ...halfTooLong, inputTokens: { mean: 40_000, cv: 1.5 } },
      targets: { tokensPerSecond: 1e6 },
    });
    expect(estimate.status).toBe("infeasible");
    expect(codes(estimate.warnings)).toContain("longer-than-context");
  });

  test("in the mean are refused by an estimate", () => {
    const request = {
      ...llama,
      workload: { requestsInFlight: 4, inputTokens: { mean: 8000, cv: 1 }, outputTokens: 100 },
      targets: { tokensPerSecond: 10 },
    };
    const refused = (changes: Partial<EstimateRequest>) => () => estimateGpus({ ...request, ...changes });
    expect(refused({ settings: { maxModelLen: 8099 } })).toThrow(
      expect.objectContaining({ code: "contradictory-lengths", field: "workload" }) as Error,
    );
    expect(codes(feasible({ ...request, settings: { maxModelLen: 8192 } }).warnings)).toContain(
      "longer-than-max-model-len",
    );
    expect(refused({ workload: { ...request.workload, inputTokens: 131_000 } })).toThrow(
      expect.objectContaining({ code: "contradictory-lengths" }) as Error,
    );
  });
});

describe("the launch plan", () => {
  const request: EstimateRequest = {
    model: "gpt-oss-120b",
    gpu: "h100",
    workload: { requestsInFlight: 20, inputTokens: { mean: 4000, cv: 1 }, outputTokens: 300 },
    targets: { tokensPerSecond: 10 },
  };
  const maxModelLen = ({ plan }: FeasibleEstimate): number => plan?.settings.maxModelLen ?? NaN;

  test("takes the longest request that is told, else the longest that model and cache take", () => {
    expect(maxModelLen(feasible({ ...request, settings: { maxModelLen: 60_000 } }))).toBe(60_000);
    expect(maxModelLen(feasible(request))).toBe(131_072);
  });

  test("covers every request that no warning is about", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("llama-3.1-8b", "gpt-oss-20b", "qwen3.5-27b", "gemma-3-12b"),
        fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 2, maxLength: 4 }),
        (model, values) => {
          const workload = { requestsInFlight: 1, inputTokens: { values }, outputTokens: 100 };
          const [least, most] = [Math.min(...values), Math.max(...values)];
          fc.pre(least + 100 < 100_000 && values.reduce((sum, value) => sum + value, 0) / values.length < 100_000);
          const estimate = estimateGpus(
            { model, gpu: "l40s", workload, targets: { tokensPerSecond: 0.01 } },
            { search: { gpusPerReplica: [1, 2], batchExponent: [0, 2] } },
          );
          if (estimate.status === "feasible" && !estimate.warnings.some(({ code }) => code.startsWith("longer-than")))
            expect(maxModelLen(estimate)).toBeGreaterThanOrEqual(most + 100);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test.each(
  ["llama-3.1-8b", "gpt-oss-20b", "qwen3.5-27b", "gemma-3-12b"].flatMap((model) =>
    ["vllm", "sglang", "tensorrt-llm"].map((engine) => [model, engine] as const),
  ),
)("the longest request in the cache of %s on %s fits, and one token more does not", (model, engine) => {
  const { memory } = predictServing({
    model,
    engine,
    gpu: "h100",
    inputTokens: 1000,
    outputTokens: 100,
    load: lightly,
  });
  const longest = longestCachedTokens(memory, 1e10);
  expect(memory.maxConcurrency(longest)).toBeGreaterThanOrEqual(memory.ranks);
  expect(longest === 1e10 || memory.maxConcurrency(longest + 1) < memory.ranks).toBe(true);
});

describe("prefix cache hits that the cache does not hold", () => {
  test("are the histories of the users who have no request running, beside the requests that run", () => {
    const replicas = 2;
    const waiting = predictWaiting({ ...llama, replicas, workload: users(200) });
    if (!waiting.stable) throw new Error("unstable");
    const { memory } = predictServing({ ...llama, inputTokens: 8000, outputTokens: 100, load: lightly });
    const running = waiting.running / replicas;
    const { neededTokens = NaN, freeTokens = NaN } = find(waiting.warnings, "prefixes-beyond-cache") ?? {};
    // 6,400 of 8,000 tokens are found; who runs holds 8,000 and half of 100, in blocks of 16.
    expect(neededTokens).toBeCloseTo((200 / replicas - running) * 6400, 6);
    expect(freeTokens / (memory.kvTokens - Math.max(1, running) * 8064)).toBeCloseTo(1, 3);
  });

  test("are told exactly from where they do not fit: more users on a replica need more and leave less", () => {
    const warned = (count: number) =>
      find(predictWaiting({ ...llama, workload: users(count, 600) }).warnings, "prefixes-beyond-cache");
    // A cache of 197,000 tokens has room for some thirty histories of 6,400.
    const first = Array.from({ length: 60 }, (_, i) => i + 1).find((count) => warned(count) !== undefined) ?? NaN;
    expect(first).toBeGreaterThan(26);
    expect(first).toBeLessThan(32);
    // Less than one request runs; the one that does takes its room from them all the same.
    const { memory } = predictServing({ ...llama, inputTokens: 8000, outputTokens: 100, load: lightly });
    expect((warned(first)?.freeTokens ?? NaN) / (memory.kvTokens - 8064)).toBeCloseTo(1, 3);
    for (let count = first; count < first + 20; count += 1) {
      const { neededTokens, freeTokens } = warned(count) as Warned<"prefixes-beyond-cache">;
      expect(neededTokens).toBeGreaterThan(freeTokens);
    }
    expect(predictWaiting({ ...llama, replicas: 10, workload: users(10 * first - 10, 600) }).warnings).toEqual([]);
  });

  test("are told by estimateGpus and simulate as well, by the peak", () => {
    const workload = { ...users(40), peakFactor: 2 };
    const { replicas, warnings } = feasible(
      { ...llama, workload, targets: { tokensPerSecond: 5 } },
      { search: { gpusPerReplica: [1] } },
    );
    expect(replicas).toBe(1);
    const waiting = find(predictWaiting({ ...llama, workload }).warnings, "prefixes-beyond-cache")?.neededTokens ?? NaN;
    expect((find(warnings, "prefixes-beyond-cache")?.neededTokens ?? NaN) / waiting).toBeCloseTo(1, 1);
    expect(
      (find(simulate({ ...llama, workload, requests: 2000 }).warnings, "prefixes-beyond-cache")?.neededTokens ?? NaN) /
        waiting,
    ).toBeCloseTo(1, 1);
  });

  test("are not known of rates and of requests in flight, nor needed without hits", () => {
    const warnings = (workload: Workload) => predictWaiting({ ...llama, workload }).warnings;
    expect(warnings({ ...turns, requestsPerSecond: 0.5 })).toEqual([]);
    expect(warnings({ ...turns, requestsInFlight: 500 })).toEqual([]);
    expect(warnings({ ...turns, concurrentUsers: 500, thinkSeconds: 60, prefixCacheHitRate: 0 })).toEqual([]);
  });

  test("are those of a shared start as well, whatever the load", () => {
    const request: ServingRequest = { ...llama, inputTokens: 1000, outputTokens: 100, load: lightly };
    expect(predictServing({ ...request, sharedPrefixTokens: 500 }).warnings).toEqual([]);
    expect(
      predictServing({ ...request, sharedPrefixTokens: 500, load: { kind: "closed-loop", requestsInFlight: 2000 } })
        .warnings,
    ).toEqual([]);
    expect(predictServing({ ...request, sharedPrefixTokens: 300_000 }).warnings).toMatchObject([
      { code: "prefixes-beyond-cache", neededTokens: 300_000 },
    ]);
  });
});

describe("a batch limit beyond the blocks of states", () => {
  const hybrid = { model: "qwen3.5-27b", gpu: "h100", inputTokens: 200, outputTokens: 100, load: lightly } as const;

  test("is told from the first request that has no block: vLLM compares it with all blocks of the pool", () => {
    const beyond = [1, 256, ...Array.from({ length: 100 }, (_, i) => 360 + i), 1024].map((maxNumSeqs) => {
      const { memory, warnings } = predictServing({ ...hybrid, settings: { maxNumSeqs } });
      expect(find(warnings, "batch-beyond-states")).toEqual(
        maxNumSeqs > memory.kvBlocks
          ? expect.objectContaining({ maxNumSeqs, stateBlocks: memory.kvBlocks })
          : undefined,
      );
      return maxNumSeqs - memory.kvBlocks;
    });
    expect(Math.min(...beyond)).toBeLessThan(0);
    expect(Math.max(...beyond)).toBeGreaterThan(0);
  });

  test("is told with the pool of states where an engine keeps one apart", () => {
    const { memory, warnings } = predictServing({ ...hybrid, engine: "sglang", settings: { maxNumSeqs: 4000 } });
    const share = memory.kvPool.groups.find(({ kind }) => kind === "state")?.share ?? NaN;
    expect(find(warnings, "batch-beyond-states")).toMatchObject({
      maxNumSeqs: 4000,
      stateBlocks: Math.floor(memory.kvBlocks * share),
    });
  });

  test("lowers the batch limit that an estimate plans: with the limit of its command the engine starts", () => {
    const estimate = feasible(
      {
        model: "qwen3.5-27b",
        gpu: "h100",
        workload: { requestsInFlight: 600, inputTokens: 50, outputTokens: 20 },
        targets: { tokensPerSecond: 0.1 },
      },
      { search: { gpusPerReplica: [1], batchExponent: [10, 10] } },
    );
    expect(find(estimate.warnings, "batch-beyond-states")).toBeUndefined();
    const limit = estimate.plan?.settings.maxNumSeqs ?? NaN;
    expect(limit).toBeLessThan(1024);
    expect(
      find(predictServing({ ...hybrid, settings: { maxNumSeqs: limit } }).warnings, "batch-beyond-states"),
    ).toBeUndefined();
  });

  test("has no meaning without states", () => {
    const { memory, warnings } = predictServing({ ...hybrid, model: "qwen3-32b", settings: { maxNumSeqs: 3000 } });
    expect(memory.maxNumSeqs).toBeGreaterThan(memory.kvBlocks);
    expect(warnings).toEqual([]);
  });
});
