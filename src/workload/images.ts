import type { ImageEncoder, ImageSize } from "../catalog/images/image-encoder.js";
import { imageTokens, MOST_PIXELS, type EncodedImage } from "../catalog/images/image-tokens.js";
import type { Model } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { checkBetween, checkInteger, checkKeys, checkObject } from "../internal/check.js";
import { workloadRule } from "../rules/workload.js";

/** Images in the prompts of a workload. */
export interface RequestImages {
  /** Images of each prompt, beside its `inputTokens`, integer >= 1; with `imageSize`. @defaultValue none */
  readonly imagesPerRequest?: number;
  /** Size of each, pixels, before the model's processor resizes it; with `imagesPerRequest`. */
  readonly imageSize?: ImageSize;
}

/** Images of every request, as they are sent. */
export interface SentImages extends ImageSize {
  /** Images of each prompt. */
  readonly perRequest: number;
}

/** Images in a prompt, far beyond what engines are told to take. */
const MOST_IMAGES = 1e5;

/**
 * Checks images as they are sent.
 *
 * @param images - as they are given.
 * @param path - before the names of fields in errors, with its dot.
 * @returns images; undefined without.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, or `contradictory-workload` where number or size is missing.
 */
export function sentImages({ imagesPerRequest, imageSize }: RequestImages, path: string): SentImages | undefined {
  if (imagesPerRequest === undefined && imageSize === undefined) return undefined;
  if (imagesPerRequest === undefined || imageSize === undefined) {
    const [given, missing] =
      imagesPerRequest === undefined ? ["imageSize", "imagesPerRequest"] : ["imagesPerRequest", "imageSize"];
    throw new InfrascaleError({
      code: "contradictory-workload",
      field: `${path}${given}`,
      ...workloadRule("comes-with", { missing }),
      value: "none",
    });
  }
  const size = checkObject(imageSize, `${path}imageSize`);
  checkKeys(size, `${path}imageSize`, ["widthPixels", "heightPixels"]);
  const whole = (value: unknown, field: string, most: number): number =>
    checkBetween(checkInteger(value, `${path}${field}`, 1), `${path}${field}`, 1, most);
  return {
    perRequest: whole(imagesPerRequest, "imagesPerRequest", MOST_IMAGES),
    widthPixels: whole(size["widthPixels"], "imageSize.widthPixels", MOST_PIXELS),
    heightPixels: whole(size["heightPixels"], "imageSize.heightPixels", MOST_PIXELS),
  };
}

/** What the encoder of a model makes of each image of a request. */
export interface ReadImages extends EncodedImage {
  readonly encoder: ImageEncoder;
  /** Images of each prompt. */
  readonly perRequest: number;
}

/**
 * What the encoder of a model makes of the images of a request.
 *
 * @param images - as they are sent.
 * @param model - that reads them.
 * @returns tokens and patches of each.
 * @throws {@link InfrascaleError} `unsupported-workload` for a model that has no encoder whose rule is known.
 */
export function readImages(images: SentImages, { id, imageEncoder }: Pick<Model, "id" | "imageEncoder">): ReadImages {
  if (imageEncoder === undefined)
    throw new InfrascaleError({
      code: "unsupported-workload",
      field: "imagesPerRequest",
      ...workloadRule("reads-no-images"),
      value: id,
    });
  return { encoder: imageEncoder, perRequest: images.perRequest, ...imageTokens(imageEncoder, images) };
}
