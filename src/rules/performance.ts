import { gigabytesFromBytes } from "../units.js";
import { rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of performance models. */
export const PERFORMANCE_RULES = {
  "room-for-one-request": ({ takenBytes, usableBytes }: { takenBytes: number; usableBytes: number }) =>
    `must give room for one request: weights and work space take ${gigabytes(takenBytes)} of the ${gigabytes(usableBytes)} of a GPU that the engine may use`,
  "prompts-are-cached": () => "must be true, or absent, where prompts are cached",
  "looks-at-every-step": ({ engine }: { engine: string }) =>
    `must be 1, or absent: ${engine} looks for new requests at every step`,
  "vllm-alone": ({ model }: { model: string }) => `must be vllm: ${model} writes no text`,
  "timing-of-engine": ({ engine }: { engine: string }) => `must have one of ${engine} or of vllm`,
  "known-speed": ({ gpu }: { gpu: string }) => `must say how fast ${gpu} computes in 16 bit`,
  "gpu-computes-in-or-16-bit": ({ gpu }: { gpu: string }) =>
    `must be one that ${gpu} computes in, or the GPU must compute in 16 bit`,
  "divides-heads-in-domains": ({ model, gpus }: { model: string; gpus: number }) =>
    `must divide the attention heads of ${model}, in domains of ${gpus} GPUs`,
  "gpus-of-decision": () => "must be of as many GPUs as decision.gpusPerReplica",
};

export const performanceRule: Breaks<typeof PERFORMANCE_RULES> = rulesOf(PERFORMANCE_RULES);

const gigabytes = (bytes: number): string => `${gigabytesFromBytes(bytes).toFixed(1)} GB`;
