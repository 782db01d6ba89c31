import type { Gpu } from "../../catalog/gpu.js";
import { bytesFromGib } from "../../units.js";
import { isAmd } from "./non-torch.js";

/** What CUDA reports less than the driver lists, on GPUs where both are known (H100 79.19 of 79.65 GiB, H200 139.81 of 140.40). */
const CUDA_RESERVED_BYTES: number = bytesFromGib(0.5);

/**
 * Memory that an engine sees on a GPU, bytes: the stated figure, else the driver's less about 0.5 GiB on CUDA, else the
 * marketed one.
 *
 * @param gpu - a GPU.
 * @returns bytes.
 */
export function visibleMemoryBytes(gpu: Gpu): number {
  const { visibleBytes, driverBytes, marketedBytes } = gpu.memory;
  if (visibleBytes !== null) return visibleBytes;
  if (driverBytes === null) return marketedBytes;
  return isAmd(gpu) ? driverBytes : driverBytes - CUDA_RESERVED_BYTES;
}
