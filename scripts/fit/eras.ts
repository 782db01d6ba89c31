import type { EngineName } from "../../src/catalog/engine.js";
import { compareVersions } from "../../src/catalog/engine.js";
import type { ResolvedRow } from "../../src/measurements/resolve-row.js";

/** A range of versions of an engine whose host times are alike. */
export interface Era {
  readonly engine: EngineName;
  readonly fromVersion: string;
  readonly belowVersion: string | null;
  /** vLLM since chunked prefill became its default, and TensorRT-LLM's in-flight batching, mix prompts with decoding. */
  readonly mixesPrompts: boolean;
  /** Engines of 2025 and later. */
  readonly current: boolean;
  /**
   * Eras of the same name share one set of step times: with CUDA graphs and overlapped scheduling little is left to tell
   * current engines apart. SGLang's scheduler is its own.
   */
  readonly steps: string;
}

/** vLLM's V1 engine came with 0.8, TensorRT-LLM's overlapped scheduler with 0.18. */
export const ERAS: readonly Era[] = [
  { engine: "vllm", fromVersion: "0.8", belowVersion: null, current: true, steps: "overlapped", mixesPrompts: true },
  { engine: "vllm", fromVersion: "0", belowVersion: "0.8", current: false, steps: "vllm-v0", mixesPrompts: false },
  { engine: "tensorrt-llm", fromVersion: "0.18", belowVersion: null, current: true, steps: "overlapped", mixesPrompts: true },
  { engine: "tensorrt-llm", fromVersion: "0", belowVersion: "0.18", current: false, steps: "tensorrt-llm-2024", mixesPrompts: true },
  { engine: "sglang", fromVersion: "0", belowVersion: null, current: true, steps: "sglang", mixesPrompts: false },
];

/** Versions of families whose rows state none, by when they were published. */
const VERSION_BY_FAMILY: Readonly<Record<string, Readonly<Partial<Record<EngineName, string>>>>> = {
  // The benchmark's paper is of October 2024 (arXiv:2411.00136).
  llm_inference_bench_argonne: { vllm: "0.6.1", "tensorrt-llm": "0.13" },
};

/** The version of a row: its own, or that of its family's time; null when neither is known. */
export const versionOf = (row: ResolvedRow, family: string): string | null => row.engineVersion ?? VERSION_BY_FAMILY[family]?.[row.engine] ?? null;

/** The era of a row; a row without a version is of the current one. */
export function eraOf(row: ResolvedRow, family: string): Era | null {
  const version = versionOf(row, family);
  const known = ERAS.filter(({ engine }) => engine === row.engine);
  if (version === null) return known.find(({ current }) => current) ?? null;
  return known.find(({ fromVersion, belowVersion }) => compareVersions(version, fromVersion) >= 0 && (belowVersion === null || compareVersions(version, belowVersion) < 0)) ?? null;
}
