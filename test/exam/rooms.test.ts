import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { readRooms } from "../../scripts/exam/rooms.js";

const folder = mkdtempSync(join(tmpdir(), "exam-"));
afterAll(() => rmSync(folder, { recursive: true }));

const row = (
  tp: number,
  concurrency: number,
  more: Readonly<Record<string, string | number>> = {},
): Readonly<Record<string, string | number>> => ({
  engine: "vLLM",
  engine_version: "0.19.0",
  model: "meta-llama/Llama-3.1-8B-Instruct",
  weights_dtype: "bf16",
  gpu: "H100-SXM5-80GB",
  gpus_total: tp,
  tp,
  scenario: "concurrency",
  concurrency,
  input_tokens: 1000 + concurrency,
  output_tokens: 200,
  ttft_ms_mean: 50 + concurrency,
  tpot_ms_mean: 7 + concurrency / 10,
  notes: "",
  ...more,
});

const write = (family: string, rows: readonly Readonly<Record<string, string | number>>[]): void =>
  writeFileSync(
    join(folder, `${family}.csv`),
    [Object.keys(rows[0] ?? {}), ...rows.map((cells) => Object.values(cells))]
      .map((cells) => cells.join(","))
      .join("\n"),
  );

test("rooms hold the sweeps of each split, and what is left out is counted", () => {
  write("one", [
    ...[1, 4, 16].map((concurrency) => row(1, concurrency)),
    ...[1, 4, 16].map((concurrency) => row(2, concurrency)),
    row(4, 1),
    row(1, 64, { notes: "OUTLIER" }),
    row(1, 64, { model: "no-such-model" }),
    row(1, 64, { scenario: "offline" }),
    row(1, 64, { gpus_total: 2 }),
    ...[1, 4, 16].map((concurrency) =>
      row(1, concurrency, {
        ttft_ms_mean: "",
        tpot_ms_mean: "",
        notes: `median_ttft_ms=${50 + concurrency}; median_tpot_ms=${7 + concurrency};`,
      }),
    ),
  ]);
  const { rooms, left } = readRooms(pathToFileURL(`${folder}/`));
  expect(
    rooms.map(({ statistic, sizes, inputTokens, sweeps }) => ({
      statistic,
      sizes,
      inputTokens,
      points: sweeps.map(({ points }) => points.length),
    })),
  ).toEqual([
    { statistic: "mean", sizes: [1, 2], inputTokens: 1004, points: [3, 3] },
    { statistic: "p50", sizes: [1], inputTokens: 1004, points: [3] },
  ]);
  expect(rooms[0]?.served).toMatchObject({ engine: "vllm@0.19.0", precision: { weights: "bf16", kvCache: "bf16" } });
  expect(new Map(left.sorted())).toEqual(
    new Map([
      ["sweeps of fewer than 3 points or a range below 3", 1],
      ["flagged", 1],
      ["model-not-in-catalog", 1],
      ["several replicas", 1],
    ]),
  );
});
