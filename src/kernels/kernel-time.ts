/** Time of one kernel, or of many, by what it is spent on. The parts add up to the total. */
export interface KernelTime {
  /** Arithmetic, seconds. */
  readonly computeSeconds: number;
  /** Reading and writing the GPU's memory, seconds. */
  readonly memorySeconds: number;
  /** Exchange between GPUs, seconds. */
  readonly communicationSeconds: number;
  /** Launches and other time that no work shortens, seconds. */
  readonly overheadSeconds: number;
}

/** What a GPU delivers at most: the peaks that the efficiencies of a law refer to. */
export interface PeakRates {
  /** Arithmetic in the law's number format, FLOP per second. */
  readonly flopsPerSecond: number;
  /** Bandwidth of its own memory, bytes per second. */
  readonly bytesPerSecond: number;
}

/** No time at all. */
export const NO_TIME: KernelTime = { computeSeconds: 0, memorySeconds: 0, communicationSeconds: 0, overheadSeconds: 0 };

/** Exponent of the p-norm that joins arithmetic and memory traffic of one kernel. */
const OVERLAP_EXPONENT = 2.5;

/**
 * Total of the parts.
 *
 * @param time - a time by parts.
 * @returns seconds.
 */
export const totalSeconds = ({
  computeSeconds,
  memorySeconds,
  communicationSeconds,
  overheadSeconds,
}: KernelTime): number => computeSeconds + memorySeconds + communicationSeconds + overheadSeconds;

/**
 * Sum of times, part by part, each taken a number of times.
 *
 * @param times - times with their counts.
 * @returns the sum.
 */
export function sumTimes(times: readonly (readonly [count: number, time: KernelTime])[]): KernelTime {
  let computeSeconds = 0;
  let memorySeconds = 0;
  let communicationSeconds = 0;
  let overheadSeconds = 0;
  for (const [count, time] of times) {
    computeSeconds += count * time.computeSeconds;
    memorySeconds += count * time.memorySeconds;
    communicationSeconds += count * time.communicationSeconds;
    overheadSeconds += count * time.overheadSeconds;
  }
  return { computeSeconds, memorySeconds, communicationSeconds, overheadSeconds };
}

/** x to the power of {@link OVERLAP_EXPONENT}; four times as fast as the general power, and most of the time of a step. */
const raised = (x: number): number => x * x * Math.sqrt(x);

/**
 * Arithmetic and memory traffic of one kernel, which overlap but not perfectly:
 *
 * $$ t = \left[ t_{compute}^{p} + t_{memory}^{p} + t_{serial}^{p} \right]^{1/p}, \qquad p = 2.5 $$
 *
 * The result lies between the longest of the three and their sum. It is shared out in proportion to the powers, so that
 * the part that binds gets most of it; the serial part counts as overhead.
 *
 * @param computeSeconds - arithmetic alone, seconds.
 * @param memorySeconds - memory traffic alone, seconds.
 * @param serialSeconds - a walk that neither more arithmetic nor more bandwidth shortens, seconds.
 * @returns the time by parts.
 */
export function overlapped(computeSeconds: number, memorySeconds: number, serialSeconds = 0): KernelTime {
  const longest = Math.max(computeSeconds, memorySeconds, serialSeconds);
  if (longest === 0) return NO_TIME;
  // Relative to the longest, so that no power underflows.
  const compute = raised(computeSeconds / longest);
  const memory = raised(memorySeconds / longest);
  const serial = raised(serialSeconds / longest);
  const sum = compute + memory + serial;
  const share = (longest * sum ** (1 / OVERLAP_EXPONENT)) / sum;
  return {
    computeSeconds: share * compute,
    memorySeconds: share * memory,
    communicationSeconds: 0,
    overheadSeconds: share * serial,
  };
}

/** A time with more overhead and more memory traffic. */
export const withAdded = (time: KernelTime, overheadSeconds: number, memorySeconds = 0): KernelTime => ({
  ...time,
  memorySeconds: time.memorySeconds + memorySeconds,
  overheadSeconds: time.overheadSeconds + overheadSeconds,
});
