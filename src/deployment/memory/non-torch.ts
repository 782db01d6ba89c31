import type { Engine, NonTorchBytes } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Parallelism } from "../parallelism.js";

/**
 * Memory outside the tensor allocator that profiling finds, bytes of one GPU: collective buffers, libraries' workspaces.
 *
 * A table by engine version, vendor and tensor-parallel size; a size between those measured takes the next larger one,
 * a size above them the largest.
 *
 * @param engine - an engine.
 * @param gpu - a GPU.
 * @param parallelism - a deployment's.
 * @returns bytes per GPU.
 */
export function nonTorchBytes(engine: Engine, gpu: Gpu, { tensor, pipeline, data }: Parallelism): number {
  const table = isAmd(gpu) ? engine.memory.nonTorch.amd : engine.memory.nonTorch.nvidia;
  if (tensor > 1 || data > 1) return bySize(table, Math.max(tensor, data));
  return pipeline > 1 ? table.pipelineBytes : table.singleBytes;
}

/**
 * Memory in use before the weights load, bytes of one GPU. An engine does not count it in its budget, but the budget must
 * fit beside it.
 *
 * @param engine - an engine.
 * @param parallelism - a deployment's.
 * @returns bytes per GPU.
 */
export const contextBytes = ({ memory }: Engine, { tensor, pipeline, data }: Parallelism): number =>
  tensor * pipeline * data > 1 ? memory.context.parallelBytes : memory.context.singleBytes;

/**
 * True for a GPU of AMD, whose engines differ in block size and workspaces.
 *
 * @param gpu - a GPU.
 * @returns whether it is.
 */
export const isAmd = (gpu: Gpu): boolean => gpu.vendor.toLowerCase() === "amd";

function bySize({ tensorBytes, singleBytes }: NonTorchBytes, size: number): number {
  let bytes = singleBytes;
  // Keys that are integers come in ascending order.
  for (const measured in tensorBytes) {
    bytes = tensorBytes[measured] ?? bytes;
    if (Number(measured) >= size) break;
  }
  return bytes;
}
