import type { ImageEncoder, ImageRule } from "../images/image-encoder.js";
import { integerAt, isList, objectAt, textAt, type ConfigPart } from "./config-part.js";
import { visionSizes } from "./vision.js";

/** What a family's processor does, and its tokens around an image, where config.json tells the rest; null where it tells too little. */
type Reader = (
  vision: ConfigPart,
  whole: ConfigPart,
) => Pick<ImageEncoder, "rule" | "markerTokens" | "mergedPatches"> | null;

/** Limits of preprocessor_config.json, which config.json does not have: `min_pixels` and `max_pixels`, or `size`, as published. */
const QWEN2_PIXELS = { leastPixels: 3136, mostPixels: 12_845_056 } as const;
const QWEN3_PIXELS = { leastPixels: 65_536, mostPixels: 16_777_216 } as const;
/** `max_patches` of Llama4ImageProcessor. */
const LLAMA4_TILES = 16;

/** Blocks of three matrices: Gemma 4's 569.6 M, 27 layers of 1152 and 4304 with two tables of 10,240 positions, have them. */
const GATED = /pixtral|qwen2_5_vl|gemma4/;

const mergedOf = (vision: ConfigPart, whole: ConfigPart): number =>
  integerAt(vision, "spatial_merge_size") ?? integerAt(whole, "spatial_merge_size") ?? 1;
const square = (vision: ConfigPart, mergedPatches: number, markerTokens: number): ReturnType<Reader> => {
  const sidePixels = integerAt(vision, "image_size");
  return sidePixels === undefined ? null : { rule: { kind: "square", sidePixels }, mergedPatches, markerTokens };
};
const area =
  (pixels: typeof QWEN2_PIXELS | typeof QWEN3_PIXELS): Reader =>
  (vision, whole) => ({ rule: { kind: "area", ...pixels }, mergedPatches: mergedOf(vision, whole), markerTokens: 2 });

const longestSide: Reader = (vision, whole) => {
  const mostSidePixels = integerAt(vision, "image_size");
  return mostSidePixels === undefined
    ? null
    : { rule: { kind: "longest-side", mostSidePixels }, mergedPatches: mergedOf(vision, whole), markerTokens: 0 };
};

const resolutions: Reader = (vision, whole) => {
  const sidePixels = integerAt(vision, "image_size");
  const heightsAndWidths = whole.fields["image_grid_pinpoints"];
  if (sidePixels === undefined || !isList(heightsAndWidths)) return null;
  const mostTiles = Number(/anyres_max_(\d+)/.exec(textAt(whole, "vision_aspect_ratio") ?? "")?.[1]);
  const rule: ImageRule = {
    kind: "resolutions",
    sidePixels,
    heightsAndWidths: heightsAndWidths as readonly (readonly [number, number])[],
    ...(mostTiles > 0 && { mostTiles }),
  };
  return { rule, mergedPatches: 1, markerTokens: 0 };
};

/** By `model_type`, the first that fits. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^qwen2(?:_5)?_vl/, area(QWEN2_PIXELS)],
  [/^qwen3_(?:vl|5|6|8)/, area(QWEN3_PIXELS)],
  // Two lines around begin and end, a token each (processing_gemma3).
  [
    /^gemma3$/,
    (vision, whole) => {
      const [sidePixels, patchPixels, tokens] = [
        integerAt(vision, "image_size"),
        integerAt(vision, "patch_size"),
        integerAt(whole, "mm_tokens_per_image"),
      ];
      return sidePixels && patchPixels && tokens
        ? square(vision, sidePixels / patchPixels / Math.sqrt(tokens), 4)
        : null;
    },
  ],
  [
    /^gemma4/,
    (vision, whole) => {
      const mostTokens = integerAt(whole, "vision_soft_tokens_per_image") ?? integerAt(vision, "default_output_length");
      const mergedPatches = integerAt(vision, "pooling_kernel_size");
      return mostTokens && mergedPatches
        ? { rule: { kind: "budget", mostTokens }, mergedPatches, markerTokens: 2 }
        : null;
    },
  ],
  [
    /^llama4/,
    (vision) => {
      const [sidePixels, ratio] = [integerAt(vision, "image_size"), vision.fields["pixel_shuffle_ratio"]];
      return sidePixels && typeof ratio === "number" && ratio > 0
        ? {
            rule: { kind: "canvas", sidePixels, mostTiles: LLAMA4_TILES },
            mergedPatches: Math.round(1 / ratio),
            markerTokens: 3,
          }
        : null;
    },
  ],
  [
    /^internvl/,
    (vision, whole) => {
      const [sidePixels, mostTiles, ratio] = [
        integerAt(whole, "force_image_size") ?? integerAt(vision, "image_size"),
        integerAt(whole, "max_dynamic_patch"),
        whole.fields["downsample_ratio"],
      ];
      return sidePixels && mostTiles && typeof ratio === "number" && ratio > 0
        ? { rule: { kind: "ratio", sidePixels, mostTiles }, mergedPatches: Math.round(1 / ratio), markerTokens: 2 }
        : null;
    },
  ],
  [/^llava_(?:next|onevision)$/, resolutions],
  // The token of the class is left out by the strategy "default", so that patches alone are counted.
  [/^llava$/, (vision) => square(vision, 1, 0)],
];

/**
 * The encoder of images that a config.json describes, and how images become its patches; undefined where there is none, or where the
 * family's processor is not known.
 */
export function imageEncoderOf(whole: ConfigPart): ImageEncoder | undefined {
  const vision = objectAt(whole, "vision_config");
  const sizes = vision === undefined ? null : visionSizes(vision);
  if (vision === undefined || sizes === null) return undefined;
  const patchPixels = integerAt(vision, "patch_size", "spatial_patch_size");
  const heads = integerAt(vision, "num_heads", "num_attention_heads");
  if (!patchPixels || !heads) return undefined;
  const isPixtral = textAt(vision, "model_type") === "pixtral";
  const reader = isPixtral ? longestSide : READERS.find(([type]) => type.test(textAt(whole, "model_type") ?? ""))?.[1];
  const read = reader?.(vision, whole) ?? null;
  if (read === null) return undefined;
  const { width, depth, blockWidth } = sizes;
  return {
    layers: depth,
    ...windows(vision, depth, patchPixels),
    width,
    heads,
    intermediateSize: blockWidth,
    gated: GATED.test(`${textAt(vision, "model_type")} ${textAt(whole, "model_type")}`),
    patchPixels,
    ...read,
  };
}

/** Qwen2.5-VL: all layers but those named see a window. */
function windows(
  vision: ConfigPart,
  depth: number,
  patchPixels: number,
): Pick<ImageEncoder, "windowedLayers" | "windowPatches"> {
  const [window, full] = [integerAt(vision, "window_size"), vision.fields["fullatt_block_indexes"]];
  return window && isList(full)
    ? { windowedLayers: depth - full.length, windowPatches: Math.floor(window / patchPixels) ** 2 }
    : {};
}
