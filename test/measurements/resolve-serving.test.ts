import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engines, gpus, models } from "../../src/index.js";
import { MEMORY_COLUMNS, SERVING_COLUMNS } from "../../src/measurements/columns.js";
import type { Row } from "../../src/measurements/csv.js";
import { isRefused, refusalText } from "../../src/measurements/refusal.js";
import { resolveServing, type ResolvedServing } from "../../src/measurements/resolve-serving.js";
import { rowReadings } from "../../src/measurements/row-readings.js";
import { resolveLog } from "../../src/measurements/start-up-log.js";
import { statedOf } from "../../src/measurements/stated.js";
import { withRoom } from "../../src/measurements/with-room.js";
import { predictServing } from "../../src/performance/predict-serving.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { LOG_ROW, SPEED_ROW } from "../cli/validation/fixtures.js";

const catalogs = { engines, gpus, models };

const resolve = (changes: Row): ReturnType<typeof resolveServing> =>
  resolveServing(statedOf(rowReadings({ ...SPEED_ROW, ...changes })).stated, catalogs);

const resolved = (changes: Row = {}): ResolvedServing => {
  const result = resolve(changes);
  if (isRefused(result)) throw new Error(refusalText(result));
  return result;
};

const codes = (changes: Row): readonly string[] => resolved(changes).assumed.map(({ code }) => code);

