import { existsSync } from "node:fs";
import type { Row } from "../../src/measurements/csv.js";
import { readCsv } from "./read-csv.js";

/** Families of speeds with a table in the repository. */
export const SERVING_FAMILIES = [
  "accelmark",
  "aiconfigurator_silicon",
  "amd_rocm",
  "dennislee22_a100",
  "gpustack_perflab",
  "inferencex",
  "infrascale",
  "llm_inference_bench_argonne",
  "lmdeploy",
  "ml_energy",
  "mlperf",
  "oss_engines",
  "premai",
  "sglang_cookbook",
  "sglang_docs_configs",
  "tokey_tahmid_a100",
  "trtllm_docs",
  "web_benchmarks",
] as const;

/** Name of the table of start-up logs. */
export const MEMORY_TABLE = "memory";

/** Folder of the tables of this repository. */
export const TABLES = new URL("../../catalogs/measurements/", import.meta.url);

/** Address of a table. */
export const tableUrl = (table: string, folder: URL = TABLES): URL => new URL(`${table}.csv`, folder);

/** Rows of a table; none when the file is absent. */
export const readTable = (table: string, folder: URL = TABLES): readonly Row[] =>
  existsSync(tableUrl(table, folder)) ? readCsv(tableUrl(table, folder)) : [];
