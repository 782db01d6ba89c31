import { describe, expect, test } from "vitest";
import { findModel, models } from "../../src/index.js";
import { imageTokens, type ImageEncoder } from "../../src/core.js";
import { modelFromHuggingFace } from "../../src/import.js";

const encoderOf = (id: string): ImageEncoder => {
  const { imageEncoder } = findModel(id, models);
  if (imageEncoder === undefined) throw new Error(`${id} reads no images`);
  return imageEncoder;
};
const tokens = (encoder: ImageEncoder, widthPixels: number, heightPixels: number): number =>
  imageTokens(encoder, { widthPixels, heightPixels }).tokens;
const patch = { layers: 24, width: 1024, heads: 16, intermediateSize: 4096, gated: false, markerTokens: 0 };

describe("tokens of an image", () => {
  // vllm/tests/models/multimodal/processing/test_qwen2_vl.py: 1426 tokens of 5704 patches of an image of 1300 x 876, 330 of 1320 in 64^2 to 512^2 pixels.
  test("Qwen2-VL: as the tests of vLLM count", () => {
    const { markerTokens, ...qwen } = encoderOf("Qwen2.5-VL-7B-Instruct");
    expect(markerTokens).toBe(2);
    expect(imageTokens({ ...qwen, markerTokens: 0 }, { widthPixels: 1300, heightPixels: 876 })).toEqual({
      tokens: 1426,
      tiles: 1,
      patchesPerTile: 5704,
    });
    const small: ImageEncoder = {
      ...qwen,
      markerTokens: 0,
      rule: { kind: "area", leastPixels: 64 ** 2, mostPixels: 512 ** 2 },
    };
    expect(imageTokens(small, { widthPixels: 1300, heightPixels: 876 })).toEqual({
      tokens: 330,
      tiles: 1,
      patchesPerTile: 1320,
    });
  });

  // Cells of 32 pixels and 65,536 pixels at least (preprocessor_config.json of Qwen3-VL): 32 x 24 cells, and 8 x 8 of a thumbnail.
  test("Qwen3-VL and Qwen3.5 on: cells of 32 pixels", () => {
    for (const id of ["Qwen/Qwen3-VL-8B-Instruct", "Qwen/Qwen3.5-27B", "Qwen/Qwen3.6-35B-A3B"]) {
      expect(tokens(encoderOf(id), 1024, 768)).toBe(32 * 24 + 2);
      expect(tokens(encoderOf(id), 100, 100)).toBe(8 * 8 + 2);
    }
  });

  // vLLM's test of the processor of Pixtral's kind with patches of 14 and squares of 2 (test_lightonocr.py), which counts no ends of rows.
  test.each([
    [1540, 448, 448, 16, 16],
    [1008, 1540, 1540, 36, 36],
    [1288, 1187, 1536, 46, 36],
    [1008, 29, 29, 2, 2],
    [1000, 1700, 1540, 33, 36],
  ])(
    "Mistral 3 and Pixtral: at most %i pixels, %i x %i",
    (mostSidePixels, widthPixels, heightPixels, rows, columns) => {
      const encoder: ImageEncoder = {
        ...encoderOf("mistralai/Mistral-Small-3.2-24B-Instruct-2506"),
        rule: { kind: "longest-side", mostSidePixels },
      };
      expect(tokens(encoder, widthPixels, heightPixels)).toBe(rows * (columns + 1));
    },
  );

  // mm_tokens_per_image 256 (config.json); around it two lines, a begin and an end (processing_gemma3.py).
  test("Gemma 3: always as many", () => {
    for (const [width, height] of [
      [100, 100],
      [4000, 300],
    ] as const)
      expect(imageTokens(encoderOf("google/gemma-3-27b-it"), { widthPixels: width, heightPixels: height })).toEqual({
        tokens: 260,
        tiles: 1,
        patchesPerTile: 4096,
      });
  });

  // transformers/tests/models/gemma4/test_image_processing_gemma4.py: patch, patches, pooling, height, width, and the resized sides.
  test.each([
    [16, 256, 1, 256, 256, 256, 256],
    [16, 256, 1, 512, 512, 256, 256],
    [10, 200, 1, 50, 10000, 10, 2000],
    [10, 200, 1, 25, 20000, 10, 2000],
    [16, 2304, 6, 2785, 34, 6144, 96],
    [4, 64, 2, 50, 1000, 8, 128],
    [5, 100, 3, 100, 100, 45, 45],
    [5, 20, 3, 5, 100, 15, 30],
  ])(
    "Gemma 4: patches of %i, %i of them, squares of %i, %i x %i",
    (patchPixels, patches, mergedPatches, heightPixels, widthPixels, height, width) => {
      const encoder: ImageEncoder = {
        ...patch,
        patchPixels,
        mergedPatches,
        rule: { kind: "budget", mostTokens: patches / mergedPatches ** 2 },
      };
      expect(tokens(encoder, widthPixels, heightPixels)).toBe((height * width) / (patchPixels * mergedPatches) ** 2);
    },
  );

  // transformers, image_processing_llama4_fast.py: 300 x 200 takes two tiles of 224 side by side; processing_llama4.py: 144 a tile and the whole,
  // a separator after each tile, three marks.
  test("Llama 4: tiles and the whole", () => {
    const scout = encoderOf("meta-llama/Llama-4-Scout-17B-16E-Instruct");
    expect(
      imageTokens(
        { ...scout, rule: { kind: "canvas", sidePixels: 224, mostTiles: 5 } },
        { widthPixels: 300, heightPixels: 200 },
      ).tiles,
    ).toBe(3);
    expect(tokens(scout, 300, 300)).toBe(144 + 3);
    expect(imageTokens(scout, { widthPixels: 1344, heightPixels: 1344 })).toEqual({
      tokens: 17 * 144 + 16 + 3,
      tiles: 17,
      patchesPerTile: 576,
    });
  });

  // vllm/tests, test_internvl.py: 896 x 896 in four tiles and the whole of 256 tokens each; max_dynamic_patch 1 leaves one.
  test("InternVL: tiles of the closest ratio", () => {
    const intern: ImageEncoder = {
      ...patch,
      patchPixels: 14,
      mergedPatches: 2,
      rule: { kind: "ratio", sidePixels: 448, mostTiles: 4 },
    };
    expect(tokens(intern, 896, 896)).toBe(256 * 5);
    expect(tokens({ ...intern, rule: { kind: "ratio", sidePixels: 448, mostTiles: 1 } }, 896, 896)).toBe(256);
    expect(
      imageTokens(
        { ...intern, rule: { kind: "ratio", sidePixels: 448, mostTiles: 12 } },
        { widthPixels: 1344, heightPixels: 448 },
      ),
    ).toEqual({ tokens: 256 * 4, tiles: 4, patchesPerTile: 1024 });
  });

  // 24 x 24 patches of 14 pixels in 336; LLaVA-NeXT: vLLM's formula at its largest, 672 x 672 in four tiles, 576 + 48 * (48 + 1) tokens.
  test("LLaVA 1.5 and LLaVA-NeXT", () => {
    const clip = {
      model_type: "clip_vision_model",
      hidden_size: 1024,
      intermediate_size: 4096,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      patch_size: 14,
      image_size: 336,
    };
    const text = {
      model_type: "mistral",
      hidden_size: 4096,
      intermediate_size: 14336,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      vocab_size: 32064,
      max_position_embeddings: 32768,
    };
    const one = modelFromHuggingFace(
      { model_type: "llava", vision_config: clip, text_config: text },
      { id: "llava" },
    ).imageEncoder;
    const next = modelFromHuggingFace(
      {
        model_type: "llava_next",
        vision_config: clip,
        text_config: text,
        image_grid_pinpoints: [
          [336, 672],
          [672, 336],
          [672, 672],
          [1008, 336],
          [336, 1008],
        ],
      },
      { id: "llava-next" },
    ).imageEncoder;
    expect(one && tokens(one, 640, 480)).toBe(576);
    expect(next && imageTokens(next, { widthPixels: 672, heightPixels: 672 })).toEqual({
      tokens: 576 + 48 * 49,
      tiles: 5,
      patchesPerTile: 576,
    });
    // A wide image loses the padding above and below: 36 of 48 rows of 4:3.
    expect(next && tokens(next, 640, 480)).toBe(576 + 36 * 49);
  });

  test("every encoder of the catalog reads any image, and no other model has one without weights", () => {
    for (const { id, imageEncoder, parameters } of models) {
      if (imageEncoder === undefined) continue;
      expect(parameters.vision, id).toBeGreaterThan(0);
      for (const [width, height] of [
        [1, 1],
        [65_535, 1],
        [1, 65_535],
        [4000, 3000],
      ] as const) {
        const image = imageTokens(imageEncoder, { widthPixels: width, heightPixels: height });
        expect(Number.isInteger(image.tokens) && image.tokens > 0, `${id} ${width} x ${height}`).toBe(true);
        expect(image.patchesPerTile, id).toBeGreaterThan(0);
      }
    }
  });
});
