/** What an engine runs that is started with these options: the engines' own arithmetic, backwards. */
export interface Realised {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
  readonly expert: number;
  /** Requests of a data-parallel rank, all stages of its pipeline together. */
  readonly maxNumSeqs: number;
  /** Tokens of a step of a rank. */
  readonly maxBatchedTokens: number;
  readonly maxModelLen: number;
  readonly utilization: number;
  readonly prefixCaching: boolean;
  readonly eightBitCache: boolean;
  readonly quantisation: unknown;
  readonly draftTokens: number;
}

type Options = ReadonlyMap<string, unknown>;

const number = (options: Options, name: string, usual?: number): number => {
  const value = options.get(name) ?? usual;
  if (typeof value !== "number") throw new Error(`${name} is not told`);
  return value;
};

/** docs/serving/data_parallel_deployment.md: the data-parallel size adds GPUs, limits are of a rank, experts spread over all. */
function vllm(options: Options): Realised {
  const [tensor, pipeline, data] = ["tensor", "pipeline", "data"].map((name) =>
    number(options, `--${name}-parallel-size`, 1),
  ) as [number, number, number];
  const speculation = options.get("--speculative-config") as { num_speculative_tokens: number } | undefined;
  return {
    tensor,
    pipeline,
    data,
    expert: options.has("--enable-expert-parallel") ? tensor * data : 1,
    maxNumSeqs: number(options, "--max-num-seqs"),
    maxBatchedTokens: number(options, "--max-num-batched-tokens"),
    maxModelLen: number(options, "--max-model-len"),
    utilization: number(options, "--gpu-memory-utilization"),
    prefixCaching: options.has("--enable-prefix-caching") && !options.has("--no-enable-prefix-caching"),
    eightBitCache: options.get("--kv-cache-dtype") === "fp8",
    quantisation: options.get("--quantization"),
    draftTokens: speculation?.num_speculative_tokens ?? 0,
  };
}

/** server_args.py, scheduler.py: attention ranks divide the tensor size, and each takes its share of the limits (`//`). */
function sglang(options: Options): Realised {
  const world = number(options, "--tp-size", 1);
  const data = options.has("--enable-dp-attention") ? number(options, "--dp-size", 1) : 1;
  const drafts = number(options, "--speculative-num-draft-tokens", 0);
  return {
    tensor: world / data,
    pipeline: number(options, "--pp-size", 1),
    data,
    expert: number(options, "--ep-size", 1),
    // EAGLE takes 48 where nobody says it.
    maxNumSeqs: Math.floor(number(options, "--max-running-requests") / data),
    maxBatchedTokens: Math.floor(number(options, "--chunked-prefill-size") / data),
    maxModelLen: number(options, "--context-length"),
    utilization: number(options, "--mem-fraction-static"),
    prefixCaching: !options.has("--disable-radix-cache"),
    eightBitCache: options.get("--kv-cache-dtype") === "fp8_e4m3",
    quantisation: options.get("--quantization"),
    // One more is verified than is drafted by a model.
    draftTokens: options.get("--speculative-algorithm") === "NGRAM" ? drafts : Math.max(0, drafts - 1),
  };
}

/** pyexecutor: requests are `max_batch_size` for each stage and each attention rank; every GPU of a stage is a rank, or none. */
function tensorrtLlm(options: Options): Realised {
  const world = number(options, "--tp_size", 1);
  const pipeline = number(options, "--pp_size", 1);
  const data = options.get("enable_attention_dp") === true ? world : 1;
  if (options.get("enable_chunked_prefill") !== true) throw new Error("longer prompts than a step are refused");
  const graphs = number(options, "cuda_graph_config.max_batch_size");
  if (graphs < number(options, "--max_batch_size")) throw new Error("the largest batch has no graph");
  return {
    tensor: world / data,
    pipeline,
    data,
    expert: number(options, "--ep_size", 1),
    maxNumSeqs: number(options, "--max_batch_size") * pipeline,
    maxBatchedTokens: number(options, "--max_num_tokens"),
    maxModelLen: number(options, "--max_seq_len"),
    utilization: number(options, "--kv_cache_free_gpu_memory_fraction"),
    prefixCaching: options.get("kv_cache_config.enable_block_reuse") !== false,
    eightBitCache: options.get("kv_cache_config.dtype") === "fp8",
    quantisation: undefined,
    draftTokens: number(
      options,
      "speculative_config.num_nextn_predict_layers",
      number(options, "speculative_config.max_draft_len", 0),
    ),
  };
}

/** By engine. */
export const REALISED: Readonly<Record<"vllm" | "sglang" | "tensorrt-llm", (options: Options) => Realised>> = {
  vllm,
  sglang,
  "tensorrt-llm": tensorrtLlm,
};
