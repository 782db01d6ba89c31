import { NO_TIME, type KernelTime } from "./kernel-time.js";

/** Constants of the all-reduce over one number of GPUs. */
export interface AllReduceConstants {
  /** n: GPUs that it was measured on. */
  readonly gpus: number;
  /** alpha: time of a small message, seconds. */
  readonly latencySeconds: number;
  /** beta: rate at which large messages move, bytes per second. */
  readonly bytesPerSecond: number;
  /** p: how latency and transfer join; below 1 they hinder each other. */
  readonly exponent: number;
}

/**
 * Time of an all-reduce of B bytes over n GPUs, in a CUDA graph.
 *
 * $$ t = \left[ \alpha^p + \left(\frac{2(n-1)}{n}\frac{B}{\beta}\right)^p \right]^{1/p} $$
 *
 * One GPU takes no time. Between the numbers of GPUs that were measured, the time is interpolated over the logarithm of
 * n; above the largest, its latency grows with the logarithm and its rate stays.
 *
 * @param bytes - B: message of one GPU, bytes.
 * @param gpus - n: real number >= 1.
 * @param measured - constants by number of GPUs, ascending; not empty.
 * @returns seconds, all of them communication.
 */
export function allReduceTime(bytes: number, gpus: number, measured: readonly AllReduceConstants[]): KernelTime {
  const above = measured.findIndex((constants) => constants.gpus >= gpus);
  const largest = measured.at(-1);
  if (gpus <= 1 || largest === undefined) return NO_TIME;
  if (above < 0) {
    const latencySeconds = (largest.latencySeconds * Math.log2(gpus)) / Math.log2(largest.gpus);
    return communication(ringSeconds(bytes, gpus, { ...largest, latencySeconds }));
  }
  const high = measured[above] ?? largest;
  if (high.gpus === gpus) return communication(ringSeconds(bytes, gpus, high));
  const low = measured[above - 1];
  const lowGpus = low?.gpus ?? 1;
  const highSeconds = ringSeconds(bytes, high.gpus, high);
  const lowSeconds = low === undefined ? 0 : ringSeconds(bytes, low.gpus, low);
  const share = Math.log2(gpus / lowGpus) / Math.log2(high.gpus / lowGpus);
  return communication(lowSeconds + share * (highSeconds - lowSeconds));
}

function ringSeconds(
  bytes: number,
  gpus: number,
  { latencySeconds, bytesPerSecond, exponent }: AllReduceConstants,
): number {
  const transferSeconds = (2 * (gpus - 1) * bytes) / (gpus * bytesPerSecond);
  return (latencySeconds ** exponent + transferSeconds ** exponent) ** (1 / exponent);
}

const communication = (seconds: number): KernelTime => ({ ...NO_TIME, communicationSeconds: seconds });
