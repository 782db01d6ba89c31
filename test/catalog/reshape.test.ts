import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { differences } from "../../scripts/catalog/differences.js";
import type { GpuFacts, ModelFacts } from "../../scripts/catalog/facts.js";
import { curatedOf, gatheredFacts } from "../../scripts/catalog/gathered.js";
import { reshapeGpu } from "../../scripts/catalog/reshape-gpu.js";
import { reshapeModel } from "../../scripts/catalog/reshape-model.js";
import { gpus, models } from "../../src/index.js";

const card: GpuFacts = {
  id: "card",
  name: "Card",
  vendor: "NVIDIA",
  architecture: "Ampere",
  memory_gb: 48,
  memory_gib_usable: 44.99,
  memory_gib_cuda_total: 44.5,
  memory_mib_driver: 46068,
  memory_bandwidth_gbps: 864.2,
  dense_tflops: { fp32: 37.4, bf16: 149.7, fp16: 149.7, fp8: null, int8: 299.3, fp4: null },
  interconnect: { kind: "PCIe4", per_gpu_gbps_bidirectional: 64, scale_up_domain_gpus: 8 },
  tdp_watts: 300,
  sources: ["data sheet"],
};

const curated = { aliases: [], gathered: "2026-11-23" };

describe("a GPU from facts", () => {
  test("is in SI base units, and what is unknown is null", () => {
    const gpu = reshapeGpu(card, { ...curated, aliases: ["C1"] });
    // 46068 MiB = 46068 * 2^20 bytes; 44.5 GiB = 44.5 * 2^30 bytes.
    expect(gpu.memory).toEqual({ marketedBytes: 48e9, driverBytes: 48_305_799_168, visibleBytes: 47_781_511_168 });
    expect(gpu.memoryBandwidthBytesPerSecond).toBe(864.2e9);
    expect(gpu.peakFlopsPerSecond).toEqual({
      fp32: 37.4e12,
      bf16: 149.7e12,
      fp16: 149.7e12,
      fp8: null,
      int8: 299.3e12,
      fp4: null,
    });
    expect(gpu.provenance).toMatchObject({ verified: false, memorySource: null, notes: null });
  });

  test("states lanes of PCIe, and that cards do not reach each other's memory where that is so", () => {
    expect(reshapeGpu(card, curated).interconnect).toMatchObject({ lanes: 16 });
    const half = {
      ...card,
      interconnect: { ...card.interconnect, per_gpu_gbps_bidirectional: 32 },
      notes: "no peer access between cards with the stock driver",
    };
    expect(reshapeGpu(half, curated).interconnect).toMatchObject({ lanes: 8, peerAccess: false });
    expect(
      reshapeGpu(
        { ...card, interconnect: { ...card.interconnect, kind: "none", per_gpu_gbps_bidirectional: null } },
        curated,
      ).interconnect,
    ).toEqual({ kind: "none", bytesPerSecond: null, domainGpus: 1, bridge: null });
  });

  test("splits the fast domain from the usual server", () => {
    const linked = { ...card, interconnect: { ...card.interconnect, kind: "NVLink5", scale_up_domain_gpus: 72 } };
    expect(reshapeGpu(card, curated)).toMatchObject({ serverGpus: 8, interconnect: { domainGpus: 1 } });
    expect(reshapeGpu({ ...linked, id: "gb200" }, curated)).toMatchObject({
      serverGpus: 4,
      interconnect: { domainGpus: 72 },
    });
    expect(reshapeGpu(linked, curated)).toMatchObject({ serverGpus: 72, interconnect: { domainGpus: 72 } });
  });
});

test("differences names each path", () => {
  expect(differences({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, "x")).toEqual([]);
  expect(differences({ a: [1, 2], c: null }, { a: [1, 3] }, "x")).toEqual([
    "x.a.1: the facts give 2, the catalog holds 3",
    "x.c: the facts give null, the catalog holds undefined",
  ]);
});

const folder = new URL("../../../shared/catalog/", import.meta.url);

describe.skipIf(!existsSync(folder))(
  "the catalogs are the gathered facts, reshaped (skipped where the facts are not beside this checkout)",
  () => {
    const directory = fileURLToPath(folder);

    test("every GPU", () => {
      for (const { facts, gathered } of gatheredFacts<GpuFacts>(directory, "gpus")) {
        const entry = gpus.find(({ id }) => id === facts.id);
        expect(differences(reshapeGpu(facts, { aliases: entry?.aliases ?? [], gathered }), entry, facts.id)).toEqual(
          [],
        );
      }
    });

    test("every model", () => {
      for (const { facts, gathered } of gatheredFacts<ModelFacts>(directory, "models")) {
        const entry = models.find(({ id }) => id === facts.id);
        expect(differences(reshapeModel(facts, curatedOf(entry, gathered)), entry, facts.id)).toEqual([]);
      }
    });
  },
);
