import type { KernelTime } from "./kernel-time.js";

/** Constants of {@link elementwiseTime} for one kind of kernel. */
export interface ElementwiseConstants {
  /** t0: least time of a call, seconds. */
  readonly launchSeconds: number;
  /** Share of peak bandwidth, (0, 1]. */
  readonly bandwidthEfficiency: number;
}

/**
 * Time of a kernel that reads and writes activations once: norm with residual, rotary embedding, gated activation.
 *
 * $$ t = t_0 + \frac{B}{\eta_b W} $$
 *
 * @param bytes - B: read and written, bytes.
 * @param constants - of the kind of kernel.
 * @param bytesPerSecond - W: peak bandwidth of the GPU.
 * @returns seconds by parts.
 */
export const elementwiseTime = (
  bytes: number,
  { launchSeconds, bandwidthEfficiency }: ElementwiseConstants,
  bytesPerSecond: number,
): KernelTime => ({
  computeSeconds: 0,
  memorySeconds: bytes / (bandwidthEfficiency * bytesPerSecond),
  communicationSeconds: 0,
  overheadSeconds: launchSeconds,
});
