/**
 * Predicts every start-up log of ../shared/measurements/memory.csv and prints the errors by quantity. Rows that cannot be
 * predicted are counted with their reason.
 *
 *     npx tsx scripts/memory-check.ts [--rows]
 */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import engineEntries from "../catalogs/engines.json" with { type: "json" };
import gpuEntries from "../catalogs/gpus.json" with { type: "json" };
import modelEntries from "../catalogs/models.json" with { type: "json" };
import { engineAtVersion, type Engine, type EngineName } from "../src/catalog/engine.js";
import type { Gpu } from "../src/catalog/gpu.js";
import { findModel } from "../src/catalog/lookup.js";
import { hasExperts, type Model } from "../src/catalog/model.js";
import type { Precision } from "../src/catalog/precision.js";
import { InfrascaleError } from "../src/errors.js";
import { deploymentMemory, poolTokens, type DeploymentMemory } from "../src/deployment/memory/index.js";
import { bytesFromGib, gibFromBytes } from "../src/units.js";

const TABLE = new URL("../../shared/measurements/memory.csv", import.meta.url);
const engines = engineEntries as readonly Engine[];
const gpus = gpuEntries as unknown as readonly Gpu[];
const models = modelEntries as unknown as readonly Model[];
const showRows = process.argv.includes("--rows");

/** Vision encoders that the catalog entry of the text model lacks: counted from the config (27 layers of 1152, four mergers). */
const VISION_PARAMETERS: Readonly<Record<string, number>> = { "Qwen3-VL-30B-A3B-Instruct": 538e6, "Qwen3-VL-235B-A22B-Instruct-FP8-dynamic": 576e6 };
const VISION_CONTEXT_TOKENS = 262144;

type Row = Readonly<Record<string, string>>;
interface ErrorRow {
  readonly id: string;
  readonly quantity: string;
  readonly kind: string;
  readonly predicted: number;
  readonly measured: number;
  readonly about: string;
}

const GPU_IDS: Readonly<Record<string, string>> = {
  "H100 80GB": "h100-sxm5-80gb", H200: "h200-sxm-141gb", B200: "b200-sxm-180gb", "B200 180GB": "b200-sxm-180gb", MI300X: "mi300x",
  "A100 80GB": "a100-sxm4-80gb", A100: "a100-sxm4-80gb", L4: "l4", "RTX 3090": "rtx-3090", "RTX 4090": "rtx-4090",
  "RTX PRO 6000 96GB": "rtx-pro-6000-blackwell", "80GB class": "h100-sxm5-80gb",
};
/** Suffixes that say how weights are stored, not what they are. */
const VARIANT = /[-_](fp8[-_]dynamic|fp8|quantized\.w8a8|quantized\.w4a16|nvfp4|awq|gptq|0528|mtp)$/i;
/** Same architecture under another name. */
const SAME_ARCHITECTURE: Readonly<Record<string, string>> = {
  "Meta-Llama-3-8B": "Meta-Llama-3-8B-Instruct", "Qwen2.5-Math-1.5B": "Qwen2.5-1.5B-Instruct", "GLM-5.1": "GLM-5",
  "granite-3.1-8b-instruct": "granite-3.3-8b-instruct", "Qwen3-VL-30B-A3B-Instruct": "Qwen3-30B-A3B", "Qwen3-VL-235B-A22B-Instruct": "Qwen3-235B-A22B",
  "NVIDIA-Nemotron-3-Super-120B-A12B": "NVIDIA-Nemotron-3-Super-120B-A12B-FP8",
};

