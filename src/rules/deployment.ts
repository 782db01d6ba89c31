import { rulesOf, type Breaks } from "./broken-rule.js";

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
};

export const deploymentRule: Breaks<typeof DEPLOYMENT_RULES> = rulesOf(DEPLOYMENT_RULES);
