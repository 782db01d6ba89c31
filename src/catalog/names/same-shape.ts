/**
 * Models whose shape is that of an entry, with other weights: same widths, layers, heads and vocabulary in the
 * config.json of both, or named as the base by the model card (Qwen3-Coder-Next, DeepSeek-Math-V2). Names in lower case.
 */
export const SAME_SHAPE: Readonly<Record<string, string>> = {
  "llama-7b": "Llama-2-7b-hf",
  "qwen2-7b": "Qwen2.5-7B",
  "qwen2-72b": "Qwen2.5-72B",
  "qwen2.5-math-1.5b": "Qwen2.5-1.5B",
  "qwen3-coder-next": "Qwen3-Next-80B-A3B",
  "qwen3.6-27b": "Qwen3.5-27B",
  "qwen3.6-35b-a3b": "Qwen3.5-35B-A3B",
  "minimax-m2.7": "MiniMax-M2.5",
  "deepseek-math-v2": "DeepSeek-V3.2",
  "glm-5.1": "GLM-5",
  "granite-3.1-8b": "granite-3.3-8b-instruct",
};

/** A language model of the catalog behind a vision encoder. */
export interface VisionLanguage {
  readonly text: string;
  readonly visionParameters: number;
  readonly contextTokens: number;
}

/**
 * Vision-language models whose text model has the shape of an entry. Parameters of the encoder by the config.json:
 * depth x (4 d d + 2 d f), patch and position embeddings, and four mergers of (4 d)(4 d + d_text). Names in lower case.
 */
export const VISION_LANGUAGE: Readonly<Record<string, VisionLanguage>> = {
  "qwen3-vl-2b": { text: "Qwen3-1.7B", visionParameters: 406e6, contextTokens: 262144 },
  "qwen3-vl-4b": { text: "Qwen3-4B", visionParameters: 415e6, contextTokens: 262144 },
  "qwen3-vl-8b": { text: "Qwen3-8B", visionParameters: 576e6, contextTokens: 262144 },
  "qwen3-vl-32b": { text: "Qwen3-32B", visionParameters: 595e6, contextTokens: 262144 },
  "qwen3-vl-30b-a3b": { text: "Qwen3-30B-A3B", visionParameters: 538e6, contextTokens: 262144 },
  "qwen3-vl-235b-a22b": { text: "Qwen3-235B-A22B", visionParameters: 576e6, contextTokens: 262144 },
};
