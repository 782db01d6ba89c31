import type { EngineName } from "../catalog/engine.js";
import type { Row } from "./csv.js";

/** What a publication ran, by when it was made, where its rows state no version. */
interface Publication {
  /** How ids of its rows begin, or its repository is called. */
  readonly pattern: RegExp;
  readonly versions: Readonly<Partial<Record<EngineName, string>>>;
}

/**
 * Publications whose rows state no version: releases of their month. LLM-Inference-Bench is of October 2024
 * (arXiv:2411.00136), NVIDIA's course ran NIM in the middle of 2024, Oracle's post came with Llama 3.1 in July 2024.
 */
const PUBLICATIONS: readonly Publication[] = [
  { pattern: /^llm_inference_bench_argonne-|argonne-lcf\/LLM-Inference-Bench/, versions: { vllm: "0.6.1", "tensorrt-llm": "0.13" } },
  { pattern: /^dli-nim-/, versions: { "tensorrt-llm": "0.10" } },
  { pattern: /^oci-mi300x-llama31-/, versions: { vllm: "0.5.3" } },
];

/**
 * The version that a row without one ran.
 *
 * @param row - a row with an `id`, and possibly a `source_repo`.
 * @param engine - its engine.
 * @returns the release of the publication's time; null when that is not known, which means a current one.
 */
export function undatedVersion(row: Row, engine: EngineName): string | null {
  const names = [row["id"] ?? "", row["source_repo"] ?? ""];
  return PUBLICATIONS.find(({ pattern }) => names.some((name) => pattern.test(name)))?.versions[engine] ?? null;
}
