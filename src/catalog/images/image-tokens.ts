import { checkBetween, checkInteger, checkShape } from "../../internal/check.js";
import { checkImageEncoder } from "./check-image-encoder.js";
import type { ImageEncoder, ImageRule, ImageSize } from "./image-encoder.js";

/** What an image is to a model. */
export interface EncodedImage {
  /** Tokens that it takes in a prompt, those included that mark rows, begin and end. */
  readonly tokens: number;
  /** Pictures that the encoder reads for it: its tiles, or one. */
  readonly tiles: number;
  /** Patches of each, mean. */
  readonly patchesPerTile: number;
}

/** Rows and columns, of tiles or of tokens. */
type Grid = readonly [rows: number, columns: number];
type RuleOf<Kind extends ImageRule["kind"]> = Extract<ImageRule, { kind: Kind }>;

/** Python's round: halves to the even number. */
const roundHalfEven = (value: number): number =>
  Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);

/** Tokens of a tile that is a square. */
const ofSquare = (sidePixels: number, { patchPixels, mergedPatches }: ImageEncoder): number =>
  Math.floor(sidePixels / patchPixels / mergedPatches) ** 2;

/** One picture of so many cells, each a token and a square of patches. */
const whole = ([rows, columns]: Grid, { mergedPatches }: ImageEncoder, extraTokens = 0): EncodedImage => ({
  tokens: rows * columns + extraTokens,
  tiles: 1,
  patchesPerTile: rows * columns * mergedPatches ** 2,
});

/** Several squares. */
const tiled = (tokens: number, tiles: number, sidePixels: number, { patchPixels }: ImageEncoder): EncodedImage => ({
  tokens,
  tiles,
  patchesPerTile: Math.floor(sidePixels / patchPixels) ** 2,
});

/** Every grid of at most so many tiles, the smallest first. */
const gridsUpTo = (mostTiles: number): readonly Grid[] =>
  Array.from({ length: mostTiles }, (_, rows) =>
    Array.from({ length: Math.floor(mostTiles / (rows + 1)) }, (__, columns): Grid => [rows + 1, columns + 1]),
  )
    .flat()
    .sort((a, b) => a[0] * a[1] - b[0] * b[1]);

/** The entry of the largest score; of equal ones the first. */
const best = <T>(entries: readonly T[], score: (entry: T) => number): T =>
  entries.reduce((most, entry) => (score(entry) > score(most) ? entry : most));

