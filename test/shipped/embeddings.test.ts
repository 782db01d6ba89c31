import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  estimateGpus,
  findGpu,
  findModel,
  gpus,
  models,
  predictServing,
  predictWaiting,
  servingIntervals,
  type EstimateRequest,
  type FeasibleEstimate,
  type Model,
  type WaitingRequest,
} from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import { speedProfile } from "../../src/kernels/choose-profile.js";
import { prefillStep } from "../../src/kernels/step.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { refusal } from "../support/refusal.js";

const deployment = { model: "bge-large-en-v1.5", gpu: "l4" } as const;
const reranker = { model: "bge-reranker-v2-m3", gpu: "a100-sxm4-40gb" } as const;

/** Tokens per second of a replica whose passes are full. */
const capacity = (request: Omit<WaitingRequest, "workload">, inputTokens: number): number =>
  predictWaiting({ ...request, workload: { requestsPerSecond: 1, inputTokens } }).capacityPerSecond * inputTokens;

function feasible(request: EstimateRequest): FeasibleEstimate {
  const estimate = estimateGpus(request);
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}

describe("one pass", () => {
  const { laws } = shippedConstants();
  const model = findModel("bge-large-en-v1.5", models);
  const stepOf = (of: Model, tokens: number): number =>
    prefillStep(
      speedProfile(
        {
          model: of,
          gpu: findGpu("h100", gpus),
          engine: "vllm",
          storage: { weights: "bf16" },
          cache: "bf16",
          parallelism: { tensor: 1, pipeline: 1, expert: 1, data: 1 },
        },
        laws,
      ),
      tokens,
    ).computeSeconds;
  const writer = (of: Model): Model =>
    Object.fromEntries(Object.entries(of).filter(([name]) => name !== "kind")) as unknown as Model;
  const causal = (of: Model): Model => ({
    ...of,
    layers: of.layers.map((group) => ({
      ...group,
      mixer: group.mixer?.kind === "self" ? { ...group.mixer, bidirectional: false } : group.mixer,
    })),
  });
  const without = (of: Model): Model => ({
    ...of,
    layers: of.layers.map((group) => ({
      ...group,
      mixer: group.mixer?.kind === "self" ? { ...group.mixer, windowTokens: 1e-9 } : group.mixer,
    })),
  });

  test("sees every pair of tokens: 2 s / (s + 1) of the arithmetic of a decoder's attention", () => {
    const [all, past, none] = [stepOf(model, 512), stepOf(causal(model), 512), stepOf(without(model), 512)];
    expect((all - none) / (past - none)).toBeCloseTo((2 * 512) / 513, 6);
  });

  test("has no output head", () => {
    expect(stepOf(writer(model), 512)).toBeGreaterThan(stepOf(model, 512));
  });

  test("has room for the tokens of a step: four prompts of 512 in 2,048, and none cut", () => {
    const { capacityPerSecond } = predictWaiting({
      ...deployment,
      workload: { requestsPerSecond: 1, inputTokens: 512 },
    });
    const passSeconds = (requests: number): number => {
      const { e2eSeconds } = predictServing({
        ...deployment,
        load: { kind: "static-batch", requests },
        inputTokens: 512,
      });
      // A batch that is handed over as one takes its pass alone.
      return e2eSeconds ?? NaN;
    };
    expect(capacityPerSecond).toBeCloseTo(4 / passSeconds(4), 6);
    expect(
      predictWaiting({ ...deployment, workload: { requestsPerSecond: 1, inputTokens: 500 } }).capacityPerSecond,
    ).toBeGreaterThan(capacityPerSecond);
    expect(
      predictWaiting({
        ...deployment,
        settings: { maxNumSeqs: 1 },
        workload: { requestsPerSecond: 1, inputTokens: 512 },
      }).capacityPerSecond,
    ).toBeCloseTo(1 / passSeconds(1), 6);
  });
});

