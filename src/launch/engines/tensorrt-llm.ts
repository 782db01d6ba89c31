import type { Draft } from "../draft.js";
import type { LaunchedReplica } from "../launched-replica.js";
import { notice, type LaunchNotice } from "../notice.js";
import type { EngineLaunch } from "./engine-launch.js";
import { option, type EngineOption } from "./engine-option.js";

const SERVE = "NVIDIA/TensorRT-LLM tensorrt_llm/commands/serve.py@4c05a74 (about 1.1)";
const LLM_ARGS = "NVIDIA/TensorRT-LLM tensorrt_llm/llmapi/llm_args.py, a copy of about 1.1 to 1.2rc";
const RELEASE_CANDIDATE = "options of trtllm-serve of 1.3 rc";

/** Requests of one of the batches that a pipeline has under way. */
const microBatch = ({ maxNumSeqs, pipeline }: LaunchedReplica): number => Math.ceil(maxNumSeqs / pipeline);

/** Limits are those of a rank and of one batch under way; what is no option is a key of the file, which wins over the options. */
const OPTIONS: readonly EngineOption[] = [
  option("--host", "word", SERVE, () => "0.0.0.0"),
  option("--port", "integer", SERVE, () => 8000),
  // Where nothing is said, clients ask for the checkpoint.
  option(
    "--served_model_name",
    "word",
    RELEASE_CANDIDATE,
    ({ servedName, checkpoint }) => (servedName === checkpoint ? null : servedName),
    {
      from: "1.3",
    },
  ),
  option("--tp_size", "integer", SERVE, ({ tensor, data }) => tensor * data),
  option("--pp_size", "integer", SERVE, ({ pipeline }) => pipeline),
  option("--ep_size", "integer", SERVE, ({ expert }) => (expert > 1 ? expert : null)),
  option("--max_batch_size", "integer", SERVE, microBatch),
  option("--max_num_tokens", "integer", SERVE, ({ maxBatchedTokens }) => maxBatchedTokens),
  option("--max_seq_len", "integer", SERVE, ({ maxModelLen }) => maxModelLen),
  option("--kv_cache_free_gpu_memory_fraction", "share", SERVE, ({ utilization }) => utilization),
  option("dtype", "word", LLM_ARGS, ({ sixteenBit }) =>
    sixteenBit === null ? null : { bf16: "bfloat16", fp16: "float16" }[sixteenBit],
  ),
  option("enable_attention_dp", "boolean", LLM_ARGS, ({ data }) => (data > 1 ? true : null)),
  option("enable_chunked_prefill", "boolean", LLM_ARGS, () => true),
  option("kv_cache_config.dtype", "word", LLM_ARGS, ({ kvCache }) => (kvCache === "fp8" ? "fp8" : "auto")),
  option("kv_cache_config.enable_block_reuse", "boolean", LLM_ARGS, ({ prefixCaching }) => prefixCaching),
  option("cuda_graph_config.max_batch_size", "integer", LLM_ARGS, microBatch),
  option("cuda_graph_config.enable_padding", "boolean", LLM_ARGS, () => true),
  option("speculative_config.decoding_type", "word", LLM_ARGS, ({ draft }) =>
    draft === null ? null : DECODING[draft.method],
  ),
  option("speculative_config.num_nextn_predict_layers", "integer", LLM_ARGS, ({ draft }) =>
    draft?.method === "mtp" ? draft.tokens : null,
  ),
  option("speculative_config.max_draft_len", "integer", LLM_ARGS, ({ draft }) =>
    draft === null || draft.method === "mtp" ? null : draft.tokens,
  ),
  option("speculative_config.speculative_model_dir", "word", LLM_ARGS, ({ draft }) =>
    draft?.method === "eagle3" ? draft.model : null,
  ),
  option("speculative_config.max_matching_ngram_size", "integer", LLM_ARGS, ({ draft }) =>
    draft?.method === "ngram" ? draft.lookupTokens : null,
  ),
];

const DECODING: Readonly<Record<Draft["method"], string>> = { mtp: "MTP", eagle3: "Eagle", ngram: "NGram" };

function noticesOf({
  tensor,
  data,
  pooling,
  maxModelLen,
  kvCache,
  asksForCache,
}: LaunchedReplica): readonly LaunchNotice[] {
  return [
    ...(data > 1 && tensor > 1 ? [notice("ranks-of-several-gpus", { tensor, data })] : []),
    ...(pooling === null ? [notice("admits-longest", { maxModelLen })] : [notice("no-pooling", { kind: pooling })]),
    ...(kvCache !== "fp8" && asksForCache ? [notice("cache-format", { format: kvCache })] : []),
  ];
}

/** How TensorRT-LLM is started, with its PyTorch backend. */
export const tensorrtLlm: EngineLaunch = {
  command: ["trtllm-serve"],
  modelOption: null,
  options: OPTIONS,
  file: { option: "--extra_llm_api_options", modelKey: null },
  quantises: [],
  caches: ["bf16", "fp16", "fp8"],
  startsRanksApart: true,
  drafts: ["mtp", "eagle3", "ngram"],
  readFrom: "1.0",
  readTo: "1.3",
  benchBackend: "vllm",
  port: 8000,
  image: (version) => `nvcr.io/nvidia/tensorrt-llm/release:${version}`,
  // One MPI process on each GPU: examples/llm-api/llm_mgmn_trtllm_serve.sh@0bd8871.
  launcher: ({ servers, gpus }) => ({
    by: "slurm",
    words: ["srun", "-N", `${servers}`, `--ntasks-per-node=${gpus / servers}`, "--mpi=pmix", "trtllm-llmapi-launch"],
  }),
  noticesOf,
};
