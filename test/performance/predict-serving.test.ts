import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/catalog/model.js";
import type { DeploymentPrecision, WeightStorage } from "../../src/deployment/formats.js";
import type { SpeedDeployment } from "../../src/kernels/speed-profile.js";
import type { ServingLoad } from "../../src/performance/predict-load.js";
import { predictServing, type ServingRequest } from "../../src/performance/predict-serving.js";
import type { ServingPrediction } from "../../src/performance/serving-prediction.js";
import type { ServingStep } from "../../src/performance/timing/step-timing.js";
import { deepSeekV3, engine, llama70b, llama8b } from "../deployment/memory/fixtures.js";
import { catalogGpu, laws, one } from "../kernels/fixtures.js";
import {
  constants,
  drafted,
  engineTiming,
  expectAtLeast,
  expectNear,
  lengthsOf,
  pointOf,
  predict,
  ranksOf,
  request,
  timingOf,
} from "./fixtures.js";

describe("a prediction", () => {
  it("states rates in requests, tokens of one and of all, and tokens with prompts", () => {
    const {
      requestsPerSecond,
      tpotSeconds,
      e2eSeconds,
      tokensPerSecondPerRequest,
      outputTokensPerSecond,
      totalTokensPerSecond,
      running,
    } = predict({ replicas: 2 });
    expectNear(tokensPerSecondPerRequest, 1 / tpotSeconds);
    expectNear(outputTokensPerSecond, 200 * requestsPerSecond);
    expectNear(totalTokensPerSecond, 1200 * requestsPerSecond);
    expectNear(requestsPerSecond, running / (e2eSeconds ?? NaN));
  });

  it("says what it stands on", () => {
    expect(predict()).toMatchObject({
      engine: engine("vllm").id,
      source: "calibrated",
      parallelism: one,
      replicas: 1,
      gpus: 1,
    });
    expect(predict({ gpu: catalogGpu("mi300x") }).source).toBe("datasheet");
    expect(predict({ parallelism: { tensor: 2 } })).toMatchObject({ parallelism: { ...one, tensor: 2 }, gpus: 2 });
    expect(predict({ engine: engine("sglang") }).engine).toBe(engine("sglang").id);
  });

  it("has the times of its deployment at its occupancy", () => {
    const { decode, memory, tpotSeconds, ttftSeconds, e2eSeconds } = predict({
      parallelism: { tensor: 2 },
      speculation: { draftTokens: 2, acceptanceRate: 0.5 },
    });
    const at = pointOf(timingOf({ parallelism: { ...one, tensor: 2 } }, drafted(2, 0.5)), 16);
    expect({ decode, tpotSeconds, ttftSeconds, e2eSeconds }).toEqual({
      decode: at.decode,
      tpotSeconds: at.tpotSeconds,
      ttftSeconds: at.serviceTtftSeconds,
      e2eSeconds: at.residenceSeconds,
    });
    expect(memory.fits).toBe(true);
  });
});

describe("slots", () => {
  const crowd = { load: { kind: "closed-loop", requestsInFlight: 1e5 } } as const;

  it("are what the engine allows on each rank", () => {
    expect(predict({ ...crowd, settings: { maxNumSeqs: 4 } })).toMatchObject({ slots: 4, running: 4 });
    expect(predict({ ...crowd, settings: { maxNumSeqs: 4 }, parallelism: { tensor: 2, data: 2 } })).toMatchObject({
      slots: 8,
      running: 8,
    });
  });

  it("are what the cache holds of requests with half their answers", () => {
    const { slots, running, memory } = predict({ ...crowd, settings: { maxNumSeqs: 2000 } });
    expectNear(slots, memory.maxConcurrency(1000 + 200 / 2));
    expect(slots).toBeLessThan(2000);
    expect(running).toBe(slots);
  });

  it("depend on the limits that the engine is started with", () => {
    expect(predict().memory.maxModelLen).toBe(1200);
    // Lengths are means: the longest request is a whole number of tokens.
    expect(predict({ inputTokens: 1000.5 }).memory.maxModelLen).toBe(1201);
    expect(predict({ settings: { maxModelLen: 4096 } }).memory.maxModelLen).toBe(4096);
    expect(predict({ settings: { maxBatchedTokens: 4096 } }).memory.maxBatchedTokens).toBe(4096);
    const { memory } = predict({ settings: { utilization: 0.5 } });
    expect(memory.usableBytes).toBe(Math.ceil(memory.visibleBytes / 2));
  });
});

