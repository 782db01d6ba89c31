import { describe, expect, test } from "vitest";
import { findGpu, gpus } from "../../src/index.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { measuredWarnings, type Question } from "../../src/uncertainty/measured-warnings.js";
import { TABLE } from "./tables.js";

const fitted = shippedConstants().laws.gpus;

const inside: Question = {
  gpu: findGpu("h100", gpus),
  source: "calibrated",
  engineVersion: "0.19.0",
  parameters: 70e9,
  running: 64,
  requestTokens: 1366,
};

const warn = (other: Partial<Question>): ReturnType<typeof measuredWarnings> =>
  measuredWarnings({ ...inside, ...other }, TABLE.measured["vllm"], fitted);

describe("warnings", () => {
  test("are none within what was measured, its ends included", () => {
    expect(warn({})).toEqual([]);
    expect(warn({ engineVersion: "0.20.1", parameters: 700e9, running: 512, requestTokens: 100 })).toEqual([]);
  });

  test("name the nearest end of what was measured", () => {
    expect(warn({ engineVersion: "0.21.0" })).toMatchObject([
      { code: "engine-newer", value: "0.21.0", nearest: "0.20.1" },
    ]);
    expect(warn({ engineVersion: "0.5.4" })).toMatchObject([{ code: "engine-older", nearest: "0.6.0" }]);
    expect(warn({ parameters: 1e12 })).toEqual([
      {
        code: "model-size",
        message: "not measured: 1000 billion weights; the nearest model that was has 700 billion",
        value: 1e12,
        nearest: 700e9,
      },
    ]);
    expect(warn({ running: 1024 })).toMatchObject([{ code: "requests-in-flight", nearest: 512 }]);
    expect(warn({ requestTokens: 99 })).toMatchObject([{ code: "request-length", nearest: 100 }]);
  });

  test("take a version of fewer parts for all of its releases", () => {
    expect(warn({ engineVersion: "0.20" })).toEqual([]);
    expect(warn({ engineVersion: "0.6" })).toEqual([]);
    expect(warn({ engineVersion: "0" })).toEqual([]);
    expect(warn({ engineVersion: "0.21" })).toMatchObject([{ code: "engine-newer" }]);
    expect(warn({ engineVersion: "0.5" })).toMatchObject([{ code: "engine-older" }]);
  });

  test("name the nearest GPU whose kernels were timed, by bandwidth and 16-bit peak", () => {
    // MI300X: 5.3 TB/s and 1307 TFLOP/s; of the timed ones H200, 4.8 TB/s and 989, is nearest.
    expect(warn({ gpu: findGpu("mi300x", gpus), source: "datasheet" })).toMatchObject([
      { code: "gpu-by-datasheet", value: "mi300x", nearest: "h200-sxm-141gb" },
    ]);
    expect(warn({ gpu: findGpu("mi300x", gpus), source: "calibrated" })).toEqual([]);
  });

  test("do not send a GPU whose kernels were timed to another", () => {
    expect(warn({ source: "datasheet" })).toEqual([]);
  });

  test("of ranges are none for an engine that nobody measured", () => {
    expect(measuredWarnings({ ...inside, parameters: 1e15 }, undefined, fitted)).toEqual([]);
  });
});
