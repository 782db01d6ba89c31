/** Models whose shape no public config gives, or only in part, without training stage: a name near theirs must not stand for them. */
export const NO_PUBLIC_CONFIG: readonly string[] =
  "apertus apertus-8b apertus-70b camembert falcon-h1 gemma-4-12b granite-4.1 gte-multilingual hunyuan-a13b hy3 internvl jina-v4 kimi-linear kimi-linear-48b-a3b lfm2-8b-a1b ling-2.6 ministral-3-14b mistral-large-3 mistral-large-3-675b mistral-medium-3.5 mistral-medium-3.5-128b nemotron-nano-9b-v2 nemotron-nano-12b-v2 nomic-embed-text phi-4-multimodal qwen3.5-0.8b qwen3.5-2b qwen3.5-4b ring-1t solon-embeddings".split(
    " ",
  );

/** Names of families in the catalog that hold more sizes than it knows. */
export const AMBIGUOUS: readonly string[] = "bloom-z codellama llama opt qwen yi gpt".split(" ");

/** Architectures with an encoder whose output a decoder attends to. */
export const ENCODER_DECODER: RegExp =
  /^(?:t5|mt5|byt5|flan|t5gemma\d*|ul2|bart|mbart|pegasus|madlad\d*|nllb|m2m\d*|whisper|marian|florence|blenderbot|seamless|moonshine)(?:$|[^a-z])/;