describe("number formats", () => {
  const at = (checkpoint: Checkpoint, precision: Partial<DeploymentPrecision> | undefined, gpu = "b200-sxm-180gb") =>
    predict({
      model: { ...llama8b, checkpoint },
      gpu: catalogGpu(gpu),
      ...(precision === undefined ? {} : { precision }),
    });
  const steps = (changes: Partial<SpeedDeployment>, gpu = "b200-sxm-180gb") =>
    pointOf(timingOf({ gpu: catalogGpu(gpu), ...changes }), 16).decode;
  /** Room for prompts in a step, which is the engine's, changes hardly anything. */
  const expectSameStep = (actual: ServingStep, expected: ServingStep): void => {
    for (const part of ["computeSeconds", "memorySeconds", "communicationSeconds", "overheadSeconds"] as const)
      expect(Math.abs(actual[part] - expected[part])).toBeLessThanOrEqual(1e-5 * expected[part]);
  };
  /** Any two of these differ in a step of one of the GPUs, or this test would see nothing. */
  const cases: readonly (readonly [string, Checkpoint, Partial<DeploymentPrecision> | undefined, WeightStorage])[] = [
    ["the checkpoint's, in 16 bit", { weights: "bf16" }, undefined, { weights: "bf16" }],
    [
      "the checkpoint's, in blocks",
      { weights: "fp8", scaling: "block" },
      undefined,
      { weights: "fp8", scaling: "block" },
    ],
    [
      "the checkpoint's, of weights only",
      { weights: "fp8", weightOnly: true },
      {},
      { weights: "fp8", weightOnly: true },
    ],
    [
      "the checkpoint's by name",
      { weights: "fp8", scaling: "block", weightOnly: false },
      { weights: "fp8" },
      { weights: "fp8", scaling: "block" },
    ],
    [
      "others than the checkpoint's, with its scales left behind",
      { weights: "fp4", scaling: "block" },
      { weights: "fp8" },
      { weights: "fp8" },
    ],
    [
      "others than the checkpoint's, with arithmetic in them",
      { weights: "int4", weightOnly: true },
      { weights: "fp8" },
      { weights: "fp8" },
    ],
    [
      "scales of one's own",
      { weights: "fp8", scaling: "tensor" },
      { scaling: "block" },
      { weights: "fp8", scaling: "block" },
    ],
    [
      "scales of one's own with a format",
      { weights: "bf16" },
      { weights: "fp8", scaling: "block" },
      { weights: "fp8", scaling: "block" },
    ],
    ["arithmetic in 16 bit by name", { weights: "fp8" }, { weightOnly: true }, { weights: "fp8", weightOnly: true }],
    ["arithmetic in 8 bit by name", { weights: "fp8", weightOnly: true }, { weightOnly: false }, { weights: "fp8" }],
  ];

  it.each(cases)("are %s", (_, checkpoint, precision, storage) => {
    expectSameStep(at(checkpoint, precision).decode, steps({ storage }));
  });

  it("differ in the time of a step, so that the cases above tell them apart", () => {
    const storages: readonly WeightStorage[] = [
      { weights: "bf16" },
      { weights: "fp8" },
      { weights: "fp8", scaling: "block" },
      { weights: "fp8", weightOnly: true },
    ];
    expect(new Set(storages.map((storage) => steps({ storage }).seconds)).size).toBe(storages.length);
  });

  it("are 16 bit for the cache unless it is said", () => {
    expectSameStep(
      at({ weights: "fp8", scaling: "block" }, {}).decode,
      steps({ storage: { weights: "fp8", scaling: "block" }, cache: "bf16" }),
    );
    const { decode, memory } = predict({ precision: { kvCache: "fp8" } });
    expectSameStep(decode, pointOf(timingOf({ cache: "fp8" }), 16).decode);
    expectNear(memory.kvPool.blockBytes, predict().memory.kvPool.blockBytes / 2);
  });

  it("are half precision where a GPU has no arithmetic in bfloat16", () => {
    expect(predict({ gpu: catalogGpu("v100-sxm2-32gb") }).stable).toBe(true);
  });
});

