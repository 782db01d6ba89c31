import type { Assumption } from "../catalog/names/assumption.js";
import type { Model } from "../catalog/model.js";
import { readImages, sentImages, type RequestImages } from "../workload/images.js";

/** The tokens that an image is taken for: a processor may be told other limits than those that are published. */
export function assumedImages(given: RequestImages, model: Model): readonly Assumption[] {
  const images = sentImages(given, "");
  return images === undefined
    ? []
    : [
        {
          code: "image-tokens",
          asked: `${images.widthPixels}x${images.heightPixels}`,
          used: readImages(images, model).tokens,
        },
      ];
}
