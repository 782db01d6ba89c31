import type { Model } from "../catalog/model.js";
import { bytesPerElement, type Precision } from "../catalog/precision.js";
import { publishedCache, type DeploymentPrecision } from "../deployment/formats.js";
import type { EngineLaunch } from "./engines/engine-launch.js";
import type { LaunchedFormats } from "./launched-replica.js";
import { notice, type LaunchNotice } from "./notice.js";

const isSixteenBit = (format: Precision): format is "bf16" | "fp16" => format === "bf16" || format === "fp16";
const isPlain = (format: Precision): boolean => isSixteenBit(format) || format === "fp32";

/**
 * Which checkpoint has the weights as they were sized, and what the engine is told of formats: a published checkpoint in the planned format needs
 * no option; 16-bit weights can be quantised to FP8 with one scale a tensor as they load; all else takes a checkpoint of that format.
 *
 * @param precision - planned formats.
 * @param model - with its published checkpoint.
 * @param launch - what the engine makes of formats.
 * @param named - checkpoint that the user names.
 * @returns formats, and what they take.
 * @see vllm-project/vllm docs/features/quantization/online.md@00b64d1; sgl-project/sglang docs/advanced_features/server_arguments.md.
 */
export function launchedFormats(
  precision: DeploymentPrecision,
  model: Model,
  { quantises, caches }: Pick<EngineLaunch, "quantises" | "caches">,
  named: string | undefined,
): { readonly formats: LaunchedFormats; readonly notices: readonly LaunchNotice[] } {
  const { weights, scaling, kvCache } = precision;
  const published = model.checkpoint;
  const isPublished =
    (weights === published.weights && (published.scaling ?? scaling) === scaling) ||
    (isPlain(weights) && isPlain(published.weights));
  const isMade = !isPublished && isPlain(published.weights) && quantises.includes(weights) && scaling !== "block";
  const isFound = isPublished || isMade || named !== undefined;
  const stored = isMade && named === undefined ? published.weights : weights;
  return {
    formats: {
      checkpoint: named ?? (isFound ? model.id : null),
      quantisation: isMade && named === undefined ? weights : null,
      sixteenBit: isSixteenBit(weights) && weights !== published.weights ? weights : null,
      kvCache,
      checkpointBytes: model.parameters.total * bytesPerElement(stored),
      asksForCache: isPublished && publishedCache(model, weights) === "fp8",
    },
    notices: [
      ...(isFound
        ? []
        : [
            notice("checkpoint", {
              model: model.id,
              published: described(published.weights, published.scaling),
              format: described(weights, scaling),
            }),
          ]),
      ...(isMade && named === undefined
        ? [notice("quantised-at-load", { published: published.weights, format: weights })]
        : []),
      ...(caches.includes(kvCache) ? [] : [notice("cache-format", { format: kvCache })]),
    ],
  };
}

const described = (format: Precision, scaling: string | undefined): string =>
  scaling === undefined ? format : `${format} (scales: ${scaling})`;