function check(rows: readonly Row[]): void {
  const errors: ErrorRow[] = [];
  const skipped = new Map<string, string[]>();
  for (const row of rows) {
    const found = predict(row);
    if (typeof found === "string") skipped.set(found, [...(skipped.get(found) ?? []), text(row, "id")]);
    else errors.push(...compare(row, found.model, found.memory, found.gpuKnown));
  }
  if (showRows)
    for (const { id, quantity, predicted, measured, about } of [...errors].sort((a, b) => a.quantity.localeCompare(b.quantity) || relative(b) - relative(a)))
      console.log(`${quantity.padEnd(26)} ${id} ${about.padEnd(70)} predicted ${predicted.toPrecision(7)} measured ${measured} ${(100 * (predicted / measured - 1)).toFixed(2)} %`);
  console.log("quantity                    kind     rows  median %    p90 %   bias %");
  const quantities = [...new Set(errors.map(({ quantity }) => quantity))];
  for (const quantity of quantities)
    for (const kind of ["dense", "moe", "all"]) {
      const chosen = errors.filter((error) => error.quantity === quantity && (kind === "all" || error.kind === kind));
      if (chosen.length === 0) continue;
      const sorted = chosen.map(relative).sort((a, b) => a - b);
      const bias = chosen.map(({ predicted, measured }) => predicted / measured - 1).sort((a, b) => a - b);
      const percent = (x: number): string => (100 * x).toFixed(3).padStart(8);
      console.log(`${quantity.padEnd(27)} ${kind.padEnd(6)} ${String(chosen.length).padStart(6)}  ${percent(quantile(sorted, 0.5))} ${percent(quantile(sorted, 0.9))} ${percent(quantile(bias, 0.5))}`);
    }
  for (const [reason, ids] of skipped) console.log(`not predicted: ${ids.length} rows: ${reason} (${ids.join(", ")})`);
}

function predict(row: Row): { model: Model; memory: DeploymentMemory; gpuKnown: boolean } | string {
  const found = resolveModel(text(row, "model"));
  const vision = VISION_PARAMETERS[basename(text(row, "model"))];
  const model = found && vision ? { ...found, maxContextTokens: VISION_CONTEXT_TOKENS, parameters: { ...found.parameters, vision } } : found;
  if (model === undefined) return `no catalog entry for ${text(row, "model")}`;
  const gpu = resolveGpu(row);
  const version = text(row, "engine_version");
  const number = version.startsWith("V0") ? "0.6" : /^\d/.test(version) ? version : undefined;
  const engine = engineAtVersion(engines, text(row, "engine") as EngineName, number);
  if (engine === undefined) return `no profile of ${text(row, "engine")} ${version}`;
  const optional = (key: string, name: string): Record<string, number> => (text(row, key) === "" ? {} : { [name]: Number(row[key]) });
  const tensor = Number(row["tp"]) || 1;
  try {
    const memory = deploymentMemory({
      model,
      gpu: gpu ?? (gpus.find(({ id }) => id === "h100-sxm5-80gb") as Gpu),
      engine,
      precision: { weights: weightPrecision(row, model), kvCache: kvPrecision(row) },
      parallelism: { tensor, pipeline: Number(row["pp"]) || 1, data: 1, expert: Number(row["ep"]) > 1 ? tensor : 1 },
      ...optional("max_num_seqs", "maxNumSeqs"),
      ...optional("max_num_batched_tokens", "maxBatchedTokens"),
      ...optional("max_model_len", "maxModelLen"),
      ...optional("gpu_memory_utilization", "utilization"),
      ...optional("block_size", "blockTokens"),
      ...(/fp8_ds_mla/.test(text(row, "kv_dtype")) ? { latentLayout: "scaled" as const } : {}),
    });
    return { model, memory, gpuKnown: gpu !== undefined };
  } catch (error) {
    if (error instanceof InfrascaleError) return error.message;
    throw error;
  }
}

