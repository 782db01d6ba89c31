/** A picture, pixels. */
export interface ImageSize {
  /** Width, pixels, integer >= 1. */
  readonly widthPixels: number;
  /** Height, pixels, integer >= 1. */
  readonly heightPixels: number;
}

/** How the processor of a model resizes or cuts an image before it is encoded, by kind. */
export type ImageRule =
  /** Sides rounded to whole cells, and the area kept between two limits (Qwen2-VL and later). */
  | {
      /** Of the rule. */
      readonly kind: "area";
      /** Least area, pixels. */
      readonly leastPixels: number;
      /** Largest area, pixels. */
      readonly mostPixels: number;
    }
  /** Made smaller until no side is longer than a limit; a token ends each row (Pixtral, Mistral 3). */
  | {
      /** Of the rule. */
      readonly kind: "longest-side";
      /** Longest side, pixels. */
      readonly mostSidePixels: number;
    }
  /** Always one square (Gemma 3, LLaVA 1.5). */
  | {
      /** Of the rule. */
      readonly kind: "square";
      /** Side of the square or of a tile, pixels. */
      readonly sidePixels: number;
    }
  /** As large as a number of tokens allows, smaller images too (Gemma 4). */
  | {
      /** Of the rule. */
      readonly kind: "budget";
      /** Most tokens of an image. */
      readonly mostTokens: number;
    }
  /** Tiles of the canvas that enlarges it least, and the whole as one more (Llama 4). */
  | {
      /** Of the rule. */
      readonly kind: "canvas";
      /** Side of the square or of a tile, pixels. */
      readonly sidePixels: number;
      /** Most tiles, the whole not counted. */
      readonly mostTiles: number;
    }
  /** Tiles in the grid of the closest ratio of sides, and the whole as one more (InternVL). */
  | {
      /** Of the rule. */
      readonly kind: "ratio";
      /** Side of the square or of a tile, pixels. */
      readonly sidePixels: number;
      /** Most tiles, the whole not counted. */
      readonly mostTiles: number;
    }
  /** Tiles of one of several resolutions without what is padded, a token after each row, and the whole as one more (LLaVA-NeXT, OneVision). */
  | {
      /** Of the rule. */
      readonly kind: "resolutions";
      /** Side of the square or of a tile, pixels. */
      readonly sidePixels: number;
      /** Resolutions that it may be brought to, pixels. */
      readonly heightsAndWidths: readonly (readonly [number, number])[];
      /** Most tiles, the whole not counted. */
      readonly mostTiles?: number;
    };

/** Reads images for a model: a transformer over patches, each of which sees all of its tile or window. */
export interface ImageEncoder {
  /** Layers. */
  readonly layers: number;
  /** Those of them whose patches see only a window; 0 when absent. */
  readonly windowedLayers?: number;
  /** Patches of such a window. */
  readonly windowPatches?: number;
  /** Width of the residual stream. */
  readonly width: number;
  /** Heads of attention. */
  readonly heads: number;
  /** Width of the hidden activation. */
  readonly intermediateSize: number;
  /** True for three matrices (gate, up, down), false for two. */
  readonly gated: boolean;
  /** Side of a patch, pixels. */
  readonly patchPixels: number;
  /** Side of the square of patches that become one token. */
  readonly mergedPatches: number;
  /** Tokens around an image that say where it begins and ends. */
  readonly markerTokens: number;
  /** What comes before. */
  readonly rule: ImageRule;
}
