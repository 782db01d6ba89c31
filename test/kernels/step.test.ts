import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gpu } from "../../src/catalog/gpu.js";
import type { Mixer, Model } from "../../src/catalog/model.js";
import { allReduceTime } from "../../src/kernels/all-reduce.js";
import { elementwiseTime } from "../../src/kernels/elementwise.js";
import { totalSeconds } from "../../src/kernels/kernel-time.js";
import type { SpeedDeployment, SpeedProfile } from "../../src/kernels/speed-profile.js";
import { decodeStep, mixedStep, prefillStep, type StepTime } from "../../src/kernels/step.js";
import {
  deepSeekV3,
  deepSeekV32,
  gemma3,
  llama8b,
  model,
  nemotronNanoLayers,
  qwen35Layers,
} from "../deployment/memory/fixtures.js";
import { catalogGpu, h100, laws, one, profile } from "./fixtures.js";

const h200 = catalogGpu("h200-sxm-141gb");
const hybrid: Model = model({
  hiddenSize: 2688,
  vocabularySize: 131072,
  parameters: { total: 0 },
  layers: nemotronNanoLayers,
});
const states: Model = { ...hybrid, layers: nemotronNanoLayers.filter(({ mixer }) => mixer?.kind === "linear") };
const deltaNet: Model = { ...hybrid, hiddenSize: 2048, layers: qwen35Layers };
const models: readonly Model[] = [llama8b, gemma3, deepSeekV3, deepSeekV32, hybrid, deltaNet];
const deployments = fc
  .record({
    model: fc.constantFrom(...models),
    gpu: fc.constantFrom(
      h100,
      h200,
      catalogGpu("b200-sxm-180gb"),
      catalogGpu("l40s"),
      catalogGpu("h100-nvl-94gb"),
      catalogGpu("mi300x"),
    ),
    engine: fc.constantFrom("vllm", "sglang", "tensorrt-llm", "generic"),
    storage: fc.constantFrom(
      { weights: "bf16" },
      { weights: "fp8", scaling: "tensor" },
      { weights: "fp8", scaling: "block" },
      { weights: "int4" },
      { weights: "fp4" },
    ),
    cache: fc.constantFrom("bf16", "fp8"),
    tensor: fc.double({ min: 1, max: 16, noNaN: true }),
    expert: fc.constantFrom(1, 8),
  })
  .map(({ tensor, expert, ...rest }) => ({
    ...rest,
    parallelism: { ...one, tensor: Math.max(tensor, expert), expert },
  }));
const sequences = fc.double({ min: 1, max: 1024, noNaN: true });
const tokens = fc.double({ min: 1, max: 65536, noNaN: true });
const more = fc.double({ min: 1, max: 4, noNaN: true });

/** Rounding of sums may differ in the last digits. */
const atLeast = (longer: StepTime, shorter: StepTime): void =>
  expect(longer.seconds).toBeGreaterThanOrEqual(shorter.seconds * (1 - 1e-9));

