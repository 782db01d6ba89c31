import { beforeAll, describe, expect, test } from "vitest";
import { MIXERS, type MixerRule } from "../../src/catalog/mixers.js";
import { english } from "../../src/cli/language/english/index.js";
import { french } from "../../src/cli/language/french/index.js";
import { renderModel } from "../../src/cli/render-model.js";
import { checkModel, countParameters, mixerParameters, type Mixer } from "../../src/core.js";
import { deploymentMemory } from "../../src/deployment/memory/index.js";
import { MIXER_MEMORY, type MixerMemory } from "../../src/deployment/memory/mixers.js";
import { estimateGpus, models, predictServing, type Model } from "../../src/index.js";
import { checkPositive } from "../../src/internal/check.js";
import { NO_TIME } from "../../src/kernels/kernel-time.js";
import { MIXER_TIMES, type MixerTime } from "../../src/kernels/mixers.js";
import { decodeStep } from "../../src/kernels/step.js";
import { simulate } from "../../src/simulate.js";
import { engine, h100 } from "../deployment/memory/fixtures.js";
import { profile } from "../kernels/fixtures.js";
import { filesNaming } from "./words.js";

interface Ring {
  readonly kind: "ring";
  readonly width: number;
  readonly seconds: number;
}

const HEADS = 3;
const LAYERS = 32;

/** A kind of mixer that nothing but the tables knows. */
beforeAll(() => {
  (MIXERS as unknown as Record<string, MixerRule<Ring>>)["ring"] = {
    part: "attention",
    isLatent: false,
    check: ({ width }, path) => checkPositive(width, `${path}.width`),
    parameters: ({ width }, hiddenSize, tensor) => (width * hiddenSize) / tensor,
    sizes: () => ({ heads: HEADS }),
    text: ({ width }) => `ring of ${width}`,
  };
  (MIXER_MEMORY as unknown as Record<string, MixerMemory<Ring>>)["ring"] = {
    heldBytes: ({ width }, { tensor }) => width / tensor,
    alignmentTokens: 1,
    parameters: ({ width }, hiddenSize, tensor) => (width * hiddenSize) / tensor,
    copiedParameters: () => 0,
  };
  (MIXER_TIMES as unknown as Record<string, MixerTime<Ring>>)["ring"] = {
    kernels: [],
    time: ({ seconds }) => ({ ...NO_TIME, overheadSeconds: seconds }),
  };
});

const mixer = (changes: Partial<Ring> = {}): Mixer =>
  ({ kind: "ring", width: 10240, seconds: 1e-4, ...changes }) as unknown as Mixer;
const llama = models.find(({ id }) => id === "meta-llama/Llama-3.1-8B-Instruct") as Model;

/** Llama 3.1 8B with rings, and no more weights than are counted. */
function ringModel(changes: Partial<Ring> = {}): Model {
  const model: Model = {
    ...llama,
    id: "ring",
    layers: llama.layers.map((group) => ({ ...group, mixer: mixer(changes) })),
  };
  return {
    ...model,
    parameters: {
      ...model.parameters,
      ...countParameters({ ...model, parameters: { ...model.parameters, total: 1e12 } }),
    },
  };
}

const serving = (model: Model) => ({ model, gpu: "l40s", engine: "vllm", precision: { weights: "bf16" } }) as const;
const lengths = { inputTokens: 1000, outputTokens: 200 } as const;

describe("a kind of mixer that is added to the tables", () => {
  test("is checked", () => {
    expect(checkModel(ringModel(), "model").layers[0]?.mixer).toEqual(mixer());
    expect(() =>
      checkModel({ ...llama, layers: [{ count: 1, mixer: mixer({ width: -1 }), feedForward: null }] }, "model"),
    ).toThrow(expect.objectContaining({ code: "out-of-range", field: "model.layers[0].mixer.width" }) as Error);
  });

  test("has parameters, and is told of a model in words", () => {
    expect(mixerParameters(mixer(), 4096)).toBe(10240 * 4096);
    expect(countParameters(ringModel({ width: 20480 })).total - countParameters(ringModel()).total).toBe(
      LAYERS * 10240 * 4096,
    );
    expect(renderModel(ringModel(), english)).toContain("ring of 10240");
    expect(renderModel(ringModel(), french)).toContain("ring of 10240");
  });

  test("has memory, and heads that a split divides", () => {
    const memory = (model: Model, tensor = 1) =>
      deploymentMemory({
        model,
        gpu: h100,
        engine: engine("vllm"),
        precision: { weights: "bf16", kvCache: "bf16" },
        parallelism: { tensor },
      });
    const [narrow, wide] = [memory(ringModel()), memory(ringModel({ width: 20480 }))];
    expect(wide.parts.weights - narrow.parts.weights).toBe(LAYERS * 10240 * 4096 * 2);
    expect(wide.kvTokens / narrow.kvTokens).toBeLessThan(0.5);
    expect(() => memory(ringModel(), 2)).toThrow(
      expect.objectContaining({ code: "impossible-parallelism", rule: "must divide the 3 attention heads" }) as Error,
    );
  });

  test("has time", () => {
    const step = (seconds: number): number => decodeStep(profile({ model: ringModel({ seconds }) }), 8, 1000).seconds;
    expect(step(2e-3) - step(1e-3)).toBeCloseTo(LAYERS * 1e-3, 12);
  });

  test("is predicted, simulated and estimated", () => {
    const [fast, slow] = [1e-5, 1e-3].map((seconds) =>
      predictServing({
        ...serving(ringModel({ seconds })),
        ...lengths,
        load: { kind: "closed-loop", requestsInFlight: 8 },
      }),
    );
    if (fast?.stable !== true || slow?.stable !== true) throw new Error("a closed loop is stable");
    expect(slow.tpotSeconds - fast.tpotSeconds).toBeGreaterThan(LAYERS * 0.99e-3);
    const workload = { requestsPerSecond: 8, inputTokens: { mean: 1000, cv: 1 }, outputTokens: { mean: 200, cv: 1 } };
    expect(simulate({ ...serving(ringModel()), workload, requests: 200 }).requests).toBe(200);
    const estimate = (seconds: number): number => {
      const found = estimateGpus(
        { ...serving(ringModel({ seconds })), workload, targets: { tokensPerSecond: 16 } },
        { search: { gpusPerReplica: [1] } },
      );
      if (found.status === "infeasible") throw new Error(found.reason);
      return found.gpus;
    };
    expect(estimate(1e-3)).toBeGreaterThan(estimate(1e-5));
  });
});

test("the type, three tables, the import of configs and the French of the command know a kind of mixer by name; encoders of images are made of one; no other file does", () => {
  expect(filesNaming("self", "latent", "linear").filter((file) => file !== "kernels/image-encoding.ts")).toEqual([
    "catalog/huggingface/attention.ts",
    "catalog/huggingface/linear.ts",
    "catalog/mixers.ts",
    "catalog/model.ts",
    "cli/language/french/catalog.ts",
    "deployment/memory/mixers.ts",
    "kernels/mixers.ts",
  ]);
});