const RULES: {
  readonly [Kind in ImageRule["kind"]]: (rule: RuleOf<Kind>, size: ImageSize, encoder: ImageEncoder) => EncodedImage;
} = {
  area: ({ leastPixels, mostPixels }, { widthPixels, heightPixels }, encoder) => {
    const cell = encoder.patchPixels * encoder.mergedPatches;
    const cells = (pixels: number): number => roundHalfEven(pixels / cell);
    const area = cells(heightPixels) * cells(widthPixels) * cell ** 2;
    const larger = Math.sqrt((heightPixels * widthPixels) / mostPixels);
    const smaller = Math.sqrt(leastPixels / (heightPixels * widthPixels));
    const side = (pixels: number): number =>
      area > mostPixels
        ? Math.max(1, Math.floor(pixels / larger / cell))
        : area < leastPixels
          ? Math.ceil((pixels * smaller) / cell)
          : cells(pixels);
    return whole([side(heightPixels), side(widthPixels)], encoder);
  },
  "longest-side": ({ mostSidePixels }, { widthPixels, heightPixels }, encoder) => {
    const cell = encoder.patchPixels * encoder.mergedPatches;
    const ratio = Math.max(1, heightPixels / mostSidePixels, widthPixels / mostSidePixels);
    const cells = (pixels: number): number => Math.max(1, Math.ceil(Math.floor(pixels / ratio) / cell));
    const rows = cells(heightPixels);
    return whole([rows, cells(widthPixels)], encoder, rows);
  },
  square: ({ sidePixels }, _, encoder) => tiled(ofSquare(sidePixels, encoder), 1, sidePixels, encoder),
  budget: ({ mostTokens }, { widthPixels, heightPixels }, encoder) => {
    const cell = encoder.patchPixels * encoder.mergedPatches;
    const factor = Math.sqrt((mostTokens * cell ** 2) / (widthPixels * heightPixels));
    const [rows, columns] = [Math.floor((factor * heightPixels) / cell), Math.floor((factor * widthPixels) / cell)];
    // A strip thinner than a cell is one cell wide.
    if (rows === 0)
      return whole([1, Math.max(1, Math.min(Math.floor(widthPixels / heightPixels), Math.floor(mostTokens)))], encoder);
    if (columns === 0)
      return whole([Math.max(1, Math.min(Math.floor(heightPixels / widthPixels), Math.floor(mostTokens))), 1], encoder);
    return whole([rows, columns], encoder);
  },
  canvas: ({ sidePixels, mostTiles }, { widthPixels, heightPixels }, encoder) => {
    const scaleOf = ([rows, columns]: Grid): number =>
      Math.min((rows * sidePixels) / heightPixels, (columns * sidePixels) / widthPixels);
    // Enlarged as little as possible; where all make it smaller, as much as is left. Of equals the one with the smallest area.
    const [rows, columns] = best(gridsUpTo(mostTiles), (grid) =>
      scaleOf(grid) >= 1 ? 1 + 1 / scaleOf(grid) : scaleOf(grid),
    );
    const tiles = rows * columns;
    const separators = tiles === 1 ? 0 : rows * columns;
    return tiled(
      (tiles === 1 ? 1 : tiles + 1) * ofSquare(sidePixels, encoder) + separators,
      tiles === 1 ? 1 : tiles + 1,
      sidePixels,
      encoder,
    );
  },
  ratio: ({ sidePixels, mostTiles }, { widthPixels, heightPixels }, encoder) => {
    const off = ([rows, columns]: Grid): number => Math.abs(widthPixels / heightPixels - columns / rows);
    const isFilled = ([rows, columns]: Grid): boolean =>
      widthPixels * heightPixels > (sidePixels ** 2 * rows * columns) / 2;
    // Of grids of the same ratio the largest that the image fills by half.
    const [rows, columns] = gridsUpTo(mostTiles).reduce((found, grid) =>
      off(grid) < off(found) || (off(grid) === off(found) && isFilled(grid)) ? grid : found,
    );
    const tiles = rows * columns === 1 ? 1 : rows * columns + 1;
    return tiled(tiles * ofSquare(sidePixels, encoder), tiles, sidePixels, encoder);
  },
  resolutions: ({ sidePixels, heightsAndWidths, mostTiles }, { widthPixels, heightPixels }, encoder) => {
    const filled = ([height, width]: readonly [number, number]): number => {
      const scale = Math.min(width / widthPixels, height / heightPixels);
      return Math.min(Math.floor(widthPixels * scale) * Math.floor(heightPixels * scale), widthPixels * heightPixels);
    };
    // As many pixels kept as possible; of equals the least padding, which is less than a pixel's worth in the score.
    const [height, width] = best(heightsAndWidths, (one) => filled(one) + 1 / (1 + one[0] * one[1]));
    const side = Math.floor(sidePixels / encoder.patchPixels);
    const [tileRows, tileColumns] = [height / sidePixels, width / sidePixels];
    let [rows, columns] = [side * tileRows, side * tileColumns];
    const unpadded = (along: number, pixels: number, acrossPixels: number, across: number): number =>
      across - 2 * Math.floor((across - Math.floor(Number(((pixels * along) / acrossPixels).toFixed(7)))) / 2);
    if (widthPixels / heightPixels > columns / rows) rows = unpadded(columns, heightPixels, widthPixels, rows);
    else columns = unpadded(rows, widthPixels, heightPixels, columns);
    const shrink = mostTiles === undefined ? 1 : Math.sqrt((rows * columns) / (mostTiles * side ** 2));
    if (shrink > LEAST_SHRINK) [rows, columns] = [Math.floor(rows / shrink), Math.floor(columns / shrink)];
    return tiled(side ** 2 + rows * columns + rows, tileRows * tileColumns + 1, sidePixels, encoder);
  },
};

/** LLaVA-OneVision leaves as they are images that are larger than its tiles by less. */
const LEAST_SHRINK = 1.1;

/** The largest side of a JPEG, pixels. */
export const MOST_PIXELS = 65_535;
const checkSide = (value: unknown, field: string): number =>
  checkBetween(checkInteger(value, field, 1), field, 1, MOST_PIXELS);

/**
 * What an image is to a model: the tokens that stand for it in the prompt, and the patches that the encoder reads.
 *
 * @param encoder - of the model.
 * @param size - of the image, pixels.
 * @returns tokens, tiles and patches.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { findModel, models } from "infrascale";
 * import { imageTokens, type ImageEncoder } from "infrascale/core";
 *
 * const encoder = findModel("qwen3-vl-8b", models).imageEncoder as ImageEncoder;
 * imageTokens(encoder, { widthPixels: 1024, heightPixels: 768 }); // => { tokens: 770, tiles: 1, patchesPerTile: 3072 }
 * ```
 * @see transformers: `smart_resize` of qwen2_vl, `get_resize_output_image_size` of pixtral, `get_aspect_ratio_preserving_size` of gemma4,
 * `get_best_fit` and `_prompt_split_image` of llama4, `select_best_resolution` of llava_next; `dynamic_preprocess` of OpenGVLab/InternVL2;
 * `_get_num_unpadded_features` of vLLM's llava_next and llava_onevision.
 */
export function imageTokens(encoder: ImageEncoder, size: ImageSize): EncodedImage {
  checkImageEncoder(encoder, "encoder");
  checkShape(size, "size", { widthPixels: checkSide, heightPixels: checkSide });
  const apply = RULES[encoder.rule.kind] as (rule: ImageRule, size: ImageSize, encoder: ImageEncoder) => EncodedImage;
  const image = apply(encoder.rule, size, encoder);
  return { ...image, tokens: image.tokens + encoder.markerTokens };
}