describe("the version of the engine", () => {
  const slower = { ...engineTiming, fromVersion: "0", belowVersion: "0.19", stepSeconds: 1 };
  const versions = { laws, timings: [slower, { ...engineTiming, fromVersion: "0.19" }] };

  it("decides the timing; the profile's own unless it is said", () => {
    const at = (version?: string): number =>
      predictServing(
        request({ engine: engine("vllm", "0.20"), ...(version === undefined ? {} : { engineVersion: version }) }),
        versions,
      ).tpotSeconds;
    expect(at("0.18.1")).toBeGreaterThan(1);
    expect(at("0.19")).toBeLessThan(1);
    expect(at()).toBe(at("0.20"));
    expect(predictServing(request({ engine: engine("vllm", "0.17") }), versions).tpotSeconds).toBeGreaterThan(1);
  });

  it("changes nothing about the memory rules of the profile", () => {
    const { memory } = predictServing(request({ engineVersion: "0.6" }), constants);
    expect(memory.kvTokens).toBe(predict().memory.kvTokens);
  });
});

/** Loads times a number; of others that end, the last of all engines is later than that of one. */
const kinds: readonly (readonly [string, (factor: number) => ServingLoad])[] = [
  ["static batch", (factor) => ({ kind: "static-batch", requests: 24 * factor })],
  ["static batches beyond the slots", (factor) => ({ kind: "static-batch", requests: 6000 * factor })],
  ["closed loop", (factor) => ({ kind: "closed-loop", requestsInFlight: 24 * factor, rounds: 3, equalLengths: true })],
  [
    "closed loop beyond the slots",
    (factor) => ({ kind: "closed-loop", requestsInFlight: 6000 * factor, rounds: Infinity }),
  ],
  ["burst without end", () => ({ kind: "burst" })],
  ["open", (factor) => ({ kind: "open", requestsPerSecond: 3 * factor })],
  ["open beyond the capacity", (factor) => ({ kind: "open", requestsPerSecond: 3000 * factor })],
];
const times = ({
  ttftSeconds,
  tpotSeconds,
  e2eSeconds,
  queueSeconds,
  tokensPerSecondPerRequest,
  stable,
  decode,
  prompt,
}: ServingPrediction) => ({
  ttftSeconds,
  tpotSeconds,
  e2eSeconds,
  queueSeconds,
  tokensPerSecondPerRequest,
  stable,
  decode,
  prompt,
});
const totals = [
  "requestsPerSecond",
  "running",
  "waiting",
  "slots",
  "gpus",
  "outputTokensPerSecond",
  "totalTokensPerSecond",
  "replicas",
] as const;

describe("replicas", () => {
  // Four times the replicas take four times the load: a power of two leaves no rounding behind.
  it.each(kinds)("share a load evenly: %s", (_, load) => {
    const single = predict({ load: load(1), parallelism: { tensor: 2 } });
    const fleet = predict({ load: load(4), parallelism: { tensor: 2 }, replicas: 4 });
    expect(times(fleet)).toEqual(times(single));
    for (const total of totals) {
      const one = single[total];
      expect(fleet[total]).toBe(one === null ? null : 4 * one);
    }
  });

  it("end a burst with the last of them: at most as many times as fast as one", () => {
    const burst = (requests: number, replicas: number): number =>
      predict({ load: { kind: "burst", requests }, outputTokens: { mean: 200, cv: 1 }, replicas }).requestsPerSecond;
    expect(burst(2400, 4)).toBeLessThan(4 * burst(600, 1));
    expect(burst(2400, 4)).toBeGreaterThan(0.7 * 4 * burst(600, 1));
  });

  it("are one unless it is said", () => {
    expect({ ...predict(), memory: null }).toEqual({ ...predict({ replicas: 1 }), memory: null });
    expect(predict()).toMatchObject({ replicas: 1, gpus: 1 });
  });

  it("each have all GPUs of the split", () => {
    expect(predict({ parallelism: { tensor: 2, pipeline: 4, data: 8 }, replicas: 3 }).gpus).toBe(3 * 2 * 4 * 8);
  });

  it("are left alone by a load that each of them could take", () => {
    // Half of 12 clients on each of two: what six clients have on one.
    const loop = (requestsInFlight: number): ServingLoad => ({ kind: "closed-loop", requestsInFlight });
    expect(times(predict({ load: loop(12), replicas: 2 }))).toEqual(times(predict({ load: loop(6) })));
  });

  it("never serve less or slower the more there are of them", () => {
    const replicas = fc.integer({ min: 1, max: 32 });
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.double({ min: 2, max: 20, noNaN: true }),
        replicas,
        replicas,
        ([, load], factor, one, other) => {
          const at = (count: number): ServingPrediction => predict({ load: load(factor), replicas: count });
          const [fewer, more] = [at(Math.min(one, other)), at(Math.max(one, other))];
          // Of static batches the last may be emptier, and faster, for one count than for another.
          if (load(1).kind !== "static-batch") {
            expectAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
            expectAtLeast(fewer.tpotSeconds, more.tpotSeconds);
            if (fewer.ttftSeconds !== null && more.ttftSeconds !== null)
              expectAtLeast(fewer.ttftSeconds, more.ttftSeconds);
          }
          expectNear(more.outputTokensPerSecond, 200 * more.requestsPerSecond);
        },
      ),
    );
  });
});

