/** Tags of Ollama's library that are not the model of that name and size, and names that stand there without a tag. */
const TAGS: Readonly<Record<string, string>> = {
  "llama3.1": "Llama-3.1-8B-Instruct",
  "llama3.2": "Llama-3.2-3B-Instruct",
  "llama3.3": "Llama-3.3-70B-Instruct",
  "phi3.5": "Phi-3.5-mini-instruct",
  "qwen3:4b": "Qwen3-4B-Instruct-2507",
  "qwen3:30b": "Qwen3-30B-A3B-Instruct-2507",
  "qwen3:235b": "Qwen3-235B-A22B-Instruct-2507",
  "mistral-small:24b": "Mistral-Small-24B-Instruct-2501",
  "granite4:small-h": "granite-4.0-h-small",
  "granite4:tiny-h": "granite-4.0-h-tiny",
  "gemma3:latest": "gemma-3-4b-it",
  "gpt-oss:latest": "gpt-oss-20b",
  "llama3:latest": "Meta-Llama-3-8B-Instruct",
  "qwen3:latest": "Qwen3-8B",
  "deepseek-r1:latest": "DeepSeek-R1-0528-Qwen3-8B",
  "deepseek-r1:1.5b": "DeepSeek-R1-Distill-Qwen-1.5B",
  "deepseek-r1:7b": "DeepSeek-R1-Distill-Qwen-7B",
  "deepseek-r1:8b": "DeepSeek-R1-0528-Qwen3-8B",
  "deepseek-r1:14b": "DeepSeek-R1-Distill-Qwen-14B",
  "deepseek-r1:32b": "DeepSeek-R1-Distill-Qwen-32B",
  "deepseek-r1:70b": "DeepSeek-R1-Distill-Llama-70B",
  "deepseek-r1:671b": "DeepSeek-R1-0528",
};

const TAG = /^([^:]+):([^:/]+)$/;

/** The last words of a tag that state a type: `8b-instruct-q8_0`, `70b-fp16`. */
const TYPED = /[-_:](?:i?q\d\w*|fp16|bf16|f16)$/;

/**
 * What a name of Ollama's library stands for, `llama3.1:8b` or `qwen3:30b-a3b-q8_0`, as other publishers would write it: with a
 * dash for the colon, and ending in the type of its file, which is Q4_K_M where the tag names none.
 *
 * @param name - as it was asked.
 * @returns the name to read instead; null where it is none of Ollama's.
 */
export function ollamaName(name: string): string | null {
  const asked = name.trim().toLowerCase();
  const latest = asked.replace(/:latest$/, "");
  for (const plain of [asked, latest]) if (Object.hasOwn(TAGS, plain)) return `${TAGS[plain] ?? plain}-Q4_K_M`;
  if (latest !== asked) return `${latest}-Q4_K_M`;
  const [, model = "", tag = ""] = TAG.exec(asked) ?? [];
  // A tag that is a type is a file of a repository.
  if (model === "" || (TYPED.test(`:${tag}`) && !/\d+(?:\.\d+)?[bm]/.test(tag))) return null;
  const type = TYPED.exec(tag)?.[0] ?? "";
  const size = tag.slice(0, tag.length - type.length);
  const known = TAGS[`${model}:${size}`] ?? `${model}-${size}`;
  return `${known}${type === "" ? "-Q4_K_M" : type}`;
}
