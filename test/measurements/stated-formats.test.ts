import { expect, test } from "vitest";
import { cacheFormat, weightFormat } from "../../src/measurements/stated-formats.js";

test.each([
  ["fp8", { weights: "fp8" }],
  ["mxfp8", { weights: "fp8" }],
  ["int8 (w8a16)", { weights: "int8", weightOnly: true }],
  ["int8 (w8a8)", { weights: "int8" }],
  ["int8_sq", { weights: "int8" }],
  ["int4-awq", { weights: "int4", weightOnly: true }],
  ["nvfp4 (w4a4)", { weights: "fp4" }],
  ["mxfp4", { weights: "fp4" }],
  ["compressed-tensors fp8", { weights: "fp8" }],
  ["bfloat16", { weights: "bf16" }],
  ["float32", { weights: "fp32" }],
  // Left to the name or the checkpoint.
  ["compressed-tensors", {}],
  ["modelopt", {}],
  ["full_prec", {}],
  ["", {}],
  [undefined, {}],
  ["ternary", null],
  ["fp8".repeat(100_000), null],
])("weights in '%s'", (stated, format) => {
  expect(weightFormat(stated)).toEqual(format);
});

test.each([
  ["", {}],
  ["auto", {}],
  [undefined, {}],
  ["bfloat16 (auto)", { kvCache: "bf16" }],
  ["fp8 (fp8_ds_mla)", { kvCache: "fp8" }],
  ["fp8_e4m3", { kvCache: "fp8" }],
  ["fp16", { kvCache: "fp16" }],
  ["int8", { kvCache: "int8" }],
  ["int3 (K4V2)", null],
])("a cache in '%s'", (stated, format) => {
  expect(cacheFormat(stated)).toEqual(format);
});