describe("a row", () => {
  test("means a deployment and a load in the library's terms", () => {
    const { request, entry, assumed } = resolved();
    expect(request).toEqual({
      model: entry,
      gpu: gpus.find(({ id }) => id === "h100-sxm5-80gb"),
      engine: engines.find(({ id }) => id === "vllm@0.19"),
      engineVersion: "0.19.0",
      precision: { weights: "bf16" },
      parallelism: { tensor: 1, pipeline: 1, data: 1, expert: 1 },
      settings: {},
      replicas: 1,
      load: { kind: "closed-loop", requestsInFlight: 8, equalLengths: false },
      inputTokens: 1024,
      outputTokens: 256,
    });
    expect(assumed).toEqual([{ code: "sixteen-bit-cache", used: "bf16" }]);
  });

  test.each<[Row, string, readonly string[]]>([
    [{ engine: "" }, "engine-not-stated", []],
    [{ gpu: "" }, "gpu-not-stated", []],
    [{ gpu: "MI251" }, "gpu-not-in-catalog", ["mi250", "mi250x", "mi325x"]],
    [{ gpu: "g".repeat(1000) }, "gpu-not-in-catalog", []],
    [{ model: "" }, "model-not-stated", []],
    [
      { model: "llama-3.1-9b" },
      "model-not-in-catalog",
      ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-70B-Instruct", "meta-llama/Llama-3.1-405B-Instruct"],
    ],
    [{ model: "m".repeat(100_000) }, "model-not-in-catalog", []],
    [{ weights_dtype: "ternary" }, "weight-format-unknown", []],
    [{ kv_dtype: "int3 (K4V2)" }, "cache-format-unknown", []],
    [{ gpus_total: "4", tp: "" }, "parallelism-not-stated", []],
    [{ gpus_total: "4", tp: "3" }, "parallelism-contradictory", []],
    [{ concurrency: "" }, "load-not-stated", []],
    [{ scenario: "soak" }, "load-not-stated", []],
    [{ output_tokens: "" }, "lengths-not-stated", []],
  ])("with %o is refused: %s", (changes, refusal, nearest) => {
    const result = resolve(changes);
    expect(result).toMatchObject({ refusal, nearest });
    expect(isRefused(result) && refusalText(result).length).toBeLessThan(400);
  });

  test.each<[Row, unknown]>([
    [{ weights_dtype: "fp8" }, { weights: "fp8", scaling: "tensor" }],
    [
      { weights_dtype: "fp8", model: "Qwen/Qwen3-32B" },
      { weights: "fp8", scaling: "block" },
    ],
    [{ weights_dtype: "", model: "RedHatAI/Qwen3-32B-FP8-dynamic" }, {}],
    [{ weights_dtype: "fp8", model: "deepseek-ai/DeepSeek-R1", tp: "8", gpus_total: "8" }, { weights: "fp8" }],
    [{ weights_dtype: "int4 (w4a16)" }, { weights: "int4", weightOnly: true }],
    [
      { weights_dtype: "fp8", engine: "TensorRT-LLM", engine_version: "1.0" },
      { weights: "fp8", scaling: "tensor", kvCache: "fp8" },
    ],
    [
      { weights_dtype: "fp8", engine: "TensorRT-LLM", engine_version: "1.0", kv_dtype: "fp16" },
      { weights: "fp8", scaling: "tensor", kvCache: "fp16" },
    ],
    [{ weights_dtype: "fp16", engine: "TensorRT-LLM", engine_version: "1.0" }, { weights: "fp16" }],
  ])("with %o has the formats", (changes, precision) => {
    expect(resolved(changes).request.precision).toEqual(precision);
  });

  test("on a GPU without bf16 leaves the cache in 16 bit to it, and is predicted", () => {
    const { request, assumed } = resolved({ gpu: "T4", model: "Qwen/Qwen2.5-0.5B-Instruct", weights_dtype: "fp16" });
    expect(assumed).toEqual([{ code: "sixteen-bit-cache", used: "fp16" }]);
    expect(predictServing(request, shippedConstants()).tpotSeconds).toBeGreaterThan(0);
  });

  test("says what it left open", () => {
    expect(codes({ weights_dtype: "" })).toEqual(["published-format", "sixteen-bit-cache"]);
    expect(codes({ weights_dtype: "", model: "somebody/Llama-3.1-8B-Instruct-AWQ" })).toEqual([
      "checkpoint",
      "format-from-name",
      "sixteen-bit-cache",
    ]);
    expect(codes({ model: "Qwen/QwQ-32B", engine: "vLLM (ROCm)", engine_version: "nightly" })).toEqual([
      "same-shape",
      "engine",
      "engine-version",
      "sixteen-bit-cache",
    ]);
    expect(codes({ weights_dtype: "fp8", engine: "TRT-LLM", engine_version: "1.0" })).toEqual([
      "fp8-scales",
      "eight-bit-cache",
    ]);
    expect(
      codes({ input_tokens: "", assumed_input_tokens: "100", output_tokens: "", output_characters: "900" }),
    ).toEqual(["sixteen-bit-cache", "input-tokens", "output-tokens"]);
    expect(resolved({ engine_version: "", assumed_version: "0.6.1" })).toMatchObject({
      request: { engineVersion: "0.6.1" },
      assumed: [{ code: "engine-version", used: "0.6.1" }, {}],
    });
    expect(resolved({ engine: "LMDeploy", engine_version: "0.2.0" })).toMatchObject({
      request: { engine: { id: "generic@1" }, engineVersion: "0.2.0" },
      assumed: [{ code: "engine", asked: "LMDeploy", used: "generic" }, {}],
    });
  });

  test("spreads experts over all ranks where it spreads them over some", () => {
    const cells = { model: "Qwen/Qwen3-30B-A3B", gpus_total: "8", tp: "2", dp: "2", ep: "2" };
    expect(resolved(cells)).toMatchObject({
      request: { parallelism: { tensor: 2, data: 2, expert: 4 }, replicas: 2 },
      assumed: [{}, { code: "expert-size", asked: 2, used: 4 }],
    });
    expect(resolved({ ...cells, ep: "4" }).assumed).toHaveLength(1);
    expect(resolved({ gpus_total: "2", tp: "2", ep: "2" }).request.parallelism).toMatchObject({ expert: 1 });
  });

  test("has the limit that it states, its share of one of the deployment, or of a batch that runs whole", () => {
    const limit = (cells: Row): unknown =>
      resolved({ gpus_total: "4", tp: "2", ...cells }).request.settings?.maxNumSeqs;
    expect(limit({})).toBeUndefined();
    expect(limit({ max_num_seqs: "8" })).toBe(8);
    expect(limit({ scenario: "offline", concurrency: "65" })).toBe(33);
    expect(limit({ scenario: "offline", concurrency: "65", max_num_seqs: "8" })).toBe(8);
    expect(limit({ scenario: "static_batch", batch: "1500" })).toBe(750);
    expect(codes({ scenario: "static_batch", batch: "1500" })).toContain("batch-limit");
  });

  test("states the share of memory of TensorRT-LLM's cache, and of no other engine's; the engine's own option goes before", () => {
    const share = (cells: Row): unknown =>
      resolved({ kv_memory_fraction: "0.95", ...cells }).request.settings?.utilization;
    expect(share({ engine: "TensorRT-LLM", engine_version: "1.0" })).toBe(0.95);
    expect(share({})).toBeUndefined();
    expect(share({ gpu_memory_utilization: "0.8" })).toBe(0.8);
  });

  test("varies its answers as it says", () => {
    expect(resolved({ output_length_cv: "0.9" }).request.outputTokens).toEqual({ mean: 256, cv: 0.9 });
  });

  test("whose attention is parallel by requests has a rank on each GPU of a stage, where the engine's option has no size", () => {
    const eight = {
      engine: "TensorRT-LLM",
      model: "deepseek-ai/DeepSeek-V3",
      gpus_total: "8",
      tp: "8",
      attention_dp: "1",
    };
    const sizes = (changes: Row): unknown => resolved({ ...eight, ...changes }).request.parallelism;
    expect(sizes({})).toEqual({ tensor: 1, pipeline: 1, data: 8, expert: 1 });
    expect(sizes({ ep: "8" })).toEqual({ tensor: 1, pipeline: 1, data: 8, expert: 8 });
    expect(sizes({ tp: "4", pp: "2" })).toEqual({ tensor: 1, pipeline: 2, data: 4, expert: 1 });
    const bySize = { tensor: 4, pipeline: 1, data: 2, expert: 1 };
    expect(sizes({ dp: "2" })).toEqual(bySize);
    expect(sizes({ engine: "SGLang", dp: "2" })).toEqual(bySize);
    const byHead = { tensor: 8, pipeline: 1, data: 1, expert: 1 };
    for (const changes of [
      { attention_dp: "0" },
      { attention_dp: "" },
      { engine: "SGLang" },
      { model: "meta-llama/Llama-3.1-70B-Instruct" },
    ])
      expect(sizes(changes)).toEqual(byHead);
    expect(codes(eight)).toContain("data-size");
    expect(codes({ ...eight, dp: "2" })).not.toContain("data-size");
  });
});

