import type { Gpu } from "../../src/catalog/gpu.js";
import { bytesFromGib, bytesFromGigabytes, bytesFromMib, fromTera } from "../../src/units.js";
import { GATHERED, type GpuFacts } from "./facts.js";

/**
 * Usual server where the facts give the fast domain instead. NVL cards are sold in bridged pairs or fours but stand in
 * servers of eight; a compute tray of a GB200 or GB300 rack holds four of its 72.
 */
const USUAL_SERVER: Readonly<Record<string, number>> = { "h100-nvl-94gb": 8, "h200-nvl-141gb": 8, gb200: 4, gb300: 4 };

/**
 * A GPU of the catalog from gathered facts.
 *
 * @param facts - what was gathered.
 * @param aliases - its other names: people choose them, no fact does.
 * @returns the entry, in SI base units.
 */
export function reshapeGpu(facts: GpuFacts, aliases: readonly string[]): Gpu {
  const { interconnect, cloud_usd_per_hour: rent } = facts;
  const { optional_bridge: bridge, scale_up_domain_gpus: domain } = interconnect;
  return {
    id: facts.id,
    name: facts.name,
    vendor: facts.vendor,
    architecture: facts.architecture,
    aliases,
    memory: {
      marketedBytes: bytesFromGigabytes(facts.memory_gb),
      driverBytes: driverBytes(facts),
      visibleBytes: facts.memory_gib_cuda_total === null ? null : Math.round(bytesFromGib(facts.memory_gib_cuda_total)),
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
    interconnect: {
      kind: interconnect.kind,
      bytesPerSecond: wholeBytes(interconnect.per_gpu_gbps_bidirectional),
      // Cards that share only PCIe have no fast domain; the facts give their server there.
      domainGpus: interconnect.kind.startsWith("PCIe") ? 1 : domain,
      bridge: bridge === undefined ? null : { kind: bridge.kind, bytesPerSecond: wholeBytes(bridge.per_gpu_gbps_bidirectional), gpus: bridge.gpus },
    },
    serverGpus: USUAL_SERVER[facts.id] ?? domain,
    powerWatts: facts.tdp_watts,
    price: {
      lowUsdPerHour: rent.low,
      onDemandUsdPerHour: rent.typical_on_demand,
      purchaseUsd: facts.purchase_usd_estimate,
      source: rent.source,
      date: statedInterval(rent.source),
    },
    provenance: {
      sources: facts.sources,
      memorySource: facts.memory_usable_source ?? null,
      verified: false,
      gathered: GATHERED,
      notes: facts.notes ?? null,
    },
  };
}

// Rounding mends the last bit of decimal figures: 989.4 x 10^12 is no double.
const wholeBytes = (gigabytes: number): number => Math.round(bytesFromGigabytes(gigabytes));
const peak = (teraflops: number | null): number | null => (teraflops === null ? null : Math.round(fromTera(teraflops)));

function driverBytes({ memory_mib_driver: mib, memory_gib_usable: gib }: GpuFacts): number | null {
  if (mib !== undefined) return bytesFromMib(mib);
  return gib === null ? null : Math.round(bytesFromGib(gib));
}

/** The interval that a source names with "between 2025-10 and 2026-08", as `2025-10/2026-08`. */
function statedInterval(source: string | null): string | null {
  const interval = /between (\d{4}-\d{2}) and (\d{4}-\d{2})/.exec(source ?? "");
  return interval === null ? null : `${interval[1]}/${interval[2]}`;
}