describe("memory", () => {
  test("is two bytes a weight of what is published in 32 bit, and no cache", () => {
    const { memory, assumed } = predictServing({
      ...deployment,
      load: { kind: "open", requestsPerSecond: 1 },
      inputTokens: 512,
    });
    expect(memory.parts.weights / (2 * 335_141_888)).toBeCloseTo(1, 2);
    expect([memory.kvCacheBytes, memory.kvTokens, memory.fits]).toEqual([0, 0, true]);
    expect(assumed).toContainEqual({ code: "sixteen-bit-weights", used: "bf16" });
  });

  test("is that of its cache where a decoder makes the vector", () => {
    const { memory } = predictServing({
      model: "qwen3-embedding-8b",
      gpu: "l40s",
      load: { kind: "open", requestsPerSecond: 1 },
      inputTokens: 512,
    });
    expect(memory.parts.weights / (2 * 7_567_295_488)).toBeCloseTo(1, 2);
    expect(memory.kvCacheBytes).toBeGreaterThan(1e9);
    // A reranker has no use for the output head of the model whose shape it has.
    const { memory: ofReranker } = predictServing({
      model: "Qwen/Qwen3-Reranker-8B",
      gpu: "l40s",
      load: { kind: "open", requestsPerSecond: 1 },
      inputTokens: 512,
    });
    expect(ofReranker.parts.weights).toBeCloseTo(memory.parts.weights, -7);
  });

  test("grows with the model", () => {
    const weights = [
      "all-minilm-l6-v2",
      "bge-small-en-v1.5",
      "arctic-embed-m",
      "bge-large-en-v1.5",
      "bge-m3",
      "qwen3-embedding-4b",
    ].map(
      (model) =>
        predictServing({ model, gpu: "l4", load: { kind: "open", requestsPerSecond: 1 }, inputTokens: 128 }).memory
          .parts.weights,
    );
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  });

  test("that is too little is refused", () => {
    expect(
      refusal(() =>
        predictServing({
          model: "qwen3-embedding-8b",
          gpu: "t4",
          load: { kind: "open", requestsPerSecond: 1 },
          inputTokens: 512,
        }),
      ),
    ).toBe("does-not-fit parallelism");
  });
});

describe("times", () => {
  test.each([
    [deployment, 512, 0.1],
    [deployment, 512, 0.5],
    [deployment, { mean: 250, cv: 0.6 }, 0.8],
    [{ model: "bge-m3", gpu: "h100" }, 512, 0.9],
    [{ model: "bge-m3", gpu: "h100" }, 32, 0.5],
    [{ model: "qwen3-embedding-0.6b", gpu: "l40s" }, { mean: 400, cv: 1 }, 0.7],
  ] as const)(
    "of %o with prompts of %o at %d of the capacity are those of a replay: means to a seventh, p95 to a fifth",
    (served, inputTokens, utilisation) => {
      const { capacityPerSecond } = predictWaiting({ ...served, workload: { requestsPerSecond: 1, inputTokens } });
      const workload = { requestsPerSecond: utilisation * capacityPerSecond, inputTokens } as const;
      const waiting = predictWaiting({ ...served, workload });
      const { e2eSeconds, ttftSeconds, tpotSeconds, outputTokensPerSecond } = simulate({
        ...served,
        workload,
        requests: 20_000,
      });
      if (!waiting.stable) throw new Error("unstable");
      expect(Math.abs(waiting.e2eSeconds.mean / (e2eSeconds?.mean ?? NaN) - 1)).toBeLessThan(1 / 7);
      expect(Math.abs(waiting.e2eSeconds.p95 / (e2eSeconds?.p95 ?? NaN) - 1)).toBeLessThan(0.2);
      // The first token is the answer, and nothing is written.
      expect([ttftSeconds, tpotSeconds, outputTokensPerSecond]).toEqual([e2eSeconds, null, 0]);
      expect(waiting.needsReplay).toBe(false);
    },
  );

  test("of a closed loop and of users are those of a replay, to a sixth", () => {
    for (const workload of [
      { requestsInFlight: 3, inputTokens: 512 },
      { requestsInFlight: 100, inputTokens: 512 },
      { concurrentUsers: 200, thinkSeconds: 1, inputTokens: 512 },
    ] as const) {
      const waiting = predictWaiting({ ...deployment, workload });
      const { e2eSeconds, requestsPerSecond } = simulate({ ...deployment, workload, requests: 20_000 });
      if (!waiting.stable) throw new Error("unstable");
      expect(Math.abs(waiting.e2eSeconds.mean / (e2eSeconds?.mean ?? NaN) - 1)).toBeLessThan(1 / 6);
      expect(Math.abs(waiting.requestsPerSecond / requestsPerSecond - 1)).toBeLessThan(1 / 6);
    }
  });

  test("rise with the prompt", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 12 }), (inputTokens, longer) => {
        const alone = (tokens: number): number =>
          predictServing({ ...deployment, load: { kind: "closed-loop", requestsInFlight: 1 }, inputTokens: tokens })
            .e2eSeconds ?? NaN;
        expect(alone(inputTokens + longer)).toBeGreaterThan(alone(inputTokens));
      }),
      { numRuns: 20 },
    );
  });

  test("are told in full: what runs, what waits, and no output", () => {
    const prediction = predictServing({
      ...deployment,
      replicas: 2,
      load: { kind: "open", requestsPerSecond: 100 },
      inputTokens: 512,
    });
    expect(prediction).toMatchObject({
      requestsPerSecond: 100,
      tpotSeconds: 0,
      outputTokensPerSecond: 0,
      totalTokensPerSecond: 51_200,
      tokensPerSecondPerRequest: 0,
      stable: true,
      decode: { seconds: 0 },
    });
    expect(prediction.ttftSeconds).toBe(prediction.e2eSeconds);
    expect(prediction.running).toBeGreaterThan(0);
    const overloaded = predictServing({
      ...deployment,
      load: { kind: "open", requestsPerSecond: 1e4 },
      inputTokens: 512,
    });
    expect(overloaded).toMatchObject({ stable: false, e2eSeconds: null });
    expect(overloaded.requestsPerSecond).toBeCloseTo(
      predictServing({ ...deployment, load: { kind: "burst" }, inputTokens: 512 }).requestsPerSecond,
      9,
    );
  });
});