describe("decodeStep", () => {
  // Llama 3.1 8B on H100, vLLM, bf16: every kernel of the 32 layers, the head and the all-reduces summed apart, microseconds.
  it.each([
    [1, 11219.505432],
    [2, 6660.642172],
  ])("64 sequences of 1536 tokens on %d", (tensor, expected) => {
    expect(decodeStep(profile({ parallelism: { ...one, tensor } }), 64, 1536).seconds * 1e6).toBeCloseTo(expected, 4);
  });

  it("takes longer with more sequences and with more context", () => {
    fc.assert(
      fc.property(deployments, sequences, tokens, more, (deployment, b, c, factor) => {
        const of = profile(deployment);
        atLeast(decodeStep(of, b * factor, c), decodeStep(of, b, c));
        atLeast(decodeStep(of, b, c * factor), decodeStep(of, b, c));
      }),
    );
  });

  it("stops growing with context where windows or states hold it", () => {
    const windowed: Model = {
      ...gemma3,
      layers: gemma3.layers.filter(({ mixer }) => mixer?.kind === "self" && mixer.windowTokens !== undefined),
    };
    for (const of of [windowed, states]) {
      const at = (context: number): number => decodeStep(profile({ model: of }), 32, context).seconds;
      expect(at(100_000)).toBe(at(1024));
    }
    expect(decodeStep(profile({ model: windowed }), 32, 1024).seconds).toBeGreaterThan(
      decodeStep(profile({ model: windowed }), 32, 512).seconds,
    );
    // Sparse attention reads 2048 tokens; its index still looks at all.
    const sparse = (context: number): number =>
      decodeStep(profile({ model: deepSeekV32, gpu: h200 }), 32, context).seconds;
    const full = (context: number): number =>
      decodeStep(profile({ model: deepSeekV3, gpu: h200 }), 32, context).seconds;
    expect(sparse(65536) - sparse(4096)).toBeGreaterThan(0);
    expect(sparse(65536) - sparse(4096)).toBeLessThan((full(65536) - full(4096)) / 2);
  });

  it("reads and writes the state of every sequence", () => {
    const wider: Model = {
      ...states,
      layers: states.layers.map((group) =>
        group.mixer?.kind === "linear"
          ? { ...group, mixer: { ...group.mixer, stateElements: group.mixer.stateElements + 100_000 } }
          : group,
      ),
    };
    const memory = (of: Model): number => decodeStep(profile({ model: of }), 64, 1).memorySeconds;
    // 23 layers, 100,000 elements of 4 bytes more for each of 64 sequences, both ways, at 0.9127 of 3.35 TB/s.
    expect(memory(wider) - memory(states)).toBeCloseTo((23 * 64 * 2 * 100_000 * 4) / (0.9127 * 3.35e12), 12);
  });
});

describe("prefillStep", () => {
  it.each([
    [1, 47108.674373],
    [2, 30575.947396],
  ])("2048 tokens on %d, summed apart", (tensor, expected) => {
    expect(prefillStep(profile({ parallelism: { ...one, tensor } }), 2048).seconds * 1e6).toBeCloseTo(expected, 3);
  });

  it("takes longer for longer and for more prompts", () => {
    fc.assert(
      fc.property(deployments, tokens, more, (deployment, t, factor) => {
        const of = profile(deployment);
        atLeast(prefillStep(of, t * factor), prefillStep(of, t));
        atLeast(prefillStep(of, t, factor), prefillStep(of, t));
      }),
    );
  });
});

describe("latent attention and experts", () => {
  /*
   * DeepSeek V3 in blocks of 8 bit on eight H200 under vLLM: every kernel of its 3 dense and 58 expert layers, head and
   * exchange summed apart, microseconds. Tensor parallel with sliced experts, then data parallel with whole experts.
   */
  const deepSeek = (parallelism: SpeedDeployment["parallelism"]): SpeedProfile =>
    profile({ model: deepSeekV3, gpu: h200, storage: { weights: "fp8", scaling: "block" }, parallelism });

  it("agree with the sum of their kernels", () => {
    expect(decodeStep(deepSeek({ ...one, tensor: 8 }), 64, 2048).seconds * 1e6).toBeCloseTo(25042.919969, 4);
    expect(prefillStep(deepSeek({ ...one, tensor: 8 }), 2048).seconds * 1e6).toBeCloseTo(94123.681836, 4);
    expect(decodeStep(deepSeek({ ...one, data: 8, expert: 8 }), 64, 2048).seconds * 1e6).toBeCloseTo(25512.237943, 4);
  });
});

