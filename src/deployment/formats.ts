import type { Gpu } from "../catalog/gpu.js";
import { isPoolingModel, type Checkpoint, type Model } from "../catalog/model.js";
import { PRECISIONS, type Precision } from "../catalog/precision.js";
import { InfrascaleError } from "../errors.js";
import { checkBoolean, checkKeys, checkObject, checkOneOf } from "../internal/check.js";
import { deploymentRule } from "../rules/deployment.js";

/** How the weights of a deployment are stored. */
export interface WeightStorage {
  /** Number format of the weights. */
  readonly weights: Precision;
  /** Scales of 8-bit weights: one for each tensor, fixed; computed as the model runs; or one for each block. */
  readonly scaling?: Exclude<Checkpoint["scaling"], undefined>;
  /** True when only weights are quantised and arithmetic stays in 16 bit. */
  readonly weightOnly?: boolean;
}

/** Number formats of a deployment. */
export interface DeploymentPrecision extends WeightStorage {
  /** Number format of keys and values. */
  readonly kvCache: Precision;
}

/** Formats that engines store keys and values in. */
const KV_CACHE_PRECISIONS = ["fp32", "bf16", "fp16", "fp8", "int8"] as const satisfies readonly Precision[];

/** The 16-bit format that a GPU computes in. */
export const sixteenBit = ({ peakFlopsPerSecond }: Gpu): Precision =>
  peakFlopsPerSecond.bf16 == null ? "fp16" : "bf16";

/** The format that a checkpoint is served in where nobody states one: 16 bit for 16 bit, and for the 32 bit that encoders are published in. */
export const servedFormat = (model: Model, gpu: Gpu): Precision => {
  const { weights } = model.checkpoint;
  return weights === "bf16" || (weights === "fp32" && isPoolingModel(model)) ? sixteenBit(gpu) : weights;
};

/** The format of the cache that a checkpoint asks for, where its own weights are served; undefined where it says nothing. */
export const publishedCache = ({ checkpoint }: Model, weights: Precision): Precision | undefined =>
  weights === checkpoint.weights ? checkpoint.kvCache : undefined;

/**
 * The number formats of a deployment: those that are given, and for the others the checkpoint's own, and 16 bit for a cache of which it
 * says nothing. Where the weights are those of the published checkpoint, so are their scales and its cache.
 *
 * @param given - formats; all may be left out.
 * @param model - its checkpoint.
 * @param gpu - what it computes in.
 * @returns all formats.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `unsupported-precision` for a 16-bit format that the GPU lacks.
 */
export function checkPrecision(given: Partial<DeploymentPrecision>, model: Model, gpu: Gpu): DeploymentPrecision {
  const { checkpoint } = model;
  checkKeys(checkObject(given, "precision"), "precision", ["weights", "kvCache", "scaling", "weightOnly"]);
  const weights = checkOneOf(given.weights ?? servedFormat(model, gpu), "precision.weights", PRECISIONS);
  const isPublished = weights === checkpoint.weights;
  const kvCache = checkOneOf(
    given.kvCache ?? publishedCache(model, weights) ?? sixteenBit(gpu),
    "precision.kvCache",
    KV_CACHE_PRECISIONS,
  );
  for (const [field, value] of [
    ["precision.weights", weights],
    ["precision.kvCache", kvCache],
  ] as const)
    if (value === "bf16" && gpu.peakFlopsPerSecond.bf16 == null)
      throw new InfrascaleError({
        code: "unsupported-precision",
        field,
        ...deploymentRule("gpu-computes-in", { gpu: gpu.id }),
        value,
        suggestions: ["fp16"],
      });
  if (given.scaling !== undefined) checkOneOf(given.scaling, "precision.scaling", ["tensor", "dynamic", "block"]);
  if (given.weightOnly !== undefined) checkBoolean(given.weightOnly, "precision.weightOnly");
  const scaling = given.scaling ?? (isPublished ? checkpoint.scaling : undefined);
  return {
    weights,
    kvCache,
    ...(scaling === undefined ? {} : { scaling }),
    weightOnly: given.weightOnly ?? (isPublished && checkpoint.weightOnly === true),
  };
}
