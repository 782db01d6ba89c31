/** Engines by the names that load generators give their backends; `openai` is a protocol, not an engine. */
const ENGINES: readonly (readonly [RegExp, string])[] = [
  [/^vllm/i, "vllm"],
  [/^sglang/i, "sglang"],
  [/^(?:tensorrt-?llm|trt)/i, "tensorrt-llm"],
  [/^lmdeploy/i, "lmdeploy"],
  [/^tgi/i, "tgi"],
];

/** The engine behind a backend's name; undefined when the name does not tell. */
export const engineOfBackend = (backend: string | undefined): string | undefined =>
  backend === undefined ? undefined : ENGINES.find(([pattern]) => pattern.test(backend))?.[1];

/** A GPU label with its count: `2-H100`, `4xNVIDIA_L40S`, or a bare name. */
export function gpuOfLabel(label: string | undefined): { readonly gpu?: string; readonly gpus?: number } {
  if (label === undefined) return {};
  const counted = /^(\d+)\s*[-x×*]\s*(\S.*)$/i.exec(label);
  return counted?.[2] === undefined ? { gpu: label } : { gpu: counted[2], gpus: Number(counted[1]) };
}
