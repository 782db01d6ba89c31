import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IDENTITY_PARAMETERS, type ProfileParameters } from "../../../src/deployment/engine-profile.js";
import type { Parallelism } from "../../../src/deployment/parallelism.js";
import { checkSpeculation } from "../../../src/deployment/speculation.js";
import { decodeStep, mixedStep, prefillStep } from "../../../src/kernels/step.js";
import type { OperatingPoint } from "../../../src/performance/operating-point.js";
import { shareOfStages, type ServingStep } from "../../../src/performance/timing/step-timing.js";
import { deepSeekV3, gemma3, llama8b } from "../../deployment/memory/fixtures.js";
import { catalogGpu, one } from "../../kernels/fixtures.js";
import {
  decodedToken,
  drafted,
  engineTiming,
  expectAtLeast,
  expectNear,
  halting,
  pointOf,
  ranksOf,
  timingOf,
} from "../fixtures.js";

const LAYERS = 32;
const CONTEXT = 1100;
const splits = [
  one,
  { ...one, tensor: 4 },
  { ...one, data: 2 },
  { ...one, pipeline: 2 },
  { ...one, tensor: 2, pipeline: 2 },
];
const timing = timingOf();
const {
  layerSeconds,
  routingSeconds,
  stepSeconds,
  requestSeconds,
  parallelRequestSeconds,
  communicationFactor,
  firstToken,
} = engineTiming;

describe("a step in service", () => {
  it("adds the host's time of layers, step and running requests to the overhead of the kernels", () => {
    const kernels = decodeStep(timing.kernels, 64, CONTEXT);
    const step = timing.decode(64, CONTEXT);
    expectNear(
      step.overheadSeconds,
      kernels.overheadSeconds + LAYERS * layerSeconds + stepSeconds + 64 * requestSeconds,
    );
    expect(step).toMatchObject({
      computeSeconds: kernels.computeSeconds,
      memorySeconds: kernels.memorySeconds,
      communicationSeconds: 0,
    });
  });

  it("takes an all-reduce longer than the benchmark did", () => {
    const shared = timingOf({ parallelism: { ...one, tensor: 4 } });
    const kernels = decodeStep(shared.kernels, 64, CONTEXT);
    expect(kernels.communicationSeconds).toBeGreaterThan(0);
    expectNear(shared.decode(64, CONTEXT).communicationSeconds, communicationFactor * kernels.communicationSeconds);
  });

  // Ranks of tensor and data parallelism wait for each other in every step. Each stage of a pipeline does the host's work for its batch.
  it.each([
    [{ tensor: 4 }, 64 / 1, requestSeconds + parallelRequestSeconds],
    [{ data: 2 }, 64 / 2, requestSeconds + parallelRequestSeconds],
    [{ pipeline: 2 }, 64 / 2, requestSeconds],
    [{ pipeline: 4 }, 64 / 4, requestSeconds],
    [{ tensor: 2, data: 2, pipeline: 2 }, 64 / 4, requestSeconds + parallelRequestSeconds],
  ])("spreads the host's time of requests over the ranks and stages of %o", (split, own, perRequest) => {
    const parallelism = { ...one, ...split };
    const spread = timingOf({ parallelism });
    expect(spread.lanes).toBe(64 / own);
    expectNear(
      spread.decode(64, CONTEXT).overheadSeconds - decodeStep(spread.kernels, 64, CONTEXT).overheadSeconds,
      LAYERS * layerSeconds + parallelism.pipeline * (stepSeconds + own * perRequest),
    );
  });

  it("counts the layers of all groups", () => {
    const [group] = llama8b.layers;
    const halves = {
      ...llama8b,
      layers: [
        { ...group, count: 20 },
        { ...group, count: 12 },
      ] as typeof llama8b.layers,
    };
    expectNear(timingOf({ model: halves }).decode(8, 500).seconds, timing.decode(8, 500).seconds);
  });
});