describe("the prefix cache", () => {
  it("never makes anything slower the more it holds", () => {
    const rate = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(rate, rate, fc.double({ min: 1, max: 200, noNaN: true }), (one, other, requestsInFlight) => {
        const at = (prefixCacheHitRate: number) =>
          predict({ prefixCacheHitRate, load: { kind: "closed-loop", requestsInFlight } });
        const [less, more] = [at(Math.min(one, other)), at(Math.max(one, other))];
        expectAtLeast(less.ttftSeconds ?? NaN, more.ttftSeconds ?? NaN);
        expectAtLeast(less.tpotSeconds, more.tpotSeconds);
        expectAtLeast(more.requestsPerSecond, less.requestsPerSecond);
      }),
    );
  });

  it("holds nothing unless it is said", () => {
    expect(predict().prompt).toEqual(predict({ prefixCacheHitRate: 0 }).prompt);
    expect(predict({ prefixCacheHitRate: 0.5 }).prompt).toEqual(
      timingOf().reading({ promptTokens: 500, prompts: 1, decoding: 15, contextTokens: 1100 }),
    );
  });
});

describe("ranks of a dense model", () => {
  it.each(kinds)("share nothing: two of them are two replicas, each with half the load: %s", (_, load) => {
    // A limit below what the cache holds: engines on several GPUs keep a little of each for themselves.
    const settings = { maxNumSeqs: 128 };
    const ranks = predict({ load: load(2), settings, parallelism: { data: 2 } });
    const single = predict({ load: load(1), settings });
    expect(times(ranks)).toEqual(times(predict({ load: load(2), settings, replicas: 2 })));
    expect(times(ranks)).toEqual(times(single));
    for (const total of ["requestsPerSecond", "running", "waiting", "slots", "gpus"] as const)
      expect(ranks[total]).toBe(single[total] === null ? null : 2 * single[total]);
    expect(ranks).toMatchObject({ replicas: 1, parallelism: { ...one, data: 2 } });
  });

  it("of a mixture share the experts, and step together", () => {
    const mixture = predict({
      model: deepSeekV3,
      gpu: catalogGpu("h200-sxm-141gb"),
      parallelism: { data: 8, expert: 8 },
      load: { kind: "closed-loop", requestsInFlight: 64, rounds: Infinity },
    });
    expect(mixture.decode).toEqual(pointOf(ranksOf(), 64).decode);
    expect(mixture).toMatchObject({ running: 64, replicas: 1, gpus: 8 });
  });
});

