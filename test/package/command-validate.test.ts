import { truncateSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { infrascale, temporaryFiles } from "./run-command.js";

const file = temporaryFiles();

interface Validation {
  readonly rows: readonly {
    readonly id: string;
    readonly predicted: Readonly<Record<string, number>> | null;
    readonly measured: Readonly<Record<string, number>>;
    readonly reason: string | null;
  }[];
  readonly summary: {
    readonly rows: number;
    readonly predicted: number;
    readonly unpredicted: readonly { readonly ids: readonly string[] }[];
    readonly columns: readonly { readonly column: string; readonly rows: number }[];
  };
}

/** Invented figures, about right: one row in full, one with its facts in notes, and three that cannot be predicted. */
const SPEEDS = `id,engine,engine_version,model,weights_dtype,gpu,gpus_total,tp,scenario,concurrency,batch,input_tokens,output_tokens,output_tokens_per_s_total,ttft_ms_mean,ttft_ms_p95,tpot_ms_mean,notes
closed,vLLM,0.19.0,meta-llama/Llama-3.1-8B-Instruct,bf16,H100-SXM5-80GB,1,1.0,concurrency,8,,1024,256,900,60,90,8,a plain run
limited,SGLang,0.5.8,RedHatAI/Qwen3-32B-FP8-dynamic,,H200-SXM-141GB,2,2,concurrency,64.0,,512,512,,,,20,"max_num_seqs=32; SLOW: ""quoted"", with a comma"
static,TensorRT-LLM,1.0,nvidia/Llama-3.1-70B-Instruct-FP8,fp8,B200-SXM-180GB,1,1,static_batch,,16,1024,1024,,,,15,
stranger,vLLM,0.19.0,EleutherAI/gpt-j-6b,fp16,H100-SXM5-80GB,1,1,concurrency,8,,128,128,100,,,9,
large,vLLM,0.19.0,meta-llama/Llama-3.1-70B-Instruct,bf16,L4,1,1,concurrency,8,,128,128,100,,,9,
silent,vLLM,0.19.0,meta-llama/Llama-3.1-8B-Instruct,bf16,H100-SXM5-80GB,1,1,concurrency,8,,,128,100,,,9,
`;

const LOGS = `engine,engine_version,model,weights_dtype,kv_dtype,gpu,gpu_memory_gib,tp,gpu_memory_utilization,max_model_len,max_num_seqs,max_num_batched_tokens,weights_gib_per_gpu,kv_cache_gib_per_gpu,kv_cache_tokens,cuda_graph_gib
vllm,0.19.0,meta-llama/Llama-3.1-8B-Instruct,bfloat16,bfloat16 (auto),H100 80GB,79.19,1,0.9,8192,1024,8192,15,54,442000,-0.2
vllm,0.19.0,somebody/unknown-model,bfloat16,auto,H100 80GB,79.19,1,0.9,8192,1024,8192,15,54,442000,0.9
`;

const json = (path: string): Validation => {
  const { status, stdout, stderr } = infrascale("validate", path, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout) as Validation;
};

describe("validate", () => {
  const speeds = file("speeds.csv", SPEEDS);
  const logs = file("logs.csv", LOGS);

  test("prints rows beside their predictions, in the table's columns and units", () => {
    const { rows, summary } = json(speeds);
    expect(rows.map(({ id }) => id)).toEqual(["closed", "limited", "static", "stranger", "large", "silent"]);
    for (const row of rows) expect(Object.keys(row)).toEqual(["id", "predicted", "measured", "reason", "assumed"]);
    expect(rows[0]?.measured).toEqual({
      output_tokens_per_s_total: 900,
      ttft_ms_mean: 60,
      ttft_ms_p95: 90,
      tpot_ms_mean: 8,
    });
    // An 8B model in 16 bit reads 15 GB a step at 3.35 TB/s at best: 4.5 ms, and nobody needs 12.
    expect(rows[0]?.predicted?.["tpot_ms_mean"]).toBeGreaterThan(4.5);
    expect(rows[0]?.predicted?.["tpot_ms_mean"]).toBeLessThan(12);
    for (const { predicted } of rows.slice(0, 3)) {
      expect(predicted).not.toHaveProperty("ttft_ms_p95");
      for (const value of Object.values(predicted ?? {})) expect(value).toBeGreaterThan(0);
    }
    expect(summary).toMatchObject({ table: "speed", rows: 6, predicted: 3 });
    expect(summary.columns.find(({ column }) => column === "tpot_ms_mean")?.rows).toBe(3);
  });

  test("names rows that it cannot predict, with the reason", () => {
    const { rows, summary } = json(speeds);
    const reasons = Object.fromEntries(rows.map(({ id, reason }) => [id, reason]));
    expect(reasons).toMatchObject({
      closed: null,
      limited: null,
      static: null,
      stranger: expect.stringMatching(/^model not in the catalog: EleutherAI\/gpt-j-6b/) as string,
      large: expect.stringMatching(/^does not fit/) as string,
      silent: "input or output tokens not stated",
    });
    for (const { predicted, reason } of rows) expect(predicted === null).toBe(reason !== null);
    expect(summary.unpredicted.flatMap(({ ids }) => ids).toSorted()).toEqual(["large", "silent", "stranger"]);
  });

  test("reads limits from notes", () => {
    // Of 64 clients 32 wait for a slot.
    const without = json(file("unlimited.csv", SPEEDS.replace("max_num_seqs=32; ", "")));
    const limited = json(speeds).rows[1]?.predicted?.["ttft_ms_mean"];
    expect(limited).toBeGreaterThan(5 * (without.rows[1]?.predicted?.["ttft_ms_mean"] ?? NaN));
  });

  test("tells start-up logs by their header, and names rows without id by line", () => {
    const { rows, summary } = json(logs);
    expect(summary).toMatchObject({ table: "memory", rows: 2, predicted: 1 });
    expect(rows.map(({ id }) => id)).toEqual(["line 2", "line 3"]);
    const predicted = rows[0]?.predicted;
    expect(Object.keys(predicted ?? {}).toSorted()).toEqual([
      "activation_peak_gib",
      "cuda_graph_gib",
      "kv_cache_gib_per_gpu",
      "kv_cache_tokens",
      "max_concurrency",
      "non_torch_gib",
      "num_gpu_blocks",
      "weights_gib_per_gpu",
    ]);
    // 8.03 billion parameters of two bytes.
    expect(predicted?.["weights_gib_per_gpu"]).toBeCloseTo((8.03e9 * 2) / 2 ** 30, 1);
    // 8 KV heads of 128, keys and values, 32 layers, two bytes: 131072 bytes a token.
    expect(predicted?.["kv_cache_tokens"]).toBeCloseTo(
      ((predicted?.["kv_cache_gib_per_gpu"] ?? NaN) * 2 ** 30) / 131072,
      -2,
    );
    expect(rows[0]?.measured).toMatchObject({ cuda_graph_gib: -0.2 });
    expect(summary.columns.map(({ column }) => column)).toEqual([
      "weights_gib_per_gpu",
      "kv_cache_gib_per_gpu",
      "kv_cache_tokens",
      "kv_cache_tokens of its GiB",
    ]);
  });

  test("prints errors by column and group, and what was not predicted, in 80 columns", () => {
    const { status, stdout } = infrascale("validate", speeds);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^6 rows of speeds: 3 predicted, 3 not\n/);
    expect(stdout).toMatch(/error of +rows +median +p90 +bias\n/);
    expect(stdout).toMatch(/sglang +h200-sxm-141gb +dense +1 /);
    expect(stdout).toMatch(/1 x input or output tokens not stated\n {2}silent/);
    for (const line of [
      ...stdout.split("\n"),
      ...infrascale("validate", logs).stdout.split("\n"),
      ...infrascale("validate", "--help").stdout.split("\n"),
    ])
      expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("shows control characters of a cell, and obeys none", () => {
    const { stdout } = infrascale(
      "validate",
      file("escape.csv", SPEEDS.replace("EleutherAI/gpt-j-6b", "evil\u001B[31m\u0007\u009B")),
    );
    expect(stdout).toContain("evil\\u001b[31m\\u0007\\u009b");
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  test("refuses a file that would fill the memory, before it is read", () => {
    const huge = file("huge.csv", "");
    truncateSync(huge, 2e9);
    for (const args of [
      ["validate", huge],
      ["import", huge],
      ["validate", speeds, "--profile", huge],
    ])
      expect(infrascale(...args).stderr).toMatch(/\[file-too-large\]/);
  });

  const [HEADER = "", FIRST = ""] = SPEEDS.split("\n");
  test.each([
    ["a missing file", "no-such.csv", /file must be the path of a readable file, got "no-such.csv"/],
    ["an empty file", file("empty.csv", ""), /file must hold .* it is empty/],
    ["a header alone", file("header.csv", `${HEADER}\n`), /file must hold a header and at least one row/],
    [
      "missing columns",
      file("missing.csv", "id,model,tp,concurrency\nx,y,1,8\n"),
      /file must have the columns engine, gpu/,
    ],
    [
      "neither kind of table",
      file("neither.csv", "id,engine,model,gpu\nx,vllm,y,l4\n"),
      /file must have one of the columns scenario, .* \(speeds\), or of .* \(start-up logs\)/,
    ],
    [
      "rows longer than the header",
      file("ragged.csv", `${HEADER}\n${FIRST},more,cells\n`),
      /file must hold a table of comma-separated values/,
    ],
    ["an open quote", file("quote.csv", `${HEADER}\n"${FIRST}\n`), /file must hold a table of comma-separated values/],
    ["one endless line", file("line.csv", "a,".repeat(1e6)), /file must hold a table of comma-separated values/],
    [
      "UTF-16",
      file("wide.csv", Buffer.from(SPEEDS, "utf16le").toString("latin1")),
      /file must be read in its own encoding/,
    ],
    ["something else", file("model.csv", '{\n  "id": "not a table"\n}\n'), /file must/],
  ])("refuses %s", (_, path, message) => {
    const { status, stdout, stderr } = infrascale("validate", path);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\[unreadable-file\]\n$/);
    expect(JSON.parse(infrascale("validate", path, "--json").stdout)).toMatchObject({
      error: { code: "unreadable-file", field: "file" },
    });
  });
});
