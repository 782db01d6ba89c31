import { describe, expect, it } from "vitest";
import { speedProfile } from "../../src/kernels/choose-profile.js";
import type { GemmConstants } from "../../src/kernels/gemm.js";
import type { SpeedDeployment } from "../../src/kernels/speed-profile.js";
import { kernelFormat, modelFormats } from "../../src/kernels/number-format.js";
import { deepSeekV3, llama8b } from "../deployment/memory/fixtures.js";
import { catalogGpu, h100, laws, one, only, profile, table } from "./fixtures.js";

const lists = [
  table.gemm,
  table.decodeAttention,
  table.prefillAttention,
  table.latentDecode,
  table.latentPrefill,
  table.experts,
  table.allReduce,
];

describe("kernel-laws.json", () => {
  it("has each row once, with rows, error and source", () => {
    for (const list of lists) {
      const keys = list.map((row) => [row.gpu, row.engine, "precision" in row ? row.precision : row.gpus].join(" "));
      expect(new Set(keys).size).toBe(keys.length);
      for (const row of list) {
        expect(row.rows).toBeGreaterThan(0);
        expect(row.source).toContain("aiconfigurator 095f58a kernel tables, fitted 2026-11-23");
        expect(row.medianErrorPercent ?? 0).toBeLessThan(30);
      }
    }
  });

  it("is physical: efficiencies in (0, 1], nothing negative", () => {
    for (const row of [...lists.flat(), ...Object.values(table.universal), ...Object.values(table.elementwise)])
      for (const [name, value] of Object.entries(row)) {
        if (typeof value !== "number") continue;
        expect(value, name).toBeGreaterThanOrEqual(0);
        if (name.endsWith("Efficiency")) {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }
  });

  it("lacks the tables that measured something else", () => {
    const has = (
      list: readonly { gpu: string; engine: string; precision: string }[],
      gpu: RegExp,
      engine: string,
      precision: RegExp,
    ): boolean => list.some((row) => gpu.test(row.gpu) && row.engine === engine && precision.test(row.precision));
    expect(has(table.gemm, /./, "vllm", /^fp8-block$/)).toBe(false);
    expect(has([...table.latentDecode, ...table.latentPrefill], /./, "vllm", /./)).toBe(false);
    expect(has(table.latentDecode, /^a100/, "tensorrt-llm", /./)).toBe(false);
    expect(has(table.decodeAttention, /^a100/, "tensorrt-llm", /./)).toBe(false);
    expect(has(table.experts, /^h[12]00/, "vllm", /^fp8$/)).toBe(false);
    expect(has(table.experts, /^b200/, "tensorrt-llm", /^nvfp4$/)).toBe(false);
  });
});

describe("speedProfile", () => {
  it("says how near its constants are", () => {
    expect(profile().source).toBe("calibrated");
    expect(profile({ gpu: catalogGpu("h100-pcie-80gb") }).source).toBe("family");
    expect(profile({ gpu: catalogGpu("l4") }).source).toBe("family");
    expect(profile({ gpu: catalogGpu("mi300x") }).source).toBe("datasheet");
    // Cards of GB202 are no relatives of the data-centre parts.
    expect(profile({ gpu: catalogGpu("rtx-5090") }).dense.constants).toEqual(
      profile({ gpu: catalogGpu("rtx-pro-6000-blackwell") }).dense.constants,
    );
    // The latent kernels of an A100 were not usable; a model without latent attention does not need them.
    expect(profile({ gpu: catalogGpu("a100-sxm4-80gb") }).source).toBe("calibrated");
    expect(profile({ gpu: catalogGpu("a100-sxm4-80gb"), model: deepSeekV3 }).source).toBe("datasheet");
    // The link counts only where it is used.
    const nvl = {
      gpu: { ...h100, interconnect: { ...h100.interconnect, kind: "PCIe5", bytesPerSecond: 128e9, domainGpus: 1 } },
    };
    expect(profile({ ...nvl, parallelism: { ...one, tensor: 2 } }).tensorGroup.measured).not.toEqual(
      profile({ parallelism: { ...one, tensor: 2 } }).tensorGroup.measured,
    );
  });

  it("takes the nearest relative by bandwidth", () => {
    expect(profile({ gpu: catalogGpu("gh200-144gb") }).decodeAttention.constants).toEqual(
      profile({ gpu: catalogGpu("h200-sxm-141gb") }).decodeAttention.constants,
    );
    expect(profile({ gpu: catalogGpu("h100-nvl-94gb") }).decodeAttention.constants).toEqual(
      profile().decodeAttention.constants,
    );
  });

  it("refers efficiencies to the peaks of the fit, scaled by the data sheets", () => {
    expect(profile().dense.peaks.flopsPerSecond).toBeCloseTo(989e12, -6);
    expect(profile({ storage: { weights: "fp8" } }).dense.peaks.flopsPerSecond).toBeCloseTo(2 * 989e12, -6);
    // Fitted against 468 TFLOP/s where the data sheet says 503.8.
    const pro6000 = catalogGpu("rtx-pro-6000-blackwell");
    expect(profile({ gpu: pro6000 }).dense.peaks.flopsPerSecond).toBeCloseTo(468e12, -6);
    expect(profile({ gpu: catalogGpu("rtx-5090") }).dense.peaks.flopsPerSecond).toBeCloseTo(
      (468e12 * 209.5) / 503.8,
      -6,
    );
    // NVFP4 was fitted against four times the 16-bit peak also where the data sheet says more.
    expect(
      profile({ gpu: catalogGpu("b300-sxm"), storage: { weights: "fp4" } }).dense.peaks.flopsPerSecond,
    ).toBeCloseTo(9000e12, -6);
    // Of AMD's data sheets, what its kernels reach of the universal efficiencies; of a vendor that nobody timed, all.
    const share = laws.vendorShares.find(({ vendor }) => vendor === "AMD") ?? {
      computeShare: NaN,
      bandwidthShare: NaN,
      quantisationSeconds: NaN,
    };
    expect(share.computeShare).toBeLessThan(1);
    expect(profile({ gpu: catalogGpu("mi300x") }).dense.peaks).toEqual({
      flopsPerSecond: share.computeShare * 1307.4e12,
      bytesPerSecond: share.bandwidthShare * 5.3e12,
    });
    // Quantising the activations as the model runs is a kernel more on them: one for a product, two for a layer of experts.
    const amd = (scaling: "block" | "tensor"): ReturnType<typeof profile> =>
      profile({ gpu: catalogGpu("mi300x"), storage: { weights: "fp8", scaling } });
    const { universal } = laws;
    expect(share.quantisationSeconds).toBeGreaterThan(0);
    expect(amd("block").dense.constants.launchSeconds).toBe(universal.gemm.launchSeconds + share.quantisationSeconds);
    expect(amd("block").experts.constants.launchSeconds).toBe(
      universal.experts.launchSeconds + 2 * share.quantisationSeconds,
    );
    expect(amd("tensor").dense.constants.launchSeconds).toBe(universal.gemm.launchSeconds);
    expect(profile({ gpu: catalogGpu("mi300x") }).dense.constants).toEqual(universal.gemm);
    const gaudi = catalogGpu("gaudi3");
    expect(profile({ gpu: gaudi, storage: { weights: "fp8", scaling: "block" } }).dense.constants.launchSeconds).toBe(
      universal.gemm.launchSeconds,
    );
    expect(profile({ gpu: gaudi }).dense.peaks.bytesPerSecond).toBe(gaudi.memoryBandwidthBytesPerSecond);
  });

  it("takes blocks of 8 bit from TensorRT-LLM for vLLM, and has fixed scales cost what 16 bit does, at the rate of 8-bit arithmetic", () => {
    const of = (changes: Partial<SpeedDeployment>): ReturnType<typeof profile> => profile(changes);
    const block = { weights: "fp8", scaling: "block" } as const;
    expect(of({ storage: block }).dense.constants).toEqual(
      of({ storage: block, engine: "tensorrt-llm" }).dense.constants,
    );
    const dynamic = of({ storage: { weights: "fp8", scaling: "dynamic" }, engine: "tensorrt-llm" }).dense.constants;
    const fixed = of({ storage: { weights: "fp8", scaling: "tensor" }, engine: "tensorrt-llm" }).dense.constants;
    expect(dynamic.launchSeconds).toBeCloseTo(12.49e-6, 12);
    const plain = of({ engine: "tensorrt-llm" }).dense.constants;
    expect(fixed).toEqual({ ...plain, computeEfficiency: dynamic.computeEfficiency });
    expect(fixed.quantisationPasses).toBe(0);
  });

  it("folds the quantisation of NVFP4 into the kernel before, with the arithmetic and the bandwidth of its own kernel", () => {
    for (const engine of ["vllm", "tensorrt-llm"] as const) {
      const of = (weights: "bf16" | "fp4"): GemmConstants =>
        profile({ gpu: catalogGpu("b200-sxm-180gb"), engine, storage: { weights } }).dense.constants;
      const timed = only(table.gemm, { gpu: "b200-sxm-180gb", engine, precision: "nvfp4" });
      const { computeEfficiency, bandwidthEfficiency } = timed;
      expect(of("fp4")).toEqual({ ...of("bf16"), computeEfficiency, bandwidthEfficiency });
    }
  });

  it("joins cards by bridge, link or PCIe", () => {
    const nvl = catalogGpu("h100-nvl-94gb");
    const rate = (tensor: number): number | undefined =>
      speedProfile(
        {
          model: llama8b,
          gpu: nvl,
          engine: "vllm",
          storage: { weights: "bf16" },
          cache: "bf16",
          parallelism: { ...one, tensor },
        },
        laws,
      ).tensorGroup.measured[0]?.bytesPerSecond;
    // 235.6 GB/s of an H100's 900, scaled to 600; then RTX PRO 6000 on PCIe 5.
    expect(rate(2)).toBeCloseTo((235.6e9 * 600) / 900, -3);
    expect(rate(4)).toBeCloseTo(37.6e9, -8);
    // A bridge joins two A100 PCIe at 600 GB/s, as the SXM cards are.
    const bridged = (tensor: number): number | undefined =>
      profile({ gpu: catalogGpu("a100-pcie-80gb"), parallelism: { ...one, tensor } }).tensorGroup.measured[0]
        ?.bytesPerSecond;
    expect(bridged(2)).toBe(
      profile({ gpu: catalogGpu("a100-sxm4-80gb"), parallelism: { ...one, tensor: 2 } }).tensorGroup.measured[0]
        ?.bytesPerSecond,
    );
    expect(bridged(4)).toBeLessThan(40e9);
  });
});

describe("number formats", () => {
  const b200 = catalogGpu("b200-sxm-180gb");
  const a100 = catalogGpu("a100-sxm4-80gb");

  it.each([
    [h100, { weights: "bf16" }, "bf16"],
    [h100, { weights: "fp8" }, "fp8"],
    [h100, { weights: "fp8", scaling: "block" }, "fp8-block"],
    [a100, { weights: "fp8" }, "int8-weight-only"],
    [a100, { weights: "int8" }, "int8"],
    [a100, { weights: "int8", weightOnly: true }, "int8-weight-only"],
    [b200, { weights: "fp4" }, "nvfp4"],
    [b200, { weights: "fp4", scaling: "block", weightOnly: true }, "mxfp4"],
    // NVFP4 has scales by block too, and quantises what it multiplies.
    [b200, { weights: "fp4", scaling: "block" }, "nvfp4"],
    [h100, { weights: "fp4" }, "int4-weight-only"],
    [h100, { weights: "fp4", scaling: "block", weightOnly: true }, "mxfp4-weight-only"],
    [h100, { weights: "fp4", scaling: "block" }, "int4-weight-only"],
    [h100, { weights: "int4" }, "int4-weight-only"],
  ] as const)("%o runs %o", (gpu, storage, format) => {
    expect(kernelFormat(gpu, storage)).toBe(format);
  });

  it("leaves all but the experts of a 4-bit mixture in 16 bit", () => {
    expect(modelFormats(deepSeekV3, b200, { weights: "fp4" })).toMatchObject({ dense: "bf16", experts: "nvfp4" });
    expect(modelFormats(deepSeekV3, b200, { weights: "fp8", scaling: "block" })).toMatchObject({
      dense: "fp8-block",
      experts: "fp8-block",
    });
    // AWQ, GPTQ and AutoRound quantise attention too.
    expect(modelFormats(deepSeekV3, b200, { weights: "int4", weightOnly: true }).dense).toBe("int4-weight-only");
    expect(modelFormats(llama8b, b200, { weights: "fp4" }).dense).toBe("nvfp4");
  });

  it("has attention in 16 bit and dense blocks in 8, where the publisher stores them so", () => {
    const llama405b = { ...llama8b, id: "meta-llama/Llama-3.1-405B-Instruct-FP8" };
    expect(modelFormats(llama405b, h100, { weights: "fp8" })).toMatchObject({ attention: "bf16", dense: "fp8" });
  });
});