describe("a step that reads prompts", () => {
  it("has no requests to schedule where it decodes none", () => {
    const kernels = prefillStep(timing.kernels, 1000);
    const step = timing.reading({ promptTokens: 1000, prompts: 1 });
    expectNear(step.seconds, kernels.seconds + LAYERS * layerSeconds + stepSeconds);
    expectNear(step.overheadSeconds, kernels.overheadSeconds + LAYERS * layerSeconds + stepSeconds);
  });

  it("decodes others beside them, whose host time it has too", () => {
    const ranks = timingOf({ parallelism: { ...one, data: 2 } });
    const kernels = mixedStep(ranks.kernels, {
      sequences: 16,
      contextTokens: CONTEXT,
      tokensPerSequence: 1,
      prompts: 6,
      promptTokens: 1000,
    });
    const host = LAYERS * layerSeconds + stepSeconds + (16 / 2) * (requestSeconds + parallelRequestSeconds);
    expectNear(
      ranks.reading({ promptTokens: 1000, prompts: 6, decoding: 16, contextTokens: CONTEXT }).seconds,
      kernels.seconds + host,
    );
  });

  it("reads several for less than each by itself, and mixes for less than two steps: weights are read once", () => {
    const alone = timing.reading({ promptTokens: 16, prompts: 1 }).seconds;
    expect(timing.reading({ promptTokens: 16, prompts: 8 }).seconds).toBeLessThan(8 * alone);
    expect(timing.reading({ promptTokens: 16, prompts: 1, decoding: 8, contextTokens: 500 }).seconds).toBeLessThan(
      alone + timing.decode(8, 500).seconds,
    );
  });
});

describe("prompts of lanes that step together", () => {
  it("are those of all lanes: each rank has its share, and each batch of a pipeline", () => {
    const stages = timingOf({ parallelism: { ...one, pipeline: 4 } });
    for (const of of [stages, timingOf({ parallelism: { ...one, data: 2, pipeline: 4 } })]) {
      const kernels = prefillStep(of.kernels, 1000, 2);
      expectNear(
        of.reading({ promptTokens: 1000, prompts: 8 }).seconds,
        kernels.seconds +
          (communicationFactor - 1) * kernels.communicationSeconds +
          LAYERS * layerSeconds +
          4 * stepSeconds,
      );
    }
    // A prompt is whole: one in one lane takes as long as one in each.
    expect(stages.reading({ promptTokens: 1000, prompts: 1 })).toEqual(
      stages.reading({ promptTokens: 1000, prompts: 4 }),
    );
  });

  it("take as long as those of the lane that reads most, for which the others wait", () => {
    const ranks = ranksOf();
    const work = { promptTokens: 1000, prompts: 8 };
    expect(ranks.reading({ ...work, lanePrompts: 1 })).toEqual(ranks.reading(work));
    const uneven = ranks.reading({ ...work, lanePrompts: 3 }).seconds;
    expect(uneven).toBeGreaterThan(ranks.reading(work).seconds);
    // Experts have no more to do: it is less than three times as many prompts.
    expect(uneven).toBeLessThan(ranks.reading({ promptTokens: 1000, prompts: 24 }).seconds);
    const kernels = mixedStep(ranks.kernels, {
      sequences: 0,
      contextTokens: 1,
      tokensPerSequence: 1,
      prompts: 8,
      promptTokens: 1000,
      rankPrompts: 3,
    });
    expectNear(
      uneven,
      kernels.seconds +
        (communicationFactor - 1) * kernels.communicationSeconds +
        61 * layerSeconds +
        58 * routingSeconds +
        stepSeconds,
    );
  });
});

