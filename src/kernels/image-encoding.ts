import type { ImageEncoder } from "../catalog/images/image-encoder.js";
import type { LayerGroup, Model } from "../catalog/model.js";
import { sixteenBit } from "../deployment/formats.js";
import type { ReadImages } from "../workload/images.js";
import { speedProfile } from "./choose-profile.js";
import type { KernelLaws } from "./kernel-laws.js";
import type { SpeedDeployment } from "./speed-profile.js";
import { prefillStep } from "./step.js";

/** Where the encoder runs: as the text model, sharded alike. */
export type EncoderDeployment = Pick<SpeedDeployment, "gpu" | "engine" | "parallelism">;

/**
 * Time in which the images of one prompt are encoded, before the step that reads their tokens, seconds: a forward pass of a dense
 * transformer in 16 bit over all their tiles, by the laws of prefill, where each patch sees all of its tile or window. The projection
 * into the text model (2 to 10 % of the encoder's work) and what the host does to an image are left out.
 *
 * @param images - of one prompt.
 * @param deployment - on what.
 * @param laws - of kernels.
 * @returns seconds.
 */
export function encodingSeconds(
  { encoder, perRequest, tiles, patchesPerTile }: ReadImages,
  { gpu, engine, parallelism }: EncoderDeployment,
  laws: KernelLaws,
): number {
  const sharded = { tensor: parallelism.tensor, pipeline: 1, expert: 1, data: 1 };
  const profile = speedProfile(
    {
      model: asModel(encoder),
      gpu,
      engine,
      storage: { weights: sixteenBit(gpu) },
      cache: sixteenBit(gpu),
      parallelism: sharded,
    },
    laws,
  );
  return prefillStep(profile, patchesPerTile, perRequest * tiles).seconds;
}

/** An encoder as a model without words: the laws of layers ask for no more. */
function asModel({
  layers,
  windowedLayers = 0,
  windowPatches = Infinity,
  width,
  heads,
  intermediateSize,
  gated,
}: ImageEncoder): Model {
  const group = (count: number, windowTokens: number): LayerGroup => ({
    count,
    mixer: {
      kind: "self",
      queryHeads: heads,
      keyValueHeads: heads,
      headSize: width / heads,
      bidirectional: true,
      ...(windowTokens < Infinity && { windowTokens }),
    },
    feedForward: { kind: "dense", intermediateSize, gated },
  });
  return {
    id: "image encoder",
    family: "image encoder",
    aliases: [],
    parameters: { total: 0, active: 0, embedding: 0, head: 0, vision: 0, multiTokenPrediction: 0 },
    hiddenSize: width,
    vocabularySize: 0,
    maxContextTokens: null,
    layers: [group(layers - windowedLayers, Infinity), group(windowedLayers, windowPatches)].filter(
      ({ count }) => count > 0,
    ),
    checkpoint: { weights: "bf16" },
  };
}
