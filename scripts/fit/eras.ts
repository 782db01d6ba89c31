import type { EngineName } from "../../src/catalog/engine.js";
import { timingAtVersion, type EngineTiming } from "../../src/performance/timing/engine-timing.js";

/** A range of versions of an engine whose host times are alike. */
export interface Era extends Pick<
  EngineTiming,
  "engine" | "fromVersion" | "belowVersion" | "mixesPrompts" | "balancesLanes"
> {
  /** Engines of 2025 and later. */
  readonly current: boolean;
  /**
   * Eras of the same name share one set of step times: with CUDA graphs and overlapped scheduling little is left to tell
   * current engines apart. SGLang's scheduler is its own.
   */
  readonly steps: string;
}

/**
 * vLLM's V1 engine came with 0.8, and schedules a step while the one before runs since 0.14 (vllm-project/vllm#27614); TensorRT-LLM's
 * overlapped scheduler came with 0.18. vLLM since chunked prefill became its default, and
 * TensorRT-LLM's in-flight batching, mix prompts with decoding.
 */
export const ERAS: readonly Era[] = [
  {
    engine: "vllm",
    fromVersion: "0.14",
    belowVersion: null,
    current: true,
    steps: "overlapped",
    mixesPrompts: true,
    balancesLanes: false,
  },
  {
    engine: "vllm",
    fromVersion: "0.8",
    belowVersion: "0.14",
    current: true,
    steps: "vllm-v1",
    mixesPrompts: true,
    balancesLanes: false,
  },
  {
    engine: "vllm",
    fromVersion: "0",
    belowVersion: "0.8",
    current: false,
    steps: "vllm-v0",
    mixesPrompts: false,
    balancesLanes: false,
  },
  {
    engine: "tensorrt-llm",
    fromVersion: "0.18",
    belowVersion: null,
    current: true,
    steps: "overlapped",
    mixesPrompts: true,
    balancesLanes: true,
  },
  {
    engine: "tensorrt-llm",
    fromVersion: "0",
    belowVersion: "0.18",
    current: false,
    steps: "tensorrt-llm-2024",
    mixesPrompts: true,
    balancesLanes: true,
  },
  {
    engine: "sglang",
    fromVersion: "0.5.9",
    belowVersion: null,
    current: true,
    steps: "sglang",
    mixesPrompts: false,
    balancesLanes: false,
  },
  {
    engine: "sglang",
    fromVersion: "0",
    belowVersion: "0.5.9",
    current: true,
    steps: "sglang-2025",
    mixesPrompts: false,
    balancesLanes: false,
  },
];

/** The era of an engine at a version; without a version the current one; null for other engines. */
export const eraOf = ({
  engine: name,
  engineVersion,
}: {
  readonly engine: EngineName;
  readonly engineVersion: string | null;
}): Era | null =>
  ERAS.some(({ engine }) => engine === name) ? timingAtVersion(ERAS, name, engineVersion ?? undefined) : null;