describe("a prompt of a mixture of experts", () => {
  // DeepSeek V3 on eight H200: 58 of its 61 layers have experts.
  const mixture = (expertLayerSeconds: number) =>
    ranksOf({ engine: { ...engineTiming, expertLayerSeconds } }, { tensor: 8 });

  it("is no sooner read than the host has launched the kernels of its layers with experts", () => {
    for (const decoding of [0, 8]) {
      const [free, held] = [mixture(0), mixture(0.1)].map((of) =>
        of.reading({ promptTokens: 100, prompts: 2, decoding, contextTokens: 500 }),
      ) as [ServingStep, ServingStep];
      expectNear(held.seconds, 58 * 0.1);
      expect({ ...held, seconds: 0, overheadSeconds: 0 }).toEqual({ ...free, seconds: 0, overheadSeconds: 0 });
    }
  });

  it("hides those launches behind longer kernels, and decoding replays them from a graph", () => {
    const long = { promptTokens: 20_000, prompts: 1 };
    expect(mixture(1e-6).reading(long)).toEqual(mixture(0).reading(long));
    expect(mixture(0.1).decode(8, 500)).toEqual(mixture(0).decode(8, 500));
  });

  it("is all there is to it: dense models wait for no such launch", () => {
    expect(
      timingOf({}, { engine: { ...engineTiming, expertLayerSeconds: 1 } }).reading({ promptTokens: 100, prompts: 1 }),
    ).toEqual(timing.reading({ promptTokens: 100, prompts: 1 }));
  });
});

describe("the time to a first token", () => {
  const parts = { readingSeconds: 0.1, stepSeconds: 0.02, others: 8, inputTokens: 1000 };

  it("is its reading, the steps that the engine lets pass among others, network and tokenizer", () => {
    expectNear(timing.firstTokenSeconds(parts), 1.25 * 0.1 + 1.5 * (8 / 9) * 0.02 + 0.01 + 3e-6 * 1000);
    expectNear(timing.firstTokenSeconds({ ...parts, others: 0 }), 1.25 * 0.1 + 0.01 + 3e-6 * 1000);
  });

  it("is later by what load tests say, or no sooner than its steps", () => {
    const corrected = (firstTokenSeconds: number): number =>
      timingOf({}, { corrections: { ...IDENTITY_PARAMETERS, firstTokenSeconds } }).firstTokenSeconds(parts);
    expectNear(corrected(0.2), timing.firstTokenSeconds(parts) + 0.2);
    expectNear(corrected(-0.005), timing.firstTokenSeconds(parts) - 0.005);
    expectNear(
      corrected(-9),
      timing.firstTokenSeconds(parts) - firstToken.fixedSeconds - firstToken.secondsPerToken * 1000,
    );
  });
});

describe("shareOfStages", () => {
  // q prompts pass s stages one behind the other in q + s - 1 of the q s times of a stage.
  it.each<readonly [number, Partial<Parallelism>, number]>([
    [1, {}, 1],
    [7, {}, 1],
    [1, { pipeline: 4 }, 1],
    [16, { pipeline: 4 }, 19 / 64],
    [16, { pipeline: 4, data: 2 }, 11 / 32],
    [0.5, { pipeline: 4, data: 2 }, 1],
  ])("of %d prompts in %j is %d", (prompts, split, share) => {
    expectNear(shareOfStages(prompts, { ...one, ...split }), share);
  });
});

