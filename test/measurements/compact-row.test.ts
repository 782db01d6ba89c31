import { describe, expect, test } from "vitest";
import { compactRow } from "../../src/measurements/compact-row.js";
import { parseCsv, toCsv, type Row } from "../../src/measurements/csv.js";
import { noteFacts } from "../../src/measurements/note-facts.js";

describe("facts of notes", () => {
  test("medians, limits and lengths become columns", () => {
    expect(
      noteFacts(
        "a run; max_num_seqs=512; median_ttft_ms=58.44; median_tpot_ms=16.92; input tokens ~240 (counted); OVERLOADED: too many",
      ),
    ).toMatchObject({
      max_num_seqs: "512",
      median_ttft_ms: "58.44",
      median_tpot_ms: "16.92",
      assumed_input_tokens: "240",
      flag: "OVERLOADED",
    });
    expect(
      noteFacts(
        "(input_length=100), failed_pct=0.2; avg_output_length=757.2 is CHARACTERS; KV fraction up to 0.99 here; lengths uniform 0-nominal",
      ),
    ).toMatchObject({
      assumed_input_tokens: "100",
      failed_percent: "0.2",
      output_characters: "757.2",
      kv_memory_fraction: "0.99",
      lengths: "uniform",
    });
    expect(noteFacts("genai-perf closed loop, synthetic input 200 (stddev 0) and exact output length")["lengths"]).toBe(
      "equal",
    );
    expect(noteFacts("assumed_input_tokens=350; chat")).toMatchObject({ assumed_input_tokens: "350" });
    expect(noteFacts("ISL/OSL nominal")["lengths"]).toBe("");
    expect(noteFacts("lengths uniform 0..nominal), means from totals; n=1000; achieved")).toMatchObject({
      num_prompts: "1000",
    });
  });

  test("a number that the end of the note may have cut off is none", () => {
    expect(noteFacts("median_ttft_ms=58.4")).toMatchObject({ median_ttft_ms: "" });
    expect(noteFacts("median_ttft_ms=58.4;")).toMatchObject({ median_ttft_ms: "58.4" });
  });

  test("settings of a start-up log", () => {
    expect(noteFacts("no prefix caching; enable-expert-parallel=True")).toMatchObject({
      settings: "no-prefix-caching|expert-parallel",
    });
    expect(noteFacts("enable_prefix_caching=False")).toMatchObject({ settings: "no-prefix-caching" });
    expect(noteFacts("enable-prefix-caching, block-size=1")).toMatchObject({ settings: "prefix-caching" });
    expect(noteFacts("MTP num_speculative_tokens=1 (a layer)")).toMatchObject({ settings: "speculative" });
  });
});

describe("compact rows", () => {
  test("drop the notes and a meaningless .0, and keep all else as published", () => {
    expect(
      compactRow({
        id: "x",
        engine_version: "1.0",
        tp: "8.0",
        tpot_ms_mean: "10.50",
        cuda_graph_gib: "-1.0",
        dp: "",
        notes: "plain",
      }),
    ).toEqual({
      id: "x",
      engine_version: "1.0",
      tp: "8",
      tpot_ms_mean: "10.50",
      cuda_graph_gib: "-1",
    });
  });

  test("a cell of the row goes before its notes", () => {
    expect(compactRow({ id: "x", max_num_seqs: "64", notes: "max_num_seqs=512; all" })).toEqual({
      id: "x",
      max_num_seqs: "64",
    });
  });
});

test("CSV text reads back as it was written", () => {
  const rows = [
    { a: 'says "so", twice', b: "two\nlines" },
    { a: "", b: "plain" },
  ];
  expect(parseCsv(toCsv(["a", "b"], rows))).toEqual(rows);
});

describe("a run of InferenceX", () => {
  const notes = "ISL/OSL nominal; origin: InferenceX/InferenceMAX db dump [config_id=81]";
  const run: Row = {
    engine: "SGLang",
    model: "deepseek-ai/DeepSeek-V3",
    gpu: "B200-SXM-180GB",
    weights_dtype: "fp8",
    tp: "8",
    concurrency: "16",
    input_tokens: "1024",
    output_tokens: "8192",
    lengths: "equal",
    notes,
  };

  test("has lengths from 0.8 of the nominal on, ten prompts for each client, and no prefix cache", () => {
    expect(compactRow(run)).toMatchObject({
      lengths: "",
      input_tokens: "921.6",
      output_tokens: "7372.8",
      input_length_cv: "0.0642",
      num_prompts: "160",
      settings: "no-prefix-caching",
    });
  });

  test("whose source gives mean lengths keeps them", () => {
    const quoted = compactRow({ ...run, notes: "nominal 1k/8k, --random-range-ratio 0.8: mean lengths 0.9x nominal" });
    expect(quoted).toMatchObject({ input_tokens: "1024", input_length_cv: "0.0642", num_prompts: "160" });
  });

  test.each<[string, Row]>([
    ["30", {}],
    ["10", { concurrency: "8" }],
    ["10", { tp: "4" }],
    ["30", { tp: "4", weights_dtype: "fp4" }],
    ["30", { model: "Qwen/Qwen3.5-397B-A17B", weights_dtype: "fp4", concurrency: "4" }],
    ["10", { model: "Qwen/Qwen3.5-397B-A17B", weights_dtype: "bf16", concurrency: "4" }],
  ])("of SGLang looks for requests every %s steps, by its recipe for %o", (steps, changes) => {
    expect(compactRow({ ...run, ...changes })["receive_interval"]).toBe(steps);
  });

  test.each<Row>([{ gpu: "H200-SXM-141GB" }, { engine: "vLLM" }, { model: "zai-org/GLM-5" }, { notes: "" }])(
    "looks at every step where its recipe says nothing: %o",
    (changes) => {
      expect(compactRow({ ...run, ...changes })["receive_interval"]).toBeUndefined();
    },
  );
});
