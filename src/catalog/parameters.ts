import { checkInteger } from "../internal/check.js";
import { checkMixer, mixerRule } from "./mixers.js";
import type { FeedForward, Mixer, Model } from "./model.js";
import { checkedModel, checkFeedForward } from "./validate.js";

/** Weights counted from the shape of a model; norms and biases are left out, embedding and head are as the model states them. */
export interface CountedParameters {
  /** All weights. */
  readonly total: number;
  /** Weights that one token goes through, embedding and head included. */
  readonly active: number;
}

/**
 * Weights of a layer's mixer.
 *
 * @param mixer - attention or linear layer; null has none.
 * @param hiddenSize - d: width of the model.
 * @returns number of weights.
 * @throws {@link InfrascaleError} see `checkModel`.
 */
export function mixerParameters(mixer: Mixer | null, hiddenSize: number): number {
  checkInteger(hiddenSize, "hiddenSize", 1);
  if (mixer === null) return 0;
  checkMixer(mixer, "mixer");
  return mixerRule(mixer).parameters(mixer, hiddenSize, 1);
}

/**
 * Weights of a layer's feed-forward block, and how many of them one token uses.
 *
 * @param feedForward - dense block or mixture of experts; null has none.
 * @param hiddenSize - d: width of the model.
 * @returns total and active weights.
 * @throws {@link InfrascaleError} see `checkModel`.
 */
export function feedForwardParameters(feedForward: FeedForward | null, hiddenSize: number): CountedParameters {
  checkInteger(hiddenSize, "hiddenSize", 1);
  if (feedForward === null) return { total: 0, active: 0 };
  checkFeedForward(feedForward, "feedForward");
  const matrices = feedForward.gated ? 3 : 2;
  if (feedForward.kind === "dense") {
    const total = matrices * hiddenSize * feedForward.intermediateSize;
    return { total, active: total };
  }
  const { experts, expertsPerToken, expertIntermediateSize, sharedIntermediateSize, latentSize } = feedForward;
  const router = hiddenSize * experts;
  const shared = matrices * hiddenSize * sharedIntermediateSize;
  const latent = latentSize === undefined ? 0 : 2 * hiddenSize * latentSize;
  const expert = matrices * (latentSize ?? hiddenSize) * expertIntermediateSize;
  const always = router + shared + latent;
  return { total: always + experts * expert, active: always + expertsPerToken * expert };
}

/**
 * Weights of a model, counted from its shape.
 *
 * @param model - a model.
 * @returns total and active weights; within 0.5 % of the published totals, per-layer embeddings (Gemma 3n) excepted.
 * @throws {@link InfrascaleError} see `checkModel`.
 * @example
 * ```ts
 * import { models } from "infrascale";
 * import { countParameters } from "infrascale/core";
 *
 * const llama = models.find(({ id }) => id === "meta-llama/Llama-3.1-8B-Instruct");
 * llama && countParameters(llama).total / 1e9; // => 8.029995008
 * ```
 */
export function countParameters(model: Model): CountedParameters {
  const { hiddenSize, layers, parameters } = checkedModel(model);
  let total = parameters.embedding + parameters.head;
  let active = total;
  for (const { count, mixer, feedForward } of layers) {
    const mixing = mixerParameters(mixer, hiddenSize);
    const transforming = feedForwardParameters(feedForward, hiddenSize);
    total += count * (mixing + transforming.total);
    active += count * (mixing + transforming.active);
  }
  return { total, active };
}
