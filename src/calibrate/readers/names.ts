import { engineAtStart } from "../../catalog/names/resolve-engine-name.js";

/** Backends that are engines without rules of their own. */
const OTHERS = ["lmdeploy", "tgi"];

/** The engine behind a backend's name; undefined when the name does not tell: `openai` is a protocol, not an engine. */
export const engineOfBackend = (backend: string | undefined): string | undefined =>
  backend === undefined
    ? undefined
    : (engineAtStart(backend) ?? OTHERS.find((engine) => backend.toLowerCase().startsWith(engine)));

/** A GPU label with its count: `2-H100`, `4xNVIDIA_L40S`, or a bare name. */
export function gpuOfLabel(label: string | undefined): { readonly gpu?: string; readonly gpus?: number } {
  if (label === undefined) return {};
  const counted = /^(\d+)\s*[-x×*]\s*(\S.*)$/i.exec(label);
  return counted?.[2] === undefined ? { gpu: label } : { gpu: counted[2], gpus: Number(counted[1]) };
}
