import type { ImageEncoder } from "../images/image-encoder.js";
import type { Model } from "../model.js";

/**
 * The encoder of Qwen2.5-VL: of its 32 layers 28 see windows of 112 pixels (config.json), and images are as large as its
 * preprocessor_config.json says.
 */
export const QWEN2_5_ENCODER: ImageEncoder = {
  layers: 32,
  windowedLayers: 28,
  windowPatches: 64,
  width: 1280,
  heads: 16,
  intermediateSize: 3420,
  gated: true,
  patchPixels: 14,
  mergedPatches: 2,
  markerTokens: 2,
  rule: { kind: "area", leastPixels: 3136, mostPixels: 12_845_056 },
};

/** What a model has of its own, beside the shape of an entry. */
export interface SameShape {
  /** Name of the entry. */
  readonly shape: string;
  /** Longest context, tokens, where it is another. */
  readonly contextTokens?: number;
  /** Weights of the encoder, which is that of Qwen2.5-VL. */
  readonly vision?: number;
  /** What it answers with, where that is no text. */
  readonly kind?: NonNullable<Model["kind"]>;
}

/**
 * Models whose shape is that of an entry, with other weights: same widths, layers, heads and vocabulary in the config.json of both,
 * or named as the base by the model card. A row is names, without training stage, and the entry; then its context, its encoder, its kind.
 *
 * Embedding models and rerankers are the sizes of BERT and XLM-RoBERTa that their model cards name, from memory.
 *
 * Encoders of Qwen2.5-VL by the config.json: 32 layers of 4 d d + 3 d f (d 1280, f 3420 or 3456), patches of 1176, one merger of
 * (4 d)(4 d + d_text).
 */