describe("what layers have besides", () => {
  const { elementwise } = laws;
  const seconds = (model: Model, tensor: number, tokens: number): number =>
    decodeStep(profile({ model, parallelism: { ...one, tensor } }), tokens, 1024).seconds;
  const withMixer = (model: Model, change: (mixer: Mixer) => Mixer): Model => ({
    ...model,
    layers: model.layers.map((layer) => ({ ...layer, mixer: layer.mixer === null ? null : change(layer.mixer) })),
  });
  const normed = (queryKeyNorm: "head" | "width"): Model =>
    withMixer(llama8b, (mixer) => (mixer.kind === "self" ? { ...mixer, queryKeyNorm } : mixer));

  it("a norm of queries and keys reads and writes them; over all heads of several GPUs it exchanges two sums a token", () => {
    // 32 layers of 32 query and 8 key heads of 128 elements in 16 bit.
    const kernel = (tensor: number, tokens: number): number =>
      elementwiseTime(
        (2 * tokens * (32 + 8) * 128 * 2) / tensor,
        elementwise.addNorm,
        h100.memoryBandwidthBytesPerSecond,
      ).memorySeconds + elementwise.addNorm.launchSeconds;
    const added = (norm: "head" | "width", tensor: number, tokens: number): number =>
      (seconds(normed(norm), tensor, tokens) - seconds(llama8b, tensor, tokens)) / 32;
    expect(added("head", 1, 64)).toBeCloseTo(kernel(1, 64), 12);
    expect(added("width", 1, 64)).toBeCloseTo(kernel(1, 64), 12);
    expect(added("head", 4, 64)).toBeCloseTo(kernel(4, 64), 12);
    const exchange = allReduceTime(8 * 64, 4, profile({ parallelism: { ...one, tensor: 4 } }).tensorGroup.measured);
    expect(added("width", 4, 64)).toBeCloseTo(kernel(4, 64) + exchange.communicationSeconds, 12);
  });

  it("the launches of a shared expert hide behind those of the routed ones, its work does not", () => {
    const shared = (sharedIntermediateSize: number): Model => ({
      ...deepSeekV3,
      layers: deepSeekV3.layers.map((layer) =>
        layer.feedForward?.kind === "experts"
          ? { ...layer, feedForward: { ...layer.feedForward, sharedIntermediateSize } }
          : layer,
      ),
    });
    const at = (size: number): StepTime =>
      decodeStep(profile({ model: shared(size), gpu: h200, parallelism: { ...one, tensor: 8 } }), 16, 1024);
    expect(at(2048).overheadSeconds).toBe(at(0).overheadSeconds);
    expect(at(2048).memorySeconds).toBeGreaterThan(at(0).memorySeconds);
    expect(at(4096).memorySeconds).toBeGreaterThan(at(2048).memorySeconds);
  });

  it("an index of sparse attention launches its kernels in the layers that make one", () => {
    const sparse = (heads: number): Model =>
      withMixer(deepSeekV3, (mixer) =>
        mixer.kind === "latent" ? { ...mixer, indexer: { heads, headSize: 128, topTokens: 2048 } } : mixer,
      );
    const launches = (heads: number): number =>
      decodeStep(profile({ model: sparse(heads), gpu: h200, parallelism: { ...one, tensor: 8 } }), 1, 4096)
        .overheadSeconds;
    // Eight small kernels, two products and the scores, in each of 61 layers.
    expect((launches(64) - launches(0)) / 61).toBeGreaterThan(8 * elementwise.rotary.launchSeconds);
    expect((launches(64) - launches(0)) / 61).toBeLessThan(8 * elementwise.rotary.launchSeconds + 3 * 15e-6);
  });
});

describe("parallelism", () => {
  it("gives each stage of a pipeline its share of the batch, and each token all stages", () => {
    // Apart from messages, and from the wait for the stage with the head: test/kernels/network.test.ts.
    const layers = { ...llama8b, vocabularySize: 1e-9 };
    const { communicationSeconds, seconds, ...kernels } = decodeStep(
      profile({ model: layers, parallelism: { ...one, pipeline: 4 } }),
      64,
      1024,
    );
    const alone = decodeStep(profile({ model: layers }), 16, 1024);
    expect(kernels.computeSeconds).toBeCloseTo(alone.computeSeconds, 8);
    expect(kernels.memorySeconds).toBeCloseTo(alone.memorySeconds, 8);
    expect(seconds - communicationSeconds - alone.seconds).toBeLessThan(2e-5);
    expect(kernels.source).toBe(alone.source);
  });

  it("replicates key-value heads beyond their number", () => {
    // Eight heads: from 8 to 16 GPUs each still reads one head of the cache and multiplies with its projection.
    const memory = (tensor: number, context: number): number =>
      decodeStep(profile({ parallelism: { ...one, tensor } }), 64, context).memorySeconds;
    const cache = (tensor: number): number => memory(tensor, 9000) - memory(tensor, 1000);
    expect(cache(16)).toBeCloseTo(cache(8), 12);
    expect(cache(8)).toBeCloseTo(cache(4) / 2, 12);
  });

  it("multiplies gated delta nets in the format that the publisher stores them in", () => {
    const nets: Model = { ...deltaNet, layers: qwen35Layers.filter(({ mixer }) => mixer?.kind === "linear") };
    const at = (weights: "bf16" | "int4", id: string): number =>
      decodeStep(profile({ model: { ...nets, id }, storage: { weights } }), 4, 512).seconds;
    expect(at("int4", "RedHatAI/Net-quantized.w4a16")).toBe(at("bf16", "any/Net"));
    expect(at("int4", "any/Net-int4-AutoRound")).not.toBe(at("bf16", "any/Net"));
  });
});

