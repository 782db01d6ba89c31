import type { EngineName } from "../catalog/engine.js";
import type { Parallelism } from "./parallelism.js";

/** What an engine is told when it starts. */
export interface LaunchSettings {
  readonly parallelism: Parallelism;
  readonly maxNumSeqs: number;
  readonly maxModelLen: number;
}

/**
 * Arguments that start one replica as the estimate assumes it.
 *
 * @param engine - name of the engine.
 * @param settings - split and limits.
 * @returns arguments, without the model and its precision.
 * @see the command lines of `vllm serve`, `sglang.launch_server` and `trtllm-serve`.
 */
export function launchFlags(engine: EngineName, { parallelism, maxNumSeqs, maxModelLen }: LaunchSettings): readonly string[] {
  const { tensor, pipeline, data, expert } = parallelism;
  switch (engine) {
    case "sglang":
      return [
        `--tp-size ${tensor * data}`,
        ...(pipeline > 1 ? [`--pp-size ${pipeline}`] : []),
        ...(data > 1 ? [`--dp-size ${data}`, "--enable-dp-attention"] : []),
        ...(expert > 1 ? [`--ep-size ${expert}`] : []),
        `--max-running-requests ${maxNumSeqs * data}`,
        `--context-length ${maxModelLen}`,
      ];
    case "tensorrt-llm":
      return [
        `--tp_size ${tensor * data}`,
        ...(pipeline > 1 ? [`--pp_size ${pipeline}`] : []),
        ...(expert > 1 ? [`--ep_size ${expert}`] : []),
        `--max_batch_size ${maxNumSeqs}`,
        `--max_seq_len ${maxModelLen}`,
      ];
    default:
      return [
        `--tensor-parallel-size ${tensor}`,
        ...(pipeline > 1 ? [`--pipeline-parallel-size ${pipeline}`] : []),
        ...(data > 1 ? [`--data-parallel-size ${data}`] : []),
        ...(expert > 1 ? ["--enable-expert-parallel"] : []),
        `--max-num-seqs ${maxNumSeqs}`,
        `--max-model-len ${maxModelLen}`,
      ];
  }
}