const ROWS: readonly (readonly [
  names: string,
  shape: string,
  contextTokens?: number,
  vision?: number,
  kind?: NonNullable<Model["kind"]>,
])[] = [
  ["llama-7b vicuna-7b-v1.3", "Llama-2-7b-hf", 2048],
  ["llama-13b vicuna-13b-v1.3", "Llama-2-13b-hf", 2048],
  ["vicuna-7b-v1.5", "Llama-2-7b-hf"],
  ["vicuna-13b-v1.5", "Llama-2-13b-hf"],
  ["llama-guard-3-8b llama-3.1-nemotron-nano-8b-v1", "Llama-3.1-8B-Instruct"],
  ["llama-3.1-nemotron-70b hermes-4-70b", "Llama-3.1-70B-Instruct"],
  ["hermes-4-405b", "Llama-3.1-405B-Instruct"],
  ["zephyr-7b-alpha zephyr-7b-beta", "Mistral-7B-v0.1"],
  ["command-r-plus-08-2024", "c4ai-command-r-plus"],
  ["qwen2-0.5b qwen2.5-coder-0.5b", "Qwen2.5-0.5B-Instruct"],
  ["qwen2-1.5b qwen2.5-coder-1.5b", "Qwen2.5-1.5B-Instruct", 32768],
  ["qwen2.5-coder-3b", "Qwen2.5-3B-Instruct"],
  ["qwen2-7b qwen2.5-coder-7b", "Qwen2.5-7B-Instruct"],
  ["qwen2.5-coder-14b", "Qwen2.5-14B-Instruct"],
  ["qwen2.5-coder-32b qwq-32b qwq", "Qwen2.5-32B-Instruct"],
  ["qwen2-72b", "Qwen2.5-72B-Instruct"],
  ["qwen2.5-math-1.5b", "Qwen2.5-1.5B-Instruct", 4096],
  ["qwen2.5-math-7b", "Qwen2.5-7B-Instruct", 4096],
  ["qwen2.5-math-72b", "Qwen2.5-72B-Instruct", 4096],
  ["qwen2.5-7b-1m", "Qwen2.5-7B-Instruct", 1010000],
  ["qwen2.5-14b-1m", "Qwen2.5-14B-Instruct", 1010000],
  ["qwen2.5-vl-3b", "Qwen2.5-3B-Instruct", 128000, 669e6],
  ["qwen2.5-vl-7b", "Qwen2.5-7B-Instruct", 128000, 676e6],
  ["qwen2.5-vl-32b", "Qwen2.5-32B-Instruct", 128000, 688e6],
  ["qwen2.5-vl-72b", "Qwen2.5-72B-Instruct", 128000, 704e6],
  ["qwen3guard-gen-0.6b", "Qwen3-0.6B", 32768],
  ["qwen3guard-gen-4b", "Qwen3-4B", 32768],
  ["qwen3guard-gen-8b", "Qwen3-8B", 32768],
  ["qwen3-reranker-0.6b", "Qwen3-0.6B", 40960, 0, "reranker"],
  ["qwen3-reranker-4b", "Qwen3-4B", 40960, 0, "reranker"],
  ["qwen3-reranker-8b qwen3-reranker", "Qwen3-8B", 40960, 0, "reranker"],
  ["mxbai-embed-large-v1 e5-large-v2 gte-large snowflake-arctic-embed-l", "bge-large-en-v1.5"],
  ["bge-base-en-v1.5 e5-base-v2 gte-base snowflake-arctic-embed-m-v1.5", "snowflake-arctic-embed-m"],
  ["snowflake-arctic-embed-l-v2.0", "bge-m3"],
  ["bge-reranker-large", "multilingual-e5-large", 512, 0, "reranker"],
  ["qwen3-coder-next", "Qwen3-Next-80B-A3B-Instruct"],
  ["tess-4-27b", "Qwen3.5-27B"],
  ["carnice-v2-27b", "Qwen3.6-27B"],
  ["agents-a1 qwen-agentworld-35b-a3b", "Qwen3.6-35B-A3B"],
  ["minimax-m2.1", "MiniMax-M2"],
  ["minimax-m1-40k", "MiniMax-M1-80k"],
  ["deepseek-v2.5 deepseek-coder-v2", "DeepSeek-V2"],
  ["deepseek-coder-v2-lite", "DeepSeek-V2-Lite"],
  ["deepseek-r1-zero", "DeepSeek-R1"],
  ["deepseek-v3.1-terminus", "DeepSeek-V3.1"],
  ["deepseek-math-v2 deepseek-v3.2-speciale", "DeepSeek-V3.2"],
  ["deepseek-v4-flash-0731 deepseek-v4-flash-dspark", "DeepSeek-V4-Flash"],
  ["deepseek-v4-pro-0813 deepseek-v4-pro-dspark", "DeepSeek-V4-Pro"],
  ["kimi-k2-0905", "Kimi-K2-Instruct", 262144],
  ["macaron-v1-coding-venti", "GLM-5.2"],
  ["step-3.5-flash", "Step-3.7-Flash", 262144],
  ["phi-4-reasoning phi-4-reasoning-plus", "phi-4", 32768],
  ["granite-3.1-8b granite-3.2-8b", "granite-3.3-8b-instruct"],
  ["granite-3.2-2b granite-3.3-2b", "granite-3.1-2b-instruct"],
  ["olmo-3-32b", "Olmo-3.1-32B-Instruct"],
  ["magistral-small-2507", "Magistral-Small-2506"],
  ["magistral-small-2509", "Magistral-Small-2506", 131072],
  ["devstral-small-2505", "Devstral-Small-2507"],
  ["mistral-large-2411", "Mistral-Large-Instruct-2407"],
];

/** Models by name, without training stage, in lower case. */
export const SAME_SHAPE: ReadonlyMap<string, SameShape> = new Map(
  ROWS.flatMap(([names, shape, contextTokens, vision, kind]) =>
    names.split(" ").map(
      (name) =>
        [
          name,
          {
            shape,
            ...(contextTokens !== undefined && { contextTokens }),
            ...(vision !== undefined && vision > 0 && { vision }),
            ...(kind !== undefined && { kind }),
          },
        ] as const,
    ),
  ),
);