describe("both steps", () => {
  const steps = (of: SpeedProfile, b: number, c: number): StepTime[] => [
    decodeStep(of, b, c),
    prefillStep(of, c, Math.min(b, 8)),
  ];

  it("are the sum of their parts, none of them negative", () => {
    fc.assert(
      fc.property(deployments, sequences, tokens, (deployment, b, c) => {
        for (const step of steps(profile(deployment), b, c)) {
          const { computeSeconds, memorySeconds, communicationSeconds, overheadSeconds, seconds } = step;
          for (const part of [computeSeconds, memorySeconds, communicationSeconds, overheadSeconds])
            expect(part).toBeGreaterThanOrEqual(0);
          expect(totalSeconds(step)).toBe(seconds);
          expect(seconds).toBeGreaterThan(0);
          expect(Number.isFinite(seconds)).toBe(true);
        }
      }),
    );
  });

  it("are never slower with more bandwidth, arithmetic or link", () => {
    fc.assert(
      fc.property(deployments, sequences, tokens, more, more, more, (deployment, b, c, bandwidth, peak, link) => {
        // A fitted GPU keeps its own constants when its figures change.
        fc.pre(["h100-sxm5-80gb", "h200-sxm-141gb", "b200-sxm-180gb", "l40s"].includes(deployment.gpu.id));
        const { gpu } = deployment;
        const peaks = Object.fromEntries(
          Object.entries(gpu.peakFlopsPerSecond).map(([key, value]) => [key, value == null ? value : value * peak]),
        );
        const better: Gpu = {
          ...gpu,
          memoryBandwidthBytesPerSecond: gpu.memoryBandwidthBytesPerSecond * bandwidth,
          peakFlopsPerSecond: peaks,
          interconnect: { ...gpu.interconnect, bytesPerSecond: (gpu.interconnect.bytesPerSecond ?? NaN) * link },
        };
        const faster = steps(profile({ ...deployment, gpu: better }), b, c);
        for (const [i, slower] of steps(profile(deployment), b, c).entries()) {
          const step = faster[i];
          if (step !== undefined) atLeast(slower, step);
        }
      }),
    );
  });

  it("communicate longer over fewer lanes, and longer still through the host", () => {
    const card = catalogGpu("rtx-pro-6000-blackwell");
    const communication = (interconnect: Partial<Gpu["interconnect"]>): number =>
      steps(
        profile({
          gpu: { ...card, interconnect: { ...card.interconnect, ...interconnect } },
          parallelism: { ...one, tensor: 4 },
        }),
        16,
        1024,
      )[0]?.communicationSeconds ?? NaN;
    expect(communication({ bytesPerSecond: 64e9 })).toBeGreaterThan(communication({}));
    expect(communication({ peerAccess: false })).toBe(communication({ bytesPerSecond: 128e9 / 4 }));
    expect(communication({ peerAccess: true })).toBe(communication({}));
  });

  it("communicate with others only", () => {
    for (const of of models) {
      for (const step of steps(profile({ model: of }), 16, 1024)) expect(step.communicationSeconds).toBe(0);
      for (const step of steps(profile({ model: of, parallelism: { ...one, tensor: 1.5 } }), 16, 1024))
        expect(step.communicationSeconds).toBeGreaterThan(0);
    }
  });

  it("work and read less on more GPUs, while heads remain", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        sequences,
        tokens,
        fc.double({ min: 1, max: 7, noNaN: true }),
        more,
        (of, b, c, tensor, factor) => {
          // The tensor size may be any real number: the search relaxes it.
          const at = (size: number): StepTime[] =>
            steps(profile({ model: of, gpu: h200, parallelism: { ...one, tensor: size } }), b, c);
          const few = at(tensor);
          for (const [i, many] of at(Math.min(8, tensor * factor)).entries()) {
            const fewer = few[i];
            if (fewer === undefined) continue;
            expect(many.seconds - many.communicationSeconds).toBeLessThanOrEqual(
              (fewer.seconds - fewer.communicationSeconds) * (1 + 1e-9),
            );
          }
        },
      ),
    );
  });

  it("can be slower on more GPUs over PCIe", () => {
    const small = {
      ...llama8b,
      hiddenSize: 512,
      layers: [
        {
          count: 32,
          mixer: { kind: "self" as const, queryHeads: 8, keyValueHeads: 8, headSize: 64 },
          feedForward: { kind: "dense" as const, intermediateSize: 1024, gated: true },
        },
      ],
    };
    const at = (tensor: number): number =>
      prefillStep(profile({ model: small, gpu: catalogGpu("l40s"), parallelism: { ...one, tensor } }), 2048).seconds;
    expect(at(4)).toBeGreaterThan(at(1));
  });
});

