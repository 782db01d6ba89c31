import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines } from "../../../src/index.js";
import { genericEngine, resolveEngineName } from "../../../src/catalog/names/resolve-engine-name.js";

const read = (name: string, version?: string): unknown => {
  const found = resolveEngineName(name, engines, version) ?? genericEngine(name, engines, version);
  return found === null ? null : [found.engine.engine, found.version];
};

describe("an engine's name", () => {
  test.each([
    ["vLLM", "v0.6.1", "vllm", "0.6.1"],
    ["vLLM", "V0.6.1", "vllm", "0.6.1"],
    ["vllm@v0.19.0", undefined, "vllm", "0.19.0"],
    ["vLLM (ROCm fork)", "0.9.0.1", "vllm", "0.9.0.1"],
    ["MangoBoost LLMBoost (vLLM-based)", "", "vllm", null],
    ["vLLM", "0.19.1rc1.dev339+gedc364896", "vllm", "0.19.1"],
    ["vllm", "V0 dev (PR 2031)", "vllm", "0"],
    ["vllm", "V1 (pre-0.20 message in log)", "vllm", "0.19"],
    ["vLLM", "nightly-5b8c30d62b754b57", "vllm", null],
    ["vLLM", "20b2817", "vllm", null],
    ["vLLM", "nightly 2026-02 (20260216)", "vllm", null],
    ["1Cat-vLLM", "1.0.0+flash_attn_v100-1.0.0", "vllm", null],
    ["vllm-ascend", "0.18.0rc1", "vllm", "0.18.0"],
    ["NVIDIA NIM (TensorRT-LLM)", "", "tensorrt-llm", null],
    ["TensorRT-LLM (Triton tensorrtllm_backend)", "0.14.0", "tensorrt-llm", "0.14.0"],
    ["TensorRT-LLM", "feat/1.2-mlpinf", "tensorrt-llm", "1.2"],
    ["TensorRT-LLM", "0.20 (release inferred)", "tensorrt-llm", "0.20"],
    ["TRT-LLM@1", undefined, "tensorrt-llm", "1"],
    ["tensorrt_llm", "1.0", "tensorrt-llm", "1.0"],
    ["trtllm", "1.0", "tensorrt-llm", "1.0"],
    ["SGLang", "0.5.8+", "sglang", "0.5.8"],
    ["SGLang", "main 2026-07", "sglang", null],
    ["SGLang", "nightly-dev-20260402-d7256eb6", "sglang", null],
    ["sglang", "0.0.0.dev1+g5f55db35e", "sglang", null],
    ["LMDeploy-TurboMind", "0.2.0", "generic", "0.2.0"],
  ])("%s %s is %s %s", (name, version, engine, number) => {
    expect(read(name, version)).toEqual([engine, number]);
  });

  test.each(["vlm", "", "  ", "an engine", "v".repeat(1000)])("'%s' is none that is known", (name) => {
    expect(resolveEngineName(name, engines)).toBeNull();
  });

  test.each([
    ["vllm", "0.19.0", []],
    ["vLLM", "0.20.2", []],
    ["SGLang", "0.5.16", []],
    ["TensorRT-LLM", "1.2.0rc1", []],
    ["vLLM (ROCm)", "0.14.0", [{ code: "engine", asked: "vLLM (ROCm)", used: "vllm" }]],
    ["vllm", undefined, [{ code: "engine-version", used: "0.30" }]],
    ["vllm", "nightly-5b8c30d62b754b57", [{ code: "engine-version", asked: "nightly-5b8c30d62b754b57", used: "0.30" }]],
    ["vllm@0.37.1", undefined, [{ code: "engine-version", asked: "0.37.1", used: "0.30" }]],
    [
      "1Cat-vLLM",
      "1.0.0",
      [
        { code: "engine", asked: "1Cat-vLLM", used: "vllm" },
        { code: "engine-version", asked: "1.0.0", used: "0.30" },
      ],
    ],
  ])("%s %s leaves open what it leaves open", (name, version, assumed) => {
    expect(resolveEngineName(name, engines, version)?.assumed).toEqual(assumed);
  });

  test("a release may be known where no version is stated", () => {
    expect(resolveEngineName("vLLM", engines, undefined, "0.6.1")).toMatchObject({
      version: "0.6.1",
      engine: { id: "vllm@0" },
      assumed: [{ code: "engine-version", used: "0.6.1" }],
    });
    expect(resolveEngineName("vLLM", engines, "0.19.0", "0.6.1")).toMatchObject({ version: "0.19.0", assumed: [] });
  });

  test("another engine runs under the rules for any", () => {
    expect(genericEngine("LMDeploy", engines)).toMatchObject({
      engine: { id: "generic@1" },
      version: null,
      assumed: [{ code: "engine", asked: "LMDeploy", used: "generic" }],
    });
  });

  test("no text makes it throw", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 400 }),
        fc.option(fc.string({ maxLength: 400 }), { nil: undefined }),
        (name, version) => {
          const found = resolveEngineName(`vllm${name}`, engines, version);
          if (found?.version !== null) expect(found?.version).toMatch(/^\d+(?:\.\d+)*$/);
        },
      ),
    );
  });
});
