import { mixerRule } from "../../../catalog/mixers.js";
import type { Mixer, Model } from "../../../core.js";
import { figures } from "./figures.js";

const { number } = figures;

/** What `infrascale catalog` prints. */
export const catalog = {
  nothing: "nothing found",
  id: "id",
  memory: "memory",
  bandwidth: "TB/s",
  flops16: "TFLOP/s 16 bit",
  link: "link",
  throughHost: "host",
  bridged: "bridged",
  engine: "engine",
  versions: "versions",
  rules: "rules",
  andLater: "and later",
  toBelow: (version: string): string => `to below ${version}`,
  machine: "machine",
  gpus: "GPUs",
  preset: "preset",
  prompt: "prompt",
  answer: "answer",
  prefixCached: "prefix cached",
  thinking: "thinking",
  parameters: "parameters",
  active: "active",
  layers: "layers",
  billions: (parameters: number): string => `${number(parameters)} B`,
  kinds: { embedding: "embedding", reranker: "reranker" },
};

/** What `infrascale import` prints. */
export const model = {
  mixer: (mixer: Mixer): string => mixerRule(mixer).text(mixer),
  attention: "attention",
  feedForward: "feed-forward",
  layersInAll: "layers in all",
  billions: (total: number, active: number): string => `${number(total)} B, ${number(active)} B active`,
  sizes: "hidden size, vocabulary",
  longestContext: "longest context",
  notStated: "not stated",
  tokens: (tokens: number): string => `${tokens} tokens`,
  checkpoint: "checkpoint",
  scales: (scaling: NonNullable<Model["checkpoint"]["scaling"]>): string => `${scaling} scales`,
  weightsOnly: "weights only",
  cache16: "KV cache in 16 bit",
  bytesPerToken: (bytes: number, hasWindow: boolean): string =>
    `${bytes} bytes per token${hasWindow ? ", within the windows" : ""}`,
  width: (width: number): string => `width ${width}`,
  experts: (of: { expertsPerToken: number; experts: number; expertIntermediateSize: number }): string =>
    `${of.expertsPerToken} of ${of.experts} experts of ${of.expertIntermediateSize}`,
};
