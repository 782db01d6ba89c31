import type { EngineName } from "../catalog/engine.js";
import type { Parallelism } from "./parallelism.js";

/** What an engine is told when it starts. */
export interface LaunchSettings {
  readonly parallelism: Parallelism;
  readonly maxNumSeqs: number;
  readonly maxModelLen: number;
  /** Absent where the engine's default holds. */
  readonly prefixCaching?: boolean;
  /** Likewise. */
  readonly receiveIntervalSteps?: number;
  /** True for a model that writes no text. */
  readonly pooling: boolean;
}

/** What each engine is told, without the model and its precision. */
export const LAUNCH_FLAGS: Readonly<Record<EngineName, (settings: LaunchSettings) => readonly string[]>> = {
  vllm: vllmFlags,
  sglang: ({
    parallelism: { tensor, pipeline, data, expert },
    maxNumSeqs,
    maxModelLen,
    prefixCaching,
    receiveIntervalSteps,
  }) => [
    `--tp-size ${tensor * data}`,
    ...(pipeline > 1 ? [`--pp-size ${pipeline}`] : []),
    ...(data > 1 ? [`--dp-size ${data}`, "--enable-dp-attention"] : []),
    ...(expert > 1 ? [`--ep-size ${expert}`] : []),
    `--max-running-requests ${maxNumSeqs * data}`,
    `--context-length ${maxModelLen}`,
    ...(prefixCaching === false ? ["--disable-radix-cache"] : []),
    ...(receiveIntervalSteps === undefined ? [] : [`--scheduler-recv-interval ${receiveIntervalSteps}`]),
  ],
  // What TensorRT-LLM reuses is told in a file (`kv_cache_config.enable_block_reuse`).
  "tensorrt-llm": ({ parallelism: { tensor, pipeline, data, expert }, maxNumSeqs, maxModelLen }) => [
    `--tp_size ${tensor * data}`,
    ...(pipeline > 1 ? [`--pp_size ${pipeline}`] : []),
    ...(expert > 1 ? [`--ep_size ${expert}`] : []),
    `--max_batch_size ${maxNumSeqs}`,
    `--max_seq_len ${maxModelLen}`,
  ],
  generic: vllmFlags,
};

function vllmFlags({
  parallelism: { tensor, pipeline, data, expert },
  maxNumSeqs,
  maxModelLen,
  prefixCaching,
  pooling,
}: LaunchSettings): readonly string[] {
  return [
    ...(pooling ? ["--runner pooling"] : []),
    `--tensor-parallel-size ${tensor}`,
    ...(pipeline > 1 ? [`--pipeline-parallel-size ${pipeline}`] : []),
    ...(data > 1 ? [`--data-parallel-size ${data}`] : []),
    ...(expert > 1 ? ["--enable-expert-parallel"] : []),
    `--max-num-seqs ${maxNumSeqs}`,
    `--max-model-len ${maxModelLen}`,
    ...(prefixCaching === undefined ? [] : [prefixCaching ? "--enable-prefix-caching" : "--no-enable-prefix-caching"]),
  ];
}

/**
 * Arguments that start one replica as the estimate assumes it.
 *
 * @param engine - name of the engine.
 * @param settings - split and limits.
 * @returns arguments, without the model and its precision.
 * @see the command lines of `vllm serve`, `sglang.launch_server` and `trtllm-serve`.
 */
export const launchFlags = (engine: EngineName, settings: LaunchSettings): readonly string[] =>
  LAUNCH_FLAGS[engine](settings);
