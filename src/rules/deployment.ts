import { gigabytesFromBytes } from "../units.js";
import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of what is served, on what and how, and of how fast that is. */
export const DEPLOYMENT_RULES = {
  version: () => "must be a version such as 0.19.0",
  "gpus-not-joined": ({ gpu }: { gpu: string }) => `must be of one GPU: how several of ${gpu} are joined is not known`,
  "gpu-computes-in": ({ gpu }: { gpu: string }) => `must be one that ${gpu} computes in`,
  "one-acceptance": () => "must name either acceptanceRate or acceptedLength",
  "profile-version": ({ version }: { version: number }) => `must be ${version}, the version that this library reads`,
  "entry-for-each-parameter": ({ length }: { length: number }) =>
    `must have ${length} entries, one for each fitted parameter`,
  "entry-for-every-gpu": () => "must have an entry for every GPU",
  "not-beside-max-num-seqs": () => "must not be given beside maxNumSeqs",
  "divides-attention-heads": ({ heads }: { heads: number }) => `must divide the ${heads} attention heads`,
  "one-stage": () => "must be 1 for a model of one pass",
  "at-most-layers": ({ layers }: { layers: number }) => `must be at most the ${layers} layers`,
  "no-experts": () => "must be 1 for a model without experts",
  "whole-expert-group": ({ gpus }: { gpus: number }) => `must be 1 or tensor x data, here ${gpus}`,
  "divides-tensor-size": ({ tensor }: { tensor: number }) => `must divide the tensor size of ${tensor}`,
  "no-windows": () => "must be 1 for a model with windows",
  "at-most-copies": ({ gpus }: { gpus: number }) =>
    `must be at most the ${gpus} GPUs that hold the same key and value heads`,
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
  "launchable-engine": ({ engines }: { engines: readonly string[] }) =>
    `must be one whose options are known: ${listed(engines)}`,
  "nothing-drafted": () => "must be left out where no tokens are drafted",
  "service-name": () => "must be lower-case letters, digits and hyphens, at most 63, as of a service",
};

export const deploymentRule: Breaks<typeof DEPLOYMENT_RULES> = rulesOf(DEPLOYMENT_RULES);

const gigabytes = (bytes: number): string => `${gigabytesFromBytes(bytes).toFixed(1)} GB`;