describe("room", () => {
  const tight = resolved({
    model: "Qwen/Qwen2.5-72B-Instruct",
    gpus_total: "2",
    tp: "2",
    input_tokens: "128",
    output_tokens: "128",
    concurrency: "2",
  }).request;
  const predict = (request: typeof tight): number => predictServing(request, shippedConstants()).tpotSeconds;

  test("is made for what ran although it does not fit by default, and said", () => {
    expect(() => predict(tight)).toThrow(expect.objectContaining({ code: "does-not-fit" }) as Error);
    expect(withRoom(tight, predict)).toEqual({
      result: predict({ ...tight, settings: { utilization: 0.97 } }),
      assumed: [{ code: "memory-share", used: 0.97 }],
    });
  });

  test("is not made where it is not needed, nor where it does not help", () => {
    expect(withRoom(resolved().request, predict).assumed).toEqual([]);
    expect(() => withRoom({ ...tight, parallelism: { tensor: 1 } }, predict)).toThrow(
      expect.objectContaining({ code: "does-not-fit" }) as Error,
    );
  });
});

describe("any cells", () => {
  const names = [
    "vLLM",
    "SGLang",
    "LMDeploy",
    "H100-SXM5-80GB",
    "MI300X",
    "V100",
    "meta-llama/Llama-3.1-8B-Instruct",
    "Qwen/Qwen3-30B-A3B-FP8",
    "fp8",
    "bf16",
    "int4",
    "auto",
    "concurrency",
    "static_batch",
    "offline",
    "request_rate",
    "equal",
    "0.19.0",
    "nightly",
  ];
  const cell = fc.oneof(
    fc.constantFrom(...names),
    fc.constantFrom("", "0", "-1", "1", "2", "8", "1.5", "1e9", "NaN", "Infinity", "1,024", " 4 "),
    fc.string({ maxLength: 20 }),
  );
  const rowOf = (columns: Readonly<Record<string, string>>, base: Row): fc.Arbitrary<Row> =>
    fc.dictionary(fc.constantFrom(...Object.keys(columns)), cell).map((cells) => ({ ...base, ...cells }));

  test("make a deployment or a refusal with a code, and never throw", () => {
    fc.assert(
      fc.property(fc.oneof(rowOf(SERVING_COLUMNS, {}), rowOf(SERVING_COLUMNS, SPEED_ROW)), (row) => {
        const result = resolveServing(statedOf(rowReadings(row)).stated, catalogs);
        if (isRefused(result)) expect(result.refusal).toMatch(/^[a-z-]+$/);
        else for (const { code, used } of result.assumed) expect([typeof code, used === ""]).toEqual(["string", false]);
      }),
    );
  });

  test("of a start-up log likewise", () => {
    fc.assert(
      fc.property(fc.oneof(rowOf(MEMORY_COLUMNS, {}), rowOf(MEMORY_COLUMNS, LOG_ROW)), (row) => {
        const result = resolveLog(row, catalogs);
        expect(isRefused(result) ? typeof result.refusal : typeof result.options).toMatch(/string|object/);
      }),
    );
  });
});

test.each(["-1", "0", "much"])("a start-up log that saw %s GiB saw its GPU's memory, and says so", (cell) => {
  const [plain, result] = ["", cell].map((gib) => resolveLog({ ...LOG_ROW, gpu_memory_gib: gib }, catalogs));
  if (plain === undefined || result === undefined || isRefused(plain) || isRefused(result)) throw new Error("refused");
  expect(result.options.gpu).toEqual(plain.options.gpu);
  expect(result.assumed).toEqual([
    ...plain.assumed,
    { code: "unreadable", asked: `gpu_memory_gib: ${cell}`, used: "not stated" },
  ]);
});
