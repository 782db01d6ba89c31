import { describe, expect, test } from "vitest";
import { checkGpu, checkModel } from "../../src/core.js";
import {
  findGpu,
  findModel,
  gpus,
  InfrascaleError,
  models,
  type ErrorCode,
  type Gpu,
  type Model,
} from "../../src/index.js";

type Path = readonly (string | number)[];

/** A copy with one value replaced, or with the field left out when the value is undefined. */
function changed<T>(original: T, path: Path, value: unknown): T {
  const copy = structuredClone(original);
  let holder = copy as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, unknown>;
  const last = path.at(-1) as string | number;
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return copy;
}

function refusal(action: () => unknown): readonly [ErrorCode, string] {
  try {
    action();
  } catch (error) {
    if (error instanceof InfrascaleError) return [error.code, error.field];
    throw error;
  }
  throw new Error("accepted");
}

/** `model.layers[0].mixer` for ["layers", 0, "mixer"]. */
const written = (root: string, path: Path): string =>
  path.reduce<string>((text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}.${key}`), root);

const h100: Gpu = findGpu("h100", gpus);
const a40: Gpu = findGpu("a40", gpus);
const byKind = {
  windowed: findModel("gpt-oss-120b", models),
  latent: findModel("DeepSeek-V3.2", models),
  linear: findModel("Qwen3.5-27B", models),
  experts: findModel("NVIDIA-Nemotron-3-Super-120B-A12B-FP8", models),
} satisfies Record<string, Model>;

/** Index of the first layer group that a test holds for. */
const groupOf = (model: Model, holds: (group: Model["layers"][number]) => boolean): number =>
  model.layers.findIndex(holds);
const linearGroup = groupOf(byKind.linear, ({ mixer }) => mixer?.kind === "linear");
const expertGroup = groupOf(byKind.experts, ({ feedForward }) => feedForward?.kind === "experts");

describe("a GPU of the user's own", () => {
  test.each<[ErrorCode, Path, unknown]>([
    ["invalid-type", ["name"], undefined],
    ["invalid-type", ["vendor"], undefined],
    ["invalid-type", ["architecture"], ""],
    ["out-of-range", ["memory", "visibleBytes"], Number.NaN],
    ["invalid-type", ["interconnect"], null],
    ["invalid-type", ["interconnect", "kind"], 5],
    ["out-of-range", ["interconnect", "domainGpus"], 0],
    ["out-of-range", ["powerWatts"], -1],
  ])("%s at %j for %s", (code, path, value) => {
    expect(refusal(() => checkGpu(changed(h100, path, value), "gpu"))).toEqual([code, written("gpu", path)]);
  });

  test.each<[ErrorCode, Path, unknown]>([
    ["out-of-range", ["interconnect", "bridge", "bytesPerSecond"], Number.NaN],
    ["out-of-range", ["interconnect", "bridge", "gpus"], 1.5],
  ])("%s at %j of a bridge for %s", (code, path, value) => {
    expect(refusal(() => checkGpu(changed(a40, path, value), "gpu"))).toEqual([code, written("gpu", path)]);
  });
});

describe("a model of the user's own", () => {
  test.each<[ErrorCode, keyof typeof byKind, Path, unknown]>([
    ["invalid-type", "windowed", ["layers", 1], null],
    ["invalid-type", "windowed", ["layers", 0, "mixer"], undefined],
    ["out-of-range", "windowed", ["layers", 0, "mixer", "windowTokens"], Number.NaN],
    ["out-of-range", "windowed", ["layers", 0, "mixer", "windowTokens"], 0],
    ["out-of-range", "windowed", ["layers", 0, "mixer", "valueHeadSize"], -128],
    ["out-of-range", "windowed", ["layers", 0, "mixer", "kind"], "full"],
    ["out-of-range", "latent", ["layers", 0, "mixer", "queryRank"], 0.5],
    ["out-of-range", "latent", ["layers", 0, "mixer", "keyValueRank"], 0],
    ["invalid-type", "latent", ["layers", 0, "mixer", "indexer", "topTokens"], undefined],
    ["invalid-type", "latent", ["layers", 0, "feedForward", "gated"], undefined],
    ["out-of-range", "linear", ["layers", linearGroup, "mixer", "convolutionElements"], 1e12],
    ["out-of-range", "linear", ["layers", linearGroup, "mixer", "statePrecision"], "fp64"],
    ["out-of-range", "linear", ["layers", linearGroup, "mixer", "parameters"], Number.POSITIVE_INFINITY],
    ["out-of-range", "experts", ["layers", expertGroup, "feedForward", "latentSize"], Number.NaN],
    ["out-of-range", "experts", ["checkpoint", "scaling"], "row"],
    ["out-of-range", "experts", ["checkpoint", "scaleGroup"], 0],
    ["out-of-range", "experts", ["draftLayers"], -1],
    ["out-of-range", "experts", ["parameters", "vision"], -1],
    ["invalid-catalog", "experts", ["parameters", "embedding"], 1e15],
  ])("%s in a model that is %s at %j for %s", (code, kind, path, value) => {
    expect(refusal(() => checkModel(changed(byKind[kind], path, value), "model"))).toEqual([
      code,
      written("model", path),
    ]);
  });

  test("stores its parts in positive numbers of bytes, and only parts that there are", () => {
    const stored = (partBytes: object) => () =>
      checkModel(changed(byKind.experts, ["checkpoint", "partBytes"], partBytes), "model");
    expect(refusal(stored({ experts: 0 }))).toEqual(["out-of-range", "model.checkpoint.partBytes.experts"]);
    expect(refusal(stored({ wings: 1 }))).toEqual(["out-of-range", "model.checkpoint.partBytes key"]);
  });

  test("is taken as it is when nothing is wrong", () => {
    for (const model of Object.values(byKind)) expect(checkModel(structuredClone(model), "model")).toEqual(model);
    expect(checkGpu(structuredClone(a40), "gpu")).toEqual(a40);
  });
});
