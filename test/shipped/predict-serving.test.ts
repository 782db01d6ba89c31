import { describe, expect, it } from "vitest";
import engineTiming from "../../catalogs/engine-timing.json" with { type: "json" };
import kernelLaws from "../../catalogs/kernel-laws.json" with { type: "json" };
import { servingConstants } from "../../src/engine.js";
import {
  engines,
  findGpu,
  findModel,
  gpus,
  models,
  predictServing,
  type Engine,
  type ServingPrediction,
  type ServingRequest,
} from "../../src/index.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { predictServing as predictFromObjects } from "../../src/performance/predict-serving.js";
import { engine } from "../deployment/memory/fixtures.js";

const asked = {
  parallelism: { tensor: 4 },
  load: { kind: "closed-loop", requestsInFlight: 32 },
  inputTokens: 1024,
  outputTokens: 512,
} as const;
const named = (changes: Partial<ServingRequest> = {}) =>
  predictServing({ model: "llama-3.1-70b", gpu: "h100", ...asked, ...changes });
/** Memory holds functions, which are equal to none but themselves; what was assumed is told of names alone. */
const plain = (prediction: ServingPrediction) => ({ ...prediction, memory: prediction.memory.kvTokens, assumed: null });

it("stands on constants that pass every check of published tables, which a process does not repeat", () => {
  expect(shippedConstants()).toStrictEqual(servingConstants({ kernelLaws, engineTiming }));
});

describe("a request by names", () => {
  const model = findModel("llama-3.1-70b", models);
  const gpu = findGpu("h100", gpus);
  const byObjects = (profile: Engine, engineVersion?: string) =>
    plain(
      predictFromObjects(
        { model, gpu, engine: profile, ...asked, ...(engineVersion === undefined ? {} : { engineVersion }) },
        shippedConstants(),
      ),
    );

  it("is the same request by objects, of the newest vLLM unless it is said", () => {
    expect(plain(named())).toEqual(byObjects(engine("vllm")));
    expect(plain(named({ model, gpu, engine: engine("vllm") }))).toEqual(byObjects(engine("vllm")));
    expect(plain(named({ engine: "SGLang" }))).toEqual(byObjects(engine("sglang")));
  });

  it("says what it took for granted", () => {
    const codes = (changes: Partial<ServingRequest>): readonly string[] =>
      named(changes).assumed.map(({ code }) => code);
    expect(codes({})).toEqual(["engine", "engine-version", "published-format", "sixteen-bit-cache"]);
    expect(codes({ engine: "vllm@0.19.0", precision: { weights: "bf16", kvCache: "bf16" } })).toEqual([]);
  });

  it("takes memory rules and timing of the version that is named", () => {
    const old = named({ engine: "vllm@0.6.3" });
    expect(old.engine).toBe(engine("vllm", "0.6.3").id);
    expect(plain(old)).toEqual(byObjects(engine("vllm", "0.6.3"), "0.6.3"));
  });

  it("takes an engine profile of one's own by its version", () => {
    const [first] = engines;
    if (first === undefined) throw new Error("no engine");
    expect(plain(named({ engine: first }))).toEqual(byObjects(first));
  });

  it.each([
    [{ model: "lama" }, "unknown-id", "model"],
    [{ gpu: "h1000" }, "unknown-id", "gpu"],
    [{ engine: "vlm" }, "unknown-id", "engine"],
  ])("refuses %j", (changes, code, field) => {
    expect(() => named(changes)).toThrow(expect.objectContaining({ code, field }) as Error);
  });

  it("refuses what is no request", () => {
    for (const value of [undefined, "llama-3.1-70b", []])
      expect(() => predictServing(value as unknown as ServingRequest)).toThrow(
        expect.objectContaining({ code: "invalid-type", field: "request" }) as Error,
      );
  });
});

describe("the shipped constants", () => {
  it("are read once", () => {
    expect(shippedConstants()).toBe(shippedConstants());
  });
});