describe("mixedStep", () => {
  const work = (
    sequences: number,
    contextTokens: number,
    prompts: number,
    promptTokens: number,
    tokensPerSequence = 1,
  ) => ({ sequences, contextTokens, tokensPerSequence, prompts, promptTokens });
  const parts = fc.record({
    b: fc.integer({ min: 1, max: 256 }),
    c: fc.integer({ min: 1, max: 8192 }),
    q: fc.integer({ min: 1, max: 16 }),
    t: fc.integer({ min: 1, max: 4096 }),
  });

  it("takes no longer than its halves one after the other, and no less than either", () => {
    fc.assert(
      fc.property(deployments, parts, (deployment, { b, c, q, t }) => {
        const of = profile(deployment);
        const mixed = mixedStep(of, work(b, c, q, t)).seconds;
        const [decode, prefill] = [decodeStep(of, b, c).seconds, prefillStep(of, t, q).seconds];
        expect(mixed).toBeLessThanOrEqual((decode + prefill) * (1 + 1e-9));
        expect(mixed).toBeGreaterThanOrEqual(Math.max(decode, prefill) * (1 - 1e-9));
      }),
    );
  });

  it("is one of its halves where the other has nothing to do", () => {
    expect(mixedStep(profile(), work(0, 1, 3, 700))).toEqual(prefillStep(profile(), 700, 3));
    expect(mixedStep(profile(), work(12, 700, 0, 1))).toEqual(decodeStep(profile(), 12, 700));
  });

  it("reads weights once: one more token among many prompts is nearly free", () => {
    const alone = decodeStep(profile(), 1, 1).seconds;
    expect(mixedStep(profile(), work(1, 1, 1, 2048)).seconds - prefillStep(profile(), 2048).seconds).toBeLessThan(
      0.1 * alone,
    );
  });

  it("reads the cache and the states of a sequence once for all its tokens", () => {
    const attention = (of: Model, tokensPerSequence: number): number => {
      const at = (context: number): number =>
        mixedStep(profile({ model: of }), work(16, context, 0, 1, tokensPerSequence)).memorySeconds;
      return at(8192) - at(1024);
    };
    expect(attention(llama8b, 4)).toBeCloseTo(attention(llama8b, 1), 9);
    // A window is a window, however many tokens are verified.
    expect(attention(gemma3, 4)).toBeCloseTo(attention(gemma3, 1), 9);
  });

  it("multiplies with the weights for every token of a sequence", () => {
    fc.assert(
      fc.property(deployments, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 2, max: 8 }), (deployment, b, v) => {
        atLeast(
          mixedStep(profile(deployment), work(b, 1024, 0, 1, v)),
          mixedStep(profile(deployment), work(b, 1024, 0, 1)),
        );
      }),
    );
  });

  it("gives a stage of a pipeline no less than one sequence", () => {
    const lone = (pipeline: number): number => {
      const step = decodeStep(profile({ parallelism: { ...one, pipeline } }), 1, 100_000);
      return step.seconds - step.communicationSeconds;
    };
    expect(lone(4)).toBeCloseTo(lone(1), 12);
  });

  it("says where its constants come from", () => {
    expect(mixedStep(profile({ gpu: catalogGpu("mi300x") }), work(8, 640, 1, 512)).source).toBe("datasheet");
  });
});
