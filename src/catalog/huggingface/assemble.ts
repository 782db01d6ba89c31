import type { LayerGroup, ModelParameters } from "../model.js";
import { feedForwardParameters, mixerParameters } from "../parameters.js";
import { flagAt, integerAt, refuse, requiredInteger, textAt, type ConfigPart } from "./config-part.js";
import type { ArchitectureFamily } from "./families.js";
import type { LayerPlan } from "./layer-plan.js";
import { configRule } from "../../rules/config.js";

/** Layers of one shape as one group, in the order of their first. */
export function layerGroups(layers: readonly LayerPlan[]): readonly LayerGroup[] {
  const groups = new Map<string, LayerGroup>();
  for (const { mixer, feedForward } of layers) {
    const shape = { mixer: mixer?.shape ?? null, feedForward: feedForward?.shape ?? null };
    const key = JSON.stringify(shape);
    groups.set(key, { count: (groups.get(key)?.count ?? 0) + 1, ...shape });
  }
  return [...groups.values()];
}

interface Counted {
  readonly total: number;
  readonly active: number;
}

function layerParameters({ mixer, feedForward, norms }: LayerPlan, hiddenSize: number): Counted {
  const mixing = mixerParameters(mixer?.shape ?? null, hiddenSize);
  const transforming = feedForwardParameters(feedForward?.shape ?? null, hiddenSize);
  const small = norms + (mixer?.small ?? 0) + (feedForward?.small ?? 0);
  return {
    total: mixing + transforming.total + small,
    active: mixing + transforming.active + small - (feedForward?.idle ?? 0),
  };
}

/** What the weights are counted from. */
export interface CountContext {
  readonly part: ConfigPart;
  readonly family: ArchitectureFamily;
  readonly hiddenSize: number;
  readonly vocabularySize: number;
  /** Whether the head shares the embedding; null when the config does not say. */
  readonly tied: boolean | null;
  readonly multiTokenPredictionLayers: number;
}

/** Weights of the text model: layers, embedding, head, and what stands outside the layers. */
export function modelParameters(layers: readonly LayerPlan[], context: CountContext): ModelParameters {
  const { family, hiddenSize, vocabularySize, tied, multiTokenPredictionLayers } = context;
  const embedding = vocabularySize * hiddenSize;
  const head = (tied ?? family.tied ?? false) ? 0 : embedding;
  let total = embedding + head + outsideLayers(context);
  let active = total;
  let last: Counted = { total: 0, active: 0 };
  for (const layer of layers) {
    last = layerParameters(layer, hiddenSize);
    total += last.total;
    active += last.active;
  }
  // The engines share embedding and head with the model, so that their copies in a checkpoint are not counted.
  const multiTokenPrediction = multiTokenPredictionLayers * (last.total + 2 * hiddenSize * hiddenSize + 3 * hiddenSize);
  return { total, active, embedding, head, vision: 0, multiTokenPrediction };
}

function outsideLayers({ part, family, hiddenSize, vocabularySize }: CountContext): number {
  const norm = hiddenSize * (family.normBias === true ? 2 : 1);
  let parameters = norm;
  if (family.embeddingNorm === true) parameters += norm;
  if (family.extraPositions !== undefined && textAt(part, "position_embedding_type") !== "rotary")
    parameters +=
      (requiredInteger(part, "max_position_embeddings", "n_positions", "n_ctx") + family.extraPositions) * hiddenSize;
  // Embeddings of token types, and the pooler that makes the vector.
  if (family.encoder === true) parameters += (integerAt(part, "type_vocab_size") ?? 0) * hiddenSize;
  if (family.pooler === true) parameters += hiddenSize ** 2 + hiddenSize;
  if (family.headBias === true || flagAt(part, "lm_head_bias") === true) parameters += vocabularySize;
  const projected = integerAt(part, "word_embed_proj_dim");
  if (projected !== undefined && projected !== hiddenSize)
    refuse(part, "word_embed_proj_dim", configRule("model-width", { width: hiddenSize }));
  return parameters;
}
