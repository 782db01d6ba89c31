import { valueAt } from "../internal/remembered.js";
import { mixerRule } from "./mixers.js";
import { isStateOf, WEIGHT_PARTS, type Checkpoint, type Model, type WeightPart } from "./model.js";
import { habitOf, type StoredParts } from "./publisher-habits.js";
import { bytesPerElement, type Precision } from "./precision.js";

/** Bytes that a weight takes, scales included, by part of the model. */
export type PartBytes = Readonly<Record<WeightPart, number>>;

/** How a checkpoint stores a model: as it is taken to, and with the least and the most that publishers of its format store. */
export interface StoredWeights {
  readonly bytes: PartBytes;
  readonly low: PartBytes;
  readonly high: PartBytes;
}

/** Scales: NVFP4, MXFP4 and MXFP8 one byte for a group, GPTQ and AWQ two, blocks of 128 x 128 four. */
const FLOAT_SCALE_BYTES = 1;
const INTEGER_SCALE_BYTES = 2;
const BLOCK_SCALE_BYTES = 4 / (128 * 128);
const USUAL_GROUPS = { nvfp4: 16, mxfp4: 32, integer: 128, integerBlocks: 32 } as const;

/**
 * Weights that share a scale where a checkpoint does not say: 16 of NVFP4, 32 of MXFP4 and of integers scaled by block, 128 of other integers.
 *
 * @param weights - the format.
 * @param checkpoint - its scales.
 * @returns number of weights; null of formats without groups.
 */
export function usualGroup(
  weights: Precision,
  { scaling, weightOnly }: Pick<Checkpoint, "scaling" | "weightOnly">,
): number | null {
  if (weights === "fp4") return weightOnly === true ? USUAL_GROUPS.mxfp4 : USUAL_GROUPS.nvfp4;
  if (weights === "int4" || (weights === "int8" && weightOnly === true))
    return scaling === "block" ? USUAL_GROUPS.integerBlocks : USUAL_GROUPS.integer;
  return null;
}

/** Parts that keep 16 bit in every quantised checkpoint that does not say otherwise. */
const PLAIN_PARTS: readonly WeightPart[] = ["embedding", "head", "vision", "draft"];

/**
 * Bytes per weight of a format.
 *
 * @param weights - the format.
 * @param checkpoint - its scales.
 * @returns bytes, scales included: 0.5625 of NVFP4, 0.53125 of MXFP4, 0.516 of int4 in groups of 128.
 */
export function formatBytes(
  weights: Precision,
  checkpoint: Pick<Checkpoint, "scaling" | "scaleGroup" | "weightOnly"> = {},
): number {
  const bytes = bytesPerElement(weights);
  const group = checkpoint.scaleGroup ?? usualGroup(weights, checkpoint);
  if (group !== null)
    return bytes + (weights === "int4" || weights === "int8" ? INTEGER_SCALE_BYTES : FLOAT_SCALE_BYTES) / group;
  return bytes + (checkpoint.scaling === "block" && bytes === bytesPerElement("fp8") ? BLOCK_SCALE_BYTES : 0);
}

/**
 * How the weights of a model are stored in a format: as its own checkpoint says, else by the habit of the publisher that its name tells,
 * else as most publishers do.
 *
 * @param model - a model.
 * @param weights - the format.
 * @returns bytes per weight of each part.
 */
export const storedWeights = (model: Model, weights: Precision): StoredWeights =>
  valueAt(
    valueAt(known, model, () => new Map<Precision, StoredWeights>()),
    weights,
    () => findStored(model, weights),
  );

/** Of models that were asked for before, as objects. */
const known = new WeakMap<Model, Map<Precision, StoredWeights>>();

function findStored(model: Model, weights: Precision): StoredWeights {
  const { checkpoint } = model;
  const isNative = weights === checkpoint.weights;
  const plain = bytesPerElement(weights === "fp32" ? "fp32" : "bf16");
  const quantised = formatBytes(weights, isNative ? checkpoint : {});
  if (bytesPerElement(weights) >= plain) return same(allParts(() => plain));
  const usual = allParts((part) => (PLAIN_PARTS.includes(part) ? plain : quantised));
  if (isNative && checkpoint.partBytes !== undefined) return same({ ...usual, ...checkpoint.partBytes });
  const { outsideExperts } = checkpoint;
  if (isNative && outsideExperts !== undefined)
    return same(
      allParts((part) =>
        PLAIN_PARTS.includes(part) ? plain : part === "experts" ? quantised : formatBytes(outsideExperts),
      ),
    );
  const { stored, atLeast = stored, atMost = stored } = habitOf(model, weights);
  const mamba = besideMamba(model, quantised, plain);
  const by = (formats: StoredParts): PartBytes => ({ ...usual, ...mamba, ...inBytes(formats) });
  return { bytes: by(stored), low: by(atLeast), high: by(atMost) };
}

/**
 * With Mamba 2, attention and as many of the Mamba layers, those that feed it, stay in 16 bit (NVIDIA's FP8 and NVFP4 checkpoints of
 * Nemotron 3; vLLM's logs of Nano and Super agree within 0.5 %).
 */
function besideMamba({ layers }: Model, quantised: number, plain: number): Partial<Record<WeightPart, number>> {
  let attention = 0;
  let mamba = 0;
  for (const { count, mixer } of layers) {
    if (mixer !== null && mixerRule(mixer).part === "attention") attention += count;
    if (isStateOf(mixer, "mamba2")) mamba += count;
  }
  if (mamba === 0) return {};
  const kept = Math.min(1, attention / mamba);
  return { attention: plain, states: kept * plain + (1 - kept) * quantised };
}

const same = (bytes: PartBytes): StoredWeights => ({ bytes, low: bytes, high: bytes });
const allParts = (bytesOf: (part: WeightPart) => number): PartBytes =>
  Object.fromEntries(WEIGHT_PARTS.map((part) => [part, bytesOf(part)])) as Record<WeightPart, number>;
const inBytes = (formats: StoredParts): Partial<Record<WeightPart, number>> =>
  Object.fromEntries(
    Object.entries(formats).map(([part, format]) => [part, typeof format === "number" ? format : formatBytes(format)]),
  );

/**
 * True for a part that stays in 16 bit.
 *
 * @param model - a model.
 * @param weights - the format of most of it.
 * @param part - a part.
 * @returns whether it does.
 */
export const isKeptPlain = (model: Model, weights: Precision, part: WeightPart): boolean =>
  storedWeights(model, weights).bytes[part] >= bytesPerElement("bf16");