describe("a prediction is refused", () => {
  const loop = { kind: "closed-loop", requestsInFlight: 8 } as const;
  const refused = (changes: object, code: string, field: string): void => {
    expect(() => predict(changes as Partial<ServingRequest>), JSON.stringify(changes)).toThrow(
      expect.objectContaining({ name: "InfrascaleError", code, field }) as Error,
    );
  };

  it.each([
    [{ load: undefined }, "invalid-type", "load"],
    [{ load: { kind: "users", users: 3, thinkSeconds: 1 } }, "out-of-range", "load.kind"],
    [{ load: { kind: "trace", requests: {} } }, "out-of-range", "load.kind"],
    [{ load: { kind: "open", requestsPerSecond: 0 } }, "out-of-range", "load.requestsPerSecond"],
    [{ parallelism: { tensor: 3 } }, "impossible-parallelism", "parallelism.tensor"],
    [{ parallelism: { pipeline: 33 } }, "impossible-parallelism", "parallelism.pipeline"],
    [{ parallelism: { expert: 2 } }, "impossible-parallelism", "parallelism.expert"],
    [{ replicas: 0 }, "out-of-range", "replicas"],
    [{ replicas: 1.5 }, "out-of-range", "replicas"],
    [{ replicas: "2" }, "invalid-type", "replicas"],
    [{ inputTokens: 0.5 }, "out-of-range", "inputTokens"],
    [{ inputTokens: 1e11 }, "out-of-range", "inputTokens"],
    [{ inputTokens: NaN }, "out-of-range", "inputTokens"],
    [{ inputTokens: { mean: 100 } }, "invalid-type", "inputTokens.cv"],
    [{ outputTokens: 0 }, "out-of-range", "outputTokens"],
    [{ outputTokens: Infinity }, "out-of-range", "outputTokens"],
    [{ outputTokens: undefined }, "out-of-range", "outputTokens"],
    [{ outputTokens: { values: [] } }, "out-of-range", "outputTokens.values"],
    [{ prefixCacheHitRate: 1 }, "out-of-range", "prefixCacheHitRate"],
    [{ prefixCacheHitRate: -0.1 }, "out-of-range", "prefixCacheHitRate"],
    [{ prefixCacheHitRate: "half" }, "invalid-type", "prefixCacheHitRate"],
    [{ output: 200 }, "out-of-range", "request.output"],
  ])("%j", refused);

  it("for what is no object", () => {
    for (const value of [null, "llama", [request()]])
      expect(() => predictServing(value as unknown as ServingRequest, constants)).toThrow(
        expect.objectContaining({ code: "invalid-type", field: "request" }) as Error,
      );
  });

  it("where the weights are too large for the GPUs, and says for how many", () => {
    refused({ model: llama70b }, "does-not-fit", "parallelism");
    // 671 billion weights of four bytes on 24 GPUs: 112 GB on each.
    expect(() =>
      predict({ model: deepSeekV3, precision: { weights: "fp32" }, parallelism: { tensor: 2, pipeline: 3, data: 4 } }),
    ).toThrow(
      /^parallelism must give room for one request: weights and work space take 1\d\d\.\d GB of the 7\d\.\d GB of a GPU that the engine may use, got "tensor 2, pipeline 3, data 4"$/,
    );
    expect(predict({ model: llama70b, parallelism: { tensor: 4 } }).stable).toBe(true);
  });

  it("where a request is longer than the cache; one that just fills it runs alone", () => {
    const { kvTokens } = predict().memory;
    const served = predict({ inputTokens: kvTokens - 200 });
    expect(served.memory.maxConcurrency(kvTokens)).toBe(1);
    expect(served.slots).toBeGreaterThanOrEqual(1);
    refused({ inputTokens: kvTokens - 199 }, "does-not-fit", "parallelism");
    // Long, but not out of range.
    refused({ inputTokens: 1e10 }, "does-not-fit", "parallelism");
  });

  it("never with every field that it may have, nor at the ends of their ranges", () => {
    const full: ServingRequest = {
      ...request(),
      engineVersion: "0.19",
      precision: { weights: "fp8", kvCache: "fp8", scaling: "block", weightOnly: false },
      parallelism: { tensor: 2, pipeline: 2, expert: 1, data: 1 },
      replicas: 2,
      load: { ...loop, rounds: 4, equalLengths: true },
      settings: { maxNumSeqs: 64, maxBatchedTokens: 4096, maxModelLen: 2048, utilization: 0.9 },
      prefixCacheHitRate: 0.5,
      speculation: { draftTokens: 3, acceptanceRate: 0.7 },
    };
    expect(predictServing(full, constants).stable).toBe(true);
    const least = {
      inputTokens: 1,
      outputTokens: 1,
      prefixCacheHitRate: 0.9999,
      speculation: { draftTokens: 1, acceptanceRate: 0.9999 },
      load: { ...loop, rounds: Infinity, equalLengths: false },
    };
    expect(predict(least).tpotSeconds).toBeGreaterThan(0);
    expect(
      predict({ ...least, speculation: { draftTokens: 1, acceptanceRate: 0 }, prefixCacheHitRate: 0 }).tpotSeconds,
    ).toBeGreaterThan(0);
  });
});

describe("lengths that vary", () => {
  const varied = { inputTokens: { mean: 1000, cv: 0.5 }, outputTokens: { mean: 200, cv: 1 } } as const;

  it("decode at longer contexts, hold more of the cache, and take a longer context from the engine", () => {
    const even = predict({ settings: { maxNumSeqs: 2000 } });
    const uneven = predict({ ...varied, settings: { maxNumSeqs: 2000 } });
    expect(uneven.decode).toEqual(
      pointOf(timingOf(), 16, lengthsOf({ input: varied.inputTokens, output: varied.outputTokens })).decode,
    );
    expectNear(uneven.slots, uneven.memory.maxConcurrency(1000 + 200));
    expect(uneven.slots).toBeLessThan(even.slots);
    // 99 % of prompts are below 2684.1 tokens, of answers below 981.0: means times exp(2.3263 sigma) over the square root of 1 + c^2.
    expect(uneven.memory.maxModelLen).toBe(3666);
    expectNear(uneven.outputTokensPerSecond, 200 * uneven.requestsPerSecond);
  });
});
