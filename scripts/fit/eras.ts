import type { EngineName } from "../../src/catalog/engine.js";
import { compareVersions } from "../../src/catalog/engine.js";

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

/** The era of an engine at a version; without a version the current one. */
export function eraOf({ engine: name, engineVersion: version }: { readonly engine: EngineName; readonly engineVersion: string | null }): Era | null {
  const known = ERAS.filter(({ engine }) => engine === name);
  if (version === null) return known.find(({ current }) => current) ?? null;
  return known.find(({ fromVersion, belowVersion }) => compareVersions(version, fromVersion) >= 0 && (belowVersion === null || compareVersions(version, belowVersion) < 0)) ?? null;
}
