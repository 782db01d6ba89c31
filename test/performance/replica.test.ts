import { describe, expect, it } from "vitest";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";
import { deploymentMemory } from "../../src/deployment/memory/engine-memory.js";
import type { DeploymentMemoryOptions } from "../../src/deployment/memory/memory-options.js";
import { InfrascaleError } from "../../src/errors.js";
import { mixedStep } from "../../src/kernels/step.js";
import { operatingPoint } from "../../src/performance/operating-point.js";
import { checkFits, replicaOf } from "../../src/performance/replica.js";
import { profileOf } from "../calibrate/synthetic.js";
import { deepSeekV3, engine, llama8b } from "../deployment/memory/fixtures.js";
import { catalogGpu, h100, one } from "../kernels/fixtures.js";
import {
  constants,
  deploymentOf,
  drafted,
  expectNear,
  lengths,
  lengthsOf,
  pointOf,
  replicaWith,
  servedBy,
  timingOf,
} from "./fixtures.js";

const asked = lengthsOf({ input: 1000.5 });
const replica = replicaWith({}, asked);
const memoryOf = (changes: Partial<DeploymentMemoryOptions> = {}) =>
  deploymentMemory({
    model: llama8b,
    gpu: h100,
    engine: engine("vllm"),
    precision: { weights: "bf16", kvCache: "bf16" },
    parallelism: one,
    maxNumSeqs: 64,
    maxModelLen: 1201,
    ...changes,
  });

describe("a replica", () => {
  it("has the memory of its engine at a batch limit, for the longest request in whole tokens", () => {
    const expected = memoryOf();
    expect(replica.memory(64)).toMatchObject({
      maxNumSeqs: 64,
      maxModelLen: 1201,
      kvTokens: expected.kvTokens,
      usableBytes: expected.usableBytes,
    });
    expect(replica.memory(64)).toBe(replica.memory(64));
  });

  it("has the limits that its engine is started with, unless another batch limit is asked for", () => {
    const { memory, slots } = replicaWith(
      { settings: { maxNumSeqs: 24, maxBatchedTokens: 4096, maxModelLen: 5000, utilization: 0.5 } },
      asked,
    );
    const expected = memoryOf({ maxNumSeqs: 24, maxBatchedTokens: 4096, maxModelLen: 5000, utilization: 0.5 });
    expect(memory()).toMatchObject({
      maxNumSeqs: 24,
      maxBatchedTokens: 4096,
      maxModelLen: 5000,
      usableBytes: expected.usableBytes,
      kvTokens: expected.kvTokens,
    });
    expect(memory()).toBe(memory());
    expect(slots()).toBe(24);
    expect(memory(64)).toMatchObject({ maxNumSeqs: 64, maxBatchedTokens: 4096, maxModelLen: 5000 });
    expect(slots(16)).toBe(16);
  });

  it("is started for 99 % of prompts and of answers, for what is known to come, or for the model's own context", () => {
    const varied = lengthsOf({
      input: { values: Array.from({ length: 100 }, (_, i) => 10 * (i + 1)) },
      output: { values: [1, 300] },
    });
    const started = (maxContextTokens: number | null, longestTokens?: number): number =>
      replicaOf(
        deploymentOf({ model: { ...llama8b, maxContextTokens } }),
        varied,
        constants,
        longestTokens === undefined ? {} : { longestTokens },
      ).memory().maxModelLen;
    expect(started(131_072)).toBe(990 + 300);
    expect(started(null)).toBe(990 + 300);
    expect(started(131_072, 2000)).toBe(2000);
    expect(started(1024)).toBe(1024);
    // No shorter than what it is asked for on average: whoever checks lengths has to refuse that.
    expect(started(600)).toBe(Math.ceil(505 + 150.5));
  });

  it("has the times of its clock while it runs a number of requests, each worked out once", () => {
    expect(replica.at(9)).toEqual(pointOf(timingOf(), 9, asked));
    expect(replica.at(9)).toBe(replica.at(9));
  });

  it("has other times while so many slots are taken: what is on its way holds none", () => {
    expect(replica.inSlots(9)).toEqual(operatingPoint(servedBy(timingOf(), asked), 9, "slots"));
    expect(replica.inSlots(9)).toBe(replica.inSlots(9));
    expect(replica.inSlots(9).requestsPerSecond).toBeGreaterThan(replica.at(9).requestsPerSecond);
  });

  it("runs a batch, or what the cache holds of requests with half their answers; one at least", () => {
    expect(replica.slots(16)).toBe(16);
    expectNear(replica.slots(1e6), memoryOf({ maxNumSeqs: 1e6 }).maxConcurrency(1000.5 + 100));
    expect(replicaWith({}, lengthsOf({ input: 1e7 })).slots(16)).toBe(1);
    // Answers that vary fill the cache with the long ones: n_out (1 + c^2) / 2.
    expectNear(
      replicaWith({}, lengthsOf({ output: { mean: 200, cv: 1 } })).slots(1e6),
      replicaWith({}, lengthsOf({ output: { mean: 200, cv: 1 } }))
        .memory(1e6)
        .maxConcurrency(1000 + 200),
    );
  });

  it("counts the cache of one longest request: 128 KiB a token, in whole blocks", () => {
    expectNear(replica.requestBytes(64), Math.ceil(1200.5 / 16) * 16 * 128 * 1024);
    expect(replica.requestBytes(64)).toBe(replica.requestBytes(64));
  });

  it("guesses ahead, and takes corrections and times of kernels, where these are given", () => {
    const speculation = { draftTokens: 3, acceptanceRate: 0.7 };
    expect(replicaWith({ speculation }).at(9)).toEqual(pointOf(timingOf({}, drafted(3, 0.7)), 9));
    const slow = { ...IDENTITY_PARAMETERS, decodeFactor: 2 };
    expect(replicaWith({ profile: profileOf({ decodeFactor: 2 }) }).at(9)).toEqual(
      pointOf(timingOf({}, { corrections: slow }), 9),
    );
    // Corrections that are tried take the place of those of the profile.
    expect(
      replicaOf(deploymentOf({ profile: profileOf({ decodeFactor: 3 }) }), lengths, constants, {
        corrections: slow,
      }).at(9),
    ).toEqual(pointOf(timingOf({}, { corrections: slow }), 9));
    const { kernels } = timingOf();
    const looked: number[] = [];
    const counted = replicaOf(deploymentOf(), lengths, constants, {
      kernelTimes: (work) => (looked.push(work.sequences), mixedStep(kernels, work)),
    });
    expect(counted.at(9).tpotSeconds).toBe(pointOf(timingOf(), 9).tpotSeconds);
    // Steps of all nine and of half the others, and the one that reads beside eight.
    expect(looked).toEqual([9, 5, 8]);
  });
});