describe("every step", () => {
  it("is the sum of its parts, none of them negative", () => {
    const deployments = fc.record({
      model: fc.constantFrom(llama8b, deepSeekV3),
      gpu: fc.constantFrom(catalogGpu("h200-sxm-141gb"), catalogGpu("l40s"), catalogGpu("mi300x")),
      parallelism: fc.constantFrom(...splits),
    });
    const drafting = fc.option(
      fc
        .record({
          draftTokens: fc.integer({ min: 1, max: 8 }),
          acceptanceRate: fc.double({ min: 0, max: 0.99, noNaN: true }),
        })
        .map(checkSpeculation),
    );
    fc.assert(
      fc.property(
        deployments,
        drafting,
        fc.double({ min: 1, max: 512, noNaN: true }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.double({ min: 1, max: 3, noNaN: true }),
        (deployment, drafting, running, tokens, lanePrompts) => {
          const of = timingOf(deployment, { drafting });
          for (const step of [
            decodedToken(of, running, tokens),
            of.reading({ promptTokens: tokens, prompts: 1 }),
            of.reading({ promptTokens: tokens, prompts: 3, lanePrompts, decoding: running, contextTokens: tokens }),
          ]) {
            const { computeSeconds, memorySeconds, communicationSeconds, overheadSeconds, seconds }: ServingStep = step;
            for (const part of [computeSeconds, memorySeconds, communicationSeconds, overheadSeconds])
              expect(part).toBeGreaterThanOrEqual(0);
            expect(seconds).toBe(computeSeconds + memorySeconds + communicationSeconds + overheadSeconds);
            expect(Object.keys(step).toSorted()).toEqual([
              "communicationSeconds",
              "computeSeconds",
              "memorySeconds",
              "overheadSeconds",
              "seconds",
            ]);
          }
        },
      ),
    );
  });
});

const speculative = (draftTokens: number, acceptanceRate: number, running = 8, context = CONTEXT): number =>
  decodedToken(timingOf({}, drafted(draftTokens, acceptanceRate)), running, context).seconds;
const plain = (running = 8, context = CONTEXT): number => timing.decode(running, context).seconds;

describe("speculation", () => {
  it("verifies every proposed token in one step, and shares its time among those accepted", () => {
    // Three proposed and one that the model adds; the cache of eight requests is read once for the four tokens of each.
    const kernels = mixedStep(timing.kernels, {
      sequences: 8,
      contextTokens: CONTEXT,
      tokensPerSequence: 4,
      prompts: 0,
      promptTokens: 1,
    });
    const host = LAYERS * layerSeconds + stepSeconds + 8 * requestSeconds;
    // 1 + 1/2 + 1/4 + 1/8 tokens at an acceptance of one half, for a step and three layers of a draft.
    expectNear(speculative(3, 0.5), ((kernels.seconds + host) * (1 + 3 / LAYERS)) / 1.875);
  });

  it.each([
    [1, 0.5, 1.5],
    [2, 0.5, 1.75],
    [3, 0.9, 3.439],
    [4, 0.8, 3.3616],
  ])("with %d drafts accepted at %d yields %d tokens a step", (draftTokens, acceptanceRate, tokens) => {
    // An acceptance of 0 yields one token of the same step.
    expectNear(speculative(draftTokens, 0) / speculative(draftTokens, acceptanceRate), tokens);
  });

  it("nears one token for each that is verified as all are accepted", () => {
    expect(speculative(3, 0) / speculative(3, 0.9999)).toBeCloseTo(4, 2);
  });

  it("scales every part of the step alike", () => {
    const parallelism = { ...one, tensor: 4 };
    const at = (acceptanceRate: number) =>
      decodedToken(timingOf({ parallelism }, drafted(2, acceptanceRate)), 8, CONTEXT);
    const none = at(0);
    const half = at(0.5);
    for (const part of [
      "computeSeconds",
      "memorySeconds",
      "communicationSeconds",
      "overheadSeconds",
      "seconds",
    ] as const)
      expectNear(half[part], none[part] / 1.75);
  });

  it("is never faster than none when nothing is accepted", () => {
    const deployments = fc.record({
      model: fc.constantFrom(llama8b, gemma3, deepSeekV3),
      gpu: fc.constantFrom(catalogGpu("h200-sxm-141gb"), catalogGpu("l40s"), catalogGpu("mi300x")),
    });
    fc.assert(
      fc.property(
        deployments,
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 1, max: 512, noNaN: true }),
        fc.integer({ min: 64, max: 30_000 }),
        (deployment, draftTokens, running, context) => {
          expectAtLeast(
            decodedToken(timingOf(deployment, drafted(draftTokens, 0)), running, context).seconds,
            timingOf(deployment).decode(running, context).seconds,
          );
        },
      ),
    );
  });

  it("is faster the more is accepted", () => {
    const rates = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 1, max: 256, noNaN: true }),
        rates,
        rates,
        (draftTokens, running, rate, other) => {
          const [fewer, more] = [Math.min(rate, other), Math.max(rate, other)];
          expectAtLeast(speculative(draftTokens, fewer, running), speculative(draftTokens, more, running));
        },
      ),
    );
  });

  it("pays while weights are read for few rows, and no more where arithmetic binds", () => {
    const gain = (running: number): number => plain(running, 300) / speculative(3, 0.7, running, 300);
    expect(gain(1)).toBeGreaterThan(2);
    expect(gain(1)).toBeGreaterThan(gain(64));
    expect(gain(64)).toBeGreaterThan(gain(1024));
    expect(gain(1024)).toBeLessThan(1);
  });

  it("shortens the steps of an answer and leaves prompts as they are", () => {
    const [guessed, single] = [drafted(3, 0.7), {}].map((rest) =>
      pointOf(timingOf({}, { engine: halting, ...rest }), 4),
    ) as [OperatingPoint, OperatingPoint];
    expect(guessed.reading).toEqual(single.reading);
    expect(guessed.addedPerPromptSeconds).toBe(single.addedPerPromptSeconds);
    expect(guessed.tpotSeconds).toBeLessThan(single.tpotSeconds);
    expect(guessed.requestsPerSecond).toBeGreaterThan(single.requestsPerSecond);
  });
});

