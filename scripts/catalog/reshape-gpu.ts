import type { Gpu } from "../../src/catalog/gpu.js";
import { PCIE_LANE_BYTES_PER_SECOND } from "../../src/catalog/pcie.js";
import { bytesFromGib, bytesFromGigabytes, bytesFromMib, fromTera } from "../../src/units.js";
import type { Curated, GpuFacts } from "./facts.js";

/**
 * Usual server where the facts give the fast domain instead. NVL cards are sold in bridged pairs or fours but stand in
 * servers of eight; a compute tray of a GB200 or GB300 rack holds four of its 72; two GB10 are two machines.
 */
const USUAL_SERVER: Readonly<Record<string, number>> = {
  "h100-nvl-94gb": 8,
  "h200-nvl-141gb": 8,
  gb200: 4,
  gb300: 4,
  "rubin-nvl72": 4,
  "gb10-dgx-spark": 1,
};

/** Memory that the CPU has part in: NVIDIA's and AMD's product pages. */
const UNIFIED: Readonly<Record<string, "shared" | "coherent">> = {
  "gb10-dgx-spark": "shared",
  "jetson-agx-orin-64gb": "shared",
  "jetson-agx-thor": "shared",
  "strix-halo-128gb": "shared",
  "gh200-96gb": "coherent",
  "gh200-144gb": "coherent",
};

/** Totals that vLLM printed, GiB, where the facts have the driver's or none. */
const SEEN_BY_ENGINES: Readonly<Record<string, number>> = {
  "rtx-5090": 31.37,
  "rtx-pro-6000-blackwell": 94.97,
  "rtx-6000-ada": 47.37,
};

/** Names of what the facts are of, where theirs take in another edition. */
const NAMES: Readonly<Record<string, string>> = {
  "rtx-pro-6000-blackwell": "NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
};

/**
 * A GPU of the catalog from gathered facts.
 *
 * @param facts - what was gathered.
 * @param curated - its other names, which people choose, and the day on which the facts were written down.
 * @returns the entry, in SI base units.
 */
export function reshapeGpu(facts: GpuFacts, { aliases, gathered }: Pick<Curated, "aliases" | "gathered">): Gpu {
  const { scale_up_domain_gpus: domain } = facts.interconnect;
  const total = SEEN_BY_ENGINES[facts.id] ?? facts.memory_gib_cuda_total;
  const unified = UNIFIED[facts.id];
  return {
    id: facts.id,
    name: NAMES[facts.id] ?? facts.name,
    vendor: facts.vendor,
    architecture: facts.architecture,
    aliases,
    memory: {
      marketedBytes: bytesFromGigabytes(facts.memory_gb),
      driverBytes: driverBytes(facts),
      visibleBytes: total === null ? null : Math.round(bytesFromGib(total)),
      ...(unified !== undefined && { unified }),
    },
    memoryBandwidthBytesPerSecond: wholeBytes(facts.memory_bandwidth_gbps),
    peakFlopsPerSecond: {
      fp32: peak(facts.dense_tflops.fp32),
      bf16: peak(facts.dense_tflops.bf16),
      fp16: peak(facts.dense_tflops.fp16),
      fp8: peak(facts.dense_tflops.fp8),
      int8: peak(facts.dense_tflops.int8),
      fp4: peak(facts.dense_tflops.fp4),
    },
    interconnect: interconnectOf(facts),
    serverGpus: USUAL_SERVER[facts.id] ?? domain,
    powerWatts: facts.tdp_watts,
    provenance: {
      sources: facts.sources,
      memorySource: facts.id in SEEN_BY_ENGINES ? "vLLM logs (total memory)" : (facts.memory_usable_source ?? null),
      verified: false,
      gathered,
      notes: facts.notes ?? null,
    },
  };
}

function interconnectOf({ interconnect, notes }: GpuFacts): Gpu["interconnect"] {
  const {
    kind,
    per_gpu_gbps_bidirectional: gbps,
    scale_up_domain_gpus: domain,
    optional_bridge: bridge,
  } = interconnect;
  const bytesPerSecond = gbps === null ? null : wholeBytes(gbps);
  const lane = PCIE_LANE_BYTES_PER_SECOND[kind];
  return {
    kind,
    bytesPerSecond,
    ...(lane !== undefined && bytesPerSecond !== null && { lanes: bytesPerSecond / lane }),
    ...(/no (?:GPU-to-GPU )?peer access/.test(notes ?? "") && { peerAccess: false }),
    // Cards that share only PCIe have no fast domain; the facts give their server there.
    domainGpus: lane !== undefined || bytesPerSecond === null ? 1 : domain,
    bridge:
      bridge === undefined
        ? null
        : { kind: bridge.kind, bytesPerSecond: wholeBytes(bridge.per_gpu_gbps_bidirectional), gpus: bridge.gpus },
  };
}

// Rounding mends the last bit of decimal figures: 989.4 x 10^12 is no double.
const wholeBytes = (gigabytes: number): number => Math.round(bytesFromGigabytes(gigabytes));
const peak = (teraflops: number | null): number | null => (teraflops === null ? null : Math.round(fromTera(teraflops)));

function driverBytes({ memory_mib_driver: mib, memory_gib_usable: gib }: GpuFacts): number | null {
  if (mib != null) return bytesFromMib(mib);
  return gib === null ? null : Math.round(bytesFromGib(gib));
}
