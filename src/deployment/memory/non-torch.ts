import type { Engine, NonTorchBytes } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { sharesPcie } from "../../catalog/pcie.js";
import { bytesFromGib } from "../../units.js";
import type { Parallelism } from "../parallelism.js";

/** AMD's figures were measured on cards of 192 GiB; on small ones there are none of their own. */
const AMD_MEASURED_BYTES = bytesFromGib(100);

/**
 * Memory outside the tensor allocator that profiling finds, bytes of one GPU: collective buffers, libraries' workspaces.
 *
 * A table by engine version, vendor, link and tensor-parallel size; a size between those measured takes the next larger one,
 * a size above them the largest. Small cards of AMD count as those of NVIDIA that share PCIe. On unified memory the figure is noise
 * of the host, 5 GiB in both directions.
 *
 * @param engine - an engine.
 * @param gpu - a GPU.
 * @param parallelism - a deployment's.
 * @returns bytes per GPU.
 */
export function nonTorchBytes(engine: Engine, gpu: Gpu, { tensor, pipeline, data }: Parallelism): number {
  const { nvidia, pcie = nvidia, amd } = engine.memory.nonTorch;
  const table = isAmd(gpu) ? (hasMeasuredAmdMemory(gpu) ? amd : pcie) : sharesPcie(gpu) ? pcie : nvidia;
  if (tensor > 1 || data > 1) return bySize(table, Math.max(tensor, data));
  return pipeline > 1 ? table.pipelineBytes : table.singleBytes;
}

/**
 * Memory in use before the weights load, bytes of one GPU. An engine does not count it in its budget, but the budget must
 * fit beside it.
 *
 * @param engine - an engine.
 * @param gpu - a GPU.
 * @param parallelism - a deployment's.
 * @returns bytes per GPU.
 */
export function contextBytes(
  { memory: { context } }: Engine,
  gpu: Gpu,
  { tensor, pipeline, data }: Parallelism,
): number {
  const { singleBytes, parallelBytes, pcieParallelBytes = parallelBytes, unifiedBytes } = context;
  if (unifiedBytes !== undefined && isUnified(gpu)) return unifiedBytes;
  if (tensor * pipeline * data === 1) return singleBytes;
  return sharesPcie(gpu) ? pcieParallelBytes : parallelBytes;
}

/**
 * True for a GPU of AMD, whose engines differ in block size and workspaces.
 *
 * @param gpu - a GPU.
 * @returns whether it is.
 */
export const isAmd = (gpu: Gpu): boolean => gpu.vendor.toLowerCase() === "amd";

/** True for an AMD GPU of the size whose memory was measured. */
export const hasMeasuredAmdMemory = ({ memory }: Gpu): boolean =>
  (memory.visibleBytes ?? memory.driverBytes ?? memory.marketedBytes) > AMD_MEASURED_BYTES;

/** True where the system's own memory lies in that of the GPU: the GB10 of DGX Spark and its kin. */
const isUnified = ({ memory }: Gpu): boolean => memory.unified === "shared";

function bySize({ tensorBytes, singleBytes }: NonTorchBytes, size: number): number {
  let bytes = singleBytes;
  // Keys that are integers come in ascending order.
  for (const measured in tensorBytes) {
    bytes = tensorBytes[measured] ?? bytes;
    if (Number(measured) >= size) break;
  }
  return bytes;
}