describe("corrections of a profile", () => {
  const corrected = (changes: Partial<ProfileParameters>, tensor = 1, rest = {}) =>
    timingOf({ parallelism: { ...one, tensor } }, { corrections: { ...IDENTITY_PARAMETERS, ...changes }, ...rest });
  const plain = timing.decode(8, 1000);

  it("add so many seconds to a step, and so many for each request", () => {
    expectNear(
      corrected({ stepOverheadSeconds: 1e-3, requestOverheadSeconds: 1e-4 }).decode(8, 1000).seconds,
      plain.seconds + 1e-3 + 8e-4,
    );
  });

  it("take its kernels so many times, not its host", () => {
    const host = timingOf(
      {},
      { kernelTimes: () => ({ computeSeconds: 0, memorySeconds: 0, communicationSeconds: 0, overheadSeconds: 0 }) },
    ).decode(8, 1000).seconds;
    expect(host).toBeGreaterThan(0);
    expectNear(corrected({ decodeFactor: 1.5 }).decode(8, 1000).seconds, 1.5 * (plain.seconds - host) + host);
  });

  it("take its communication so many times, and nothing else", () => {
    const shared = corrected({}, 4).decode(8, 1000);
    const slow = corrected({ communicationFactor: 3 }, 4).decode(8, 1000);
    expectNear(slow.communicationSeconds, 3 * shared.communicationSeconds);
    expectNear(slow.seconds, shared.seconds + 2 * shared.communicationSeconds);
    expect(corrected({ communicationFactor: 3 }).decode(8, 1000)).toEqual(plain);
  });

  it("take nothing back but host time", () => {
    const fastest = corrected({ stepOverheadSeconds: -1 }).decode(8, 1000);
    expect(fastest.seconds).toBeGreaterThan(0);
    expect(fastest).toEqual(corrected({ stepOverheadSeconds: -2, requestOverheadSeconds: -1 }).decode(8, 1000));
  });

  it("read prompts so many times as long, in engines that halt", () => {
    const read = (changes: Partial<ProfileParameters>): number =>
      corrected({ stepOverheadSeconds: -1, ...changes }, 1, { engine: halting }).reading({
        promptTokens: 2000,
        prompts: 1,
      }).seconds;
    expectNear(read({ prefillFactor: 2 }), 2 * read({}));
    expectNear(read({ decodeFactor: 2 }), read({}));
  });

  it("hold for decoding and for what prompts add to it, each by its own factor", () => {
    const mixed = (changes: Partial<ProfileParameters>): number =>
      corrected({ stepOverheadSeconds: -1, ...changes }).reading({
        promptTokens: 2000,
        prompts: 1,
        decoding: 64,
        contextTokens: 3000,
      }).seconds;
    const decode = corrected({ stepOverheadSeconds: -1 }).decode(64, 3000).seconds;
    expectNear(mixed({ decodeFactor: 2 }), mixed({}) + decode);
    expectNear(mixed({ prefillFactor: 3 }), mixed({}) + 2 * (mixed({}) - decode));
    expectNear(mixed({ decodeFactor: 2, prefillFactor: 2 }), 2 * mixed({}));
  });
});
