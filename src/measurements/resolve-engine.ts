import type { EngineName } from "../catalog/engine.js";

/** An engine as the library names it, and the version that a prediction takes for it. */
export interface NamedEngine {
  readonly engine: EngineName;
  /** Number of the version, without what follows it; null when none is stated. */
  readonly version: string | null;
}

/** Names of engines, lower case; the first that a name contains decides. */
const ENGINES: readonly (readonly [RegExp, EngineName])[] = [
  [/tensorrt-llm|\btrt-?llm/, "tensorrt-llm"],
  [/vllm/, "vllm"],
  [/sglang/, "sglang"],
];

/** First releases of vLLM had one engine core, V0; V1 is the default from 0.8 on. A log names the core alone at times. */
const VLLM_CORES: readonly (readonly [RegExp, string])[] = [
  [/^V0(?![.\d])/, "0"],
  [/^V1 \(pre-0\.20/, "0.19"],
];

/**
 * The engine of a row: forks count as the engine they come from, engines without a profile as `generic`.
 *
 * @param name - `vLLM (ROCm fork)`, `NVIDIA NIM (TensorRT-LLM)` ...
 * @param version - `0.20.1+transformers-5.8.1`, `feat/1.2-mlpinf` ...
 * @returns the engine, or null when the name is empty.
 */
export function resolveEngine(name: string, version: string): NamedEngine | null {
  if (name.trim() === "") return null;
  const engine = ENGINES.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1] ?? "generic";
  return { engine, version: versionOf(engine, name, version) };
}

function versionOf(engine: EngineName, name: string, version: string): string | null {
  // A fork counts its own releases.
  if (/^1cat-/i.test(name)) return null;
  const core = engine === "vllm" ? VLLM_CORES.find(([pattern]) => pattern.test(version))?.[1] : undefined;
  if (core !== undefined) return core;
  const number = /(?:^|[\s/])v?(\d+\.\d+(?:\.\d+)*)/i.exec(version)?.[1] ?? null;
  return number !== null && /^0(?:\.0)+$/.test(number) ? null : number;
}