function compare(row: Row, model: Model, memory: DeploymentMemory, gpuKnown: boolean): ErrorRow[] {
  const kind = hasExperts(model) ? "moe" : "dense";
  const about = `${basename(text(row, "model"))} ${text(row, "engine_version")} ${text(row, "gpu")} tp${text(row, "tp")}`;
  const found: ErrorRow[] = [];
  const add = (quantity: string, predicted: number, column: string): void => {
    const measured = Number(row[column]);
    if (measured > 0) found.push({ id: text(row, "id"), quantity, kind, predicted, measured, about });
  };
  add("weights GiB per GPU", gibFromBytes(memory.parts.weights), "weights_gib_per_gpu");
  if (gpuKnown) {
    add("activation peak GiB", gibFromBytes(memory.parts.activations), "activation_peak_gib");
    add("non-torch GiB", gibFromBytes(memory.parts.nonTorch), "non_torch_gib");
    // Before 0.18 the log prints a difference of free memory, which can be negative: no cost of graphs.
    if (/^0\.(1[89]|2)/.test(text(row, "engine_version"))) add("CUDA graphs GiB", gibFromBytes(memory.parts.cudaGraphs), "cuda_graph_gib");
    add("KV cache GiB per GPU", gibFromBytes(memory.kvCacheBytes), "kv_cache_gib_per_gpu");
    add("max concurrency", memory.maxConcurrency(), "max_concurrency");
  }
  const measuredGib = Number(row["kv_cache_gib_per_gpu"]);
  if (measuredGib > 0) {
    const blocks = Math.floor(bytesFromGib(measuredGib) / memory.kvPool.blockBytes);
    add("KV tokens from KV GiB", poolTokens(memory.kvPool, blocks), "kv_cache_tokens");
    const share = blocks / memory.kvBlocks;
    if (text(row, "max_model_len") !== "") add("concurrency from KV GiB", memory.maxConcurrency() * share, "max_concurrency");
  }
  return found;
}

function resolveModel(name: string): Model | undefined {
  let short = name.slice(name.lastIndexOf("/") + 1);
  for (;;) {
    for (const candidate of [name, short, SAME_ARCHITECTURE[short], `${short}-BF16`]) {
      if (candidate === undefined) continue;
      try {
        return findModel(candidate, models);
      } catch (error) {
        if (!(error instanceof InfrascaleError)) throw error;
      }
    }
    const stripped = short.replace(VARIANT, "");
    if (stripped === short) return undefined;
    short = stripped;
  }
}

function resolveGpu(row: Row): Gpu | undefined {
  const key = text(row, "gpu").replace(/ \(.*/, "");
  const known = gpus.find(({ id }) => id === GPU_IDS[key]);
  const total = Number(row["gpu_memory_gib"]);
  if (known === undefined && !(total > 0)) return undefined;
  const gpu = known ?? gpus.find(({ id }) => id === (total > 70 ? "h100-sxm5-80gb" : "a10g"));
  return gpu !== undefined && total > 0 ? { ...gpu, memory: { ...gpu.memory, visibleBytes: bytesFromGib(total) } } : gpu;
}

function weightPrecision(row: Row, model: Model): Precision {
  const named = `${text(row, "weights_dtype")} ${text(row, "model")}`.toLowerCase();
  if (/fp4/.test(named)) return "fp4";
  if (/w4a16|awq|gptq/.test(named)) return "int4";
  if (/w8a8/.test(named)) return "int8";
  if (/float32/.test(named)) return "fp32";
  if (/fp8/.test(named)) return "fp8";
  return /float16/.test(named) ? "bf16" : model.checkpoint.weights;
}

function kvPrecision(row: Row): Precision {
  const named = text(row, "kv_dtype");
  return /fp8/.test(named) ? "fp8" : /float32/.test(named) ? "fp32" : "bf16";
}

const text = (row: Row, key: string): string => row[key] ?? "";
const relative = ({ predicted, measured }: ErrorRow): number => Math.abs(predicted / measured - 1);
const quantile = (sorted: readonly number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;

function parseCsv(content: string): Row[] {
  const [header = [], ...records] = content.trim().split(/\r?\n/).map(splitRecord);
  return records.map((record) => Object.fromEntries(header.map((key, i) => [key, record[i] ?? ""])));
}

function splitRecord(line: string): string[] {
  const fields = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
  return fields.map((field) => field.replace(/,$/, "").replace(/^"|"$/g, "").replaceAll('""', '"'));
}

if (!existsSync(TABLE)) {
  console.log("memory-check: ../shared/measurements/memory.csv is not there; skipped");
} else {
  check(parseCsv(readFileSync(TABLE, "utf8")));
}