describe("how sure it is", () => {
  const prediction = predictServing({
    model: "bge-m3",
    gpu: "h100",
    load: { kind: "open", requestsPerSecond: 500 },
    inputTokens: 512,
  });

  test("is never called calibrated, and has a wide interval and a warning", () => {
    expect(prediction.source).toBe("datasheet");
    const { ttftSeconds } = servingIntervals(prediction);
    expect((ttftSeconds?.high ?? NaN) / (ttftSeconds?.low ?? NaN)).toBeGreaterThan(3);
    expect(prediction.warnings.map(({ code }) => code)).toEqual(["model-kind", "front-end"]);
  });

  test("shows in the band of an estimate", () => {
    const { plan, band, expected } = feasible({
      ...deployment,
      workload: { requestsPerSecond: 500, inputTokens: 512 },
      targets: { e2e: { p95: 0.1 } },
    });
    expect(plan?.source).toBe("datasheet");
    expect(band?.mostGpus ?? Infinity).toBeGreaterThan(1.3 * expected.gpus);
  });

  /** Public figures of whole services, each beside the passes of the model: the same to a factor of two. */
  test.each([
    // snowflake.com/en/engineering-blog/embedding-inference-arctic-16x-faster (2025): 230,000 tokens/s on an A10G in production, as cited by thevones.com.
    ["arctic-embed-m on an A10G", { model: "arctic-embed-m", gpu: "a10g" }, 512, 230_000],
    // huggingface/text-embeddings-inference#392 (2024): 5.4 requests of 23 passages of 512 tokens per second on two of the seven slices of an A100.
    ["bge-reranker-v2-m3 on an A100", reranker, 512, (5.4 * 23 * 512 * 7) / 2],
  ] as const)("agrees with what was published: %s", (_, served, inputTokens, tokensPerSecond) => {
    const ratio = capacity(served, inputTokens) / tokensPerSecond;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe("an estimate", () => {
  const asked = (load: object, targets: object): EstimateRequest => ({
    ...deployment,
    workload: { ...load, inputTokens: { mean: 250, cv: 0.5 } },
    targets,
  });

  test.each([
    ["a rate", asked({ requestsPerSecond: 600 }, { e2e: { p95: 0.1 } })],
    ["requests in flight", asked({ requestsInFlight: 60 }, { waitSeconds: 0.1 })],
    ["users", asked({ concurrentUsers: 5000, thinkSeconds: 10 }, { ttft: { p99: 0.2 } })],
  ])("of %s holds in a replay", (_, request) => {
    const { replicas, gpusPerReplica, maxBatchSize, constraints, search, waiting, performance } = feasible(request);
    expect([gpusPerReplica, search.certified]).toEqual([1, true]);
    expect(constraints.every(({ satisfied }) => satisfied)).toBe(true);
    expect(performance).toMatchObject({
      tpotSeconds: 0,
      outputTokensPerSecond: 0,
      kvCache: { poolBytes: 0, runningBytes: 0 },
    });
    expect(performance.ttftSeconds).toBeCloseTo(waiting?.stable === true ? waiting.e2eSeconds.mean : NaN, 9);
    const { targets } = simulate({
      ...deployment,
      workload: request.workload,
      targets: request.targets,
      replicas,
      settings: { maxNumSeqs: maxBatchSize },
      requests: 20_000,
    });
    for (const { value, limit } of targets) expect(value).toBeLessThan(1.2 * limit);
  });

  test("never takes fewer GPUs for more requests", () => {
    const bought = [1, 30, 100, 400, 1000, 4000].map((requestsPerSecond) =>
      feasible(asked({ requestsPerSecond }, { e2e: { p95: 0.1 } })),
    );
    for (const gpus of [bought.map(({ gpus }) => gpus), bought.map(({ expected }) => expected.gpus)])
      expect(gpus).toEqual(gpus.toSorted((a, b) => a - b));
    expect(bought[0]?.expected.gpus).toBe(1);
    expect(bought.at(-1)?.expected.gpus).toBeGreaterThan(4);
  });
});

describe("is refused", () => {
  const workload = { requestsPerSecond: 10, inputTokens: 200 } as const;
  const load = { kind: "open", requestsPerSecond: 10 } as const;
  test.each([
    [
      "outputs",
      () => predictWaiting({ ...deployment, workload: { ...workload, outputTokens: 5 } }),
      "contradictory-workload workload.outputTokens",
    ],
    [
      "outputs of a load",
      () => predictServing({ ...deployment, load, inputTokens: 5, outputTokens: 1 }),
      "contradictory-workload outputTokens",
    ],
    [
      "a longest output",
      () => simulate({ ...deployment, workload: { ...workload, maxOutputTokens: 5 } }),
      "contradictory-workload workload.maxOutputTokens",
    ],
    [
      "a cached prefix of an encoder",
      () => predictWaiting({ ...deployment, workload: { ...workload, prefixCacheHitRate: 0.5 } }),
      "contradictory-workload workload.prefixCacheHitRate",
    ],
    [
      "a shared prefix of an encoder",
      () => estimateGpus({ ...deployment, workload: { ...workload, sharedPrefixTokens: 50 }, targets: { ttft: 1 } }),
      "contradictory-workload workload.sharedPrefixTokens",
    ],
    [
      "a speed of writing",
      () => estimateGpus({ ...deployment, workload, targets: { tokensPerSecond: 5 } }),
      "unsupported-target targets.tokensPerSecond",
    ],
    [
      "a time per token",
      () => simulate({ ...deployment, workload, targets: { tpot: 0.1 } }),
      "unsupported-target targets.tpot",
    ],
    [
      "a draft",
      () => predictServing({ ...deployment, load, inputTokens: 5, speculation: { draftTokens: 2, acceptedLength: 2 } }),
      "contradictory-options speculation",
    ],
    [
      "stages",
      () => predictServing({ ...deployment, parallelism: { pipeline: 2 }, load, inputTokens: 5 }),
      "impossible-parallelism parallelism.pipeline",
    ],
    [
      "another engine",
      () => predictServing({ ...deployment, engine: "sglang", load, inputTokens: 5 }),
      "unsupported-model engine",
    ],
    [
      "a trace",
      () => simulate({ ...deployment, trace: { arrivalSeconds: [0], inputTokens: [5], outputTokens: [5] } }),
      "unsupported-workload trace",
    ],
    [
      "a model that writes, without outputs",
      () => predictWaiting({ model: "llama-3.1-8b", gpu: "h100", workload }),
      "out-of-range workload.outputTokens",
    ],
  ])("%s", (_, call, expected) => {
    expect(refusal(call)).toBe(expected);
  });

  test("but outputs of no tokens are none, and a decoder keeps prefixes", () => {
    expect(predictWaiting({ ...deployment, workload: { ...workload, outputTokens: 0 } }).stable).toBe(true);
    const [with_, without] = [0.5, 0].map(
      (prefixCacheHitRate) =>
        predictWaiting({ model: "Qwen/Qwen3-Reranker-0.6B", gpu: "l4", workload: { ...workload, prefixCacheHitRate } })
          .capacityPerSecond,
    );
    expect(with_).toBeGreaterThan(1.5 * (without ?? NaN));
  });
});