describe("data-parallel ranks", () => {
  const dense = replicaWith({ parallelism: { data: 4 } }, asked);
  const mixture = { model: deepSeekV3, gpu: catalogGpu("h200-sxm-141gb"), parallelism: { data: 8, expert: 8 } };

  it("of a dense model are engines that run apart: the clock is of one of them, slots are of all", () => {
    expect(dense.engines).toBe(4);
    expect(dense.timing.lanes).toBe(1);
    expect(dense.at(9)).toEqual(replica.at(9));
    expect(dense.slots(16)).toBe(4 * 16);
    expectNear(dense.slots(1e6), memoryOf({ maxNumSeqs: 1e6, parallelism: { data: 4 } }).maxConcurrency(1000.5 + 100));
  });

  it("of a mixture are one engine whose lanes step together", () => {
    const replica = replicaWith(mixture);
    expect(replica.engines).toBe(1);
    expect(replica.timing.lanes).toBe(8);
    expect(replica.slots(4)).toBe(8 * 4);
  });

  it("are lanes beside the stages of a pipeline, of which a dense model has those alone", () => {
    expect(replicaWith({ parallelism: { data: 2, pipeline: 2 } }).timing.lanes).toBe(2);
    expect(replicaWith({ ...mixture, parallelism: { data: 8, expert: 8, pipeline: 2 } }).timing.lanes).toBe(16);
  });
});

describe("the weights of a replica", () => {
  const storageOf = (model: typeof llama8b, weights: "fp8" | "bf16" | "int4") =>
    replicaWith({ model, gpu: catalogGpu("h200-sxm-141gb"), precision: { weights } }).timing.kernels.deployment.storage;

  it("are stored as the checkpoint has them, in its own format", () => {
    expect(storageOf(deepSeekV3, "fp8")).toMatchObject({ weights: "fp8", scaling: "block", weightOnly: false });
    expect(storageOf({ ...llama8b, checkpoint: { weights: "fp8", weightOnly: true } }, "fp8")).toMatchObject({
      weights: "fp8",
      weightOnly: true,
    });
    expect(storageOf(llama8b, "bf16")).not.toHaveProperty("scaling");
  });

  it("leave its scales behind in any other", () => {
    expect(storageOf(deepSeekV3, "int4")).toMatchObject({ weights: "int4", weightOnly: false });
    expect(storageOf(deepSeekV3, "int4")).not.toHaveProperty("scaling");
  });
});

describe("checkFits", () => {
  const refused = (act: () => unknown) =>
    expect(act).toThrow(expect.objectContaining({ code: "does-not-fit", field: "parallelism" }) as InfrascaleError);

  it("passes what holds a request of mean length, and refuses what does not", () => {
    expect(checkFits(replica)).toBe(replica);
    const { kvTokens } = replica.memory();
    expect(() => checkFits(replicaWith({}, lengthsOf({ input: kvTokens - 200 })))).not.toThrow();
    refused(() => checkFits(replicaWith({}, lengthsOf({ input: kvTokens - 199 }))));
    refused(() => checkFits(replicaWith({ precision: { weights: "fp32" }, gpu: catalogGpu("l4") })));
  });

  it("holds the request on one rank, not on several together", () => {
    const { kvTokens } = replicaWith({ parallelism: { data: 2 } }).memory();
    expect(() =>
      checkFits(replicaWith({ parallelism: { data: 2 } }, lengthsOf({ input: kvTokens - 200 }))),
    ).not.toThrow();
    refused(() => checkFits(replicaWith({ parallelism: { data: 2 } }, lengthsOf({ input: kvTokens - 199 }))));
  });
});
