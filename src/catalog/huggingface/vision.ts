import { integerAt, isList, objectAt, textAt, type ConfigPart } from "./config-part.js";

/** Blocks of encoders with a gate have three matrices. */
const GATED = /pixtral|qwen2_5_vl/;
const ATTENTION_MATRICES = 4;
const COLOURS = 3;

/**
 * Parameters of the encoder of images that `vision_config` describes: blocks of attention and of two matrices or three, patches,
 * positions, and the projection into the text model, of single patches or of squares that are merged; null where there is none, or it
 * says too little.
 *
 * @see transformers/models/siglip, pixtral and qwen3_vl; 460 M of Qwen3.5, whose weights vLLM logs as 0.86 GiB.
 */
export function visionParameters(config: ConfigPart, textWidth: number): number | null {
  const vision = objectAt(config, "vision_config");
  if (vision === undefined) return null;
  const sizes = visionSizes(vision);
  if (sizes === null) return null;
  const { width, depth, blockWidth } = sizes;
  const matrices = GATED.test(textAt(vision, "model_type") ?? "") ? 3 : 2;
  const patch = integerAt(vision, "patch_size", "spatial_patch_size") ?? 0;
  const patches = COLOURS * (integerAt(vision, "temporal_patch_size") ?? 1) * patch ** 2 * width;
  const positions = (integerAt(vision, "num_position_embeddings") ?? 0) * width;
  const deep = vision.fields["deepstack_visual_indexes"];
  return (
    depth * (ATTENTION_MATRICES * width ** 2 + matrices * width * blockWidth) +
    patches +
    positions +
    (1 + (isList(deep) ? deep.length : 0)) * projection(vision, width, textWidth)
  );
}

/** Width, layers and width of a block of an encoder; null where it says too little. */
export function visionSizes(
  vision: ConfigPart,
): { readonly width: number; readonly depth: number; readonly blockWidth: number } | null {
  const width = integerAt(vision, "embed_dim", "hidden_size", "width");
  const depth = integerAt(vision, "depth", "num_hidden_layers", "layers");
  const blockWidth = integerAt(vision, "intermediate_size") ?? ratioOf(vision) * (width ?? 0);
  return width && depth && blockWidth ? { width, depth, blockWidth } : null;
}

function projection(vision: ConfigPart, width: number, textWidth: number): number {
  const merged = integerAt(vision, "spatial_merge_size");
  if (merged === undefined) return width * textWidth + textWidth ** 2;
  const joint = merged ** 2 * width;
  return joint ** 2 + joint * (integerAt(vision, "out_hidden_size") ?? textWidth);
}

const ratioOf = ({ fields }: ConfigPart): number => (typeof fields["mlp_ratio"] === "number" ? fields["mlp_ratio"] : 4);
