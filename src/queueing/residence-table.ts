/**
 * S(n) between powers of two: an engine takes microseconds to answer, and a chain asks thousands of times. Straight lines
 * between points of a curve whose throughput does not fall have a throughput that does not fall either.
 */
export interface ResidenceTable {
  readonly slots: number;
  /** Requests per second with every slot busy. */
  readonly capacityPerSecond: number;
  /** Seconds that a request holds its slot; S(1) below 1, S(k) above k. */
  readonly residenceSeconds: (running: number) => number;
  /** Seconds by which one more request lengthens it. */
  readonly slope: (running: number) => number;
}

/** @param curve - the slots of a replica and its residence. */
export function residenceTable({
  slots,
  residenceSeconds,
}: {
  readonly slots: number;
  readonly residenceSeconds: (running: number) => number;
}): ResidenceTable {
  const intervals = Math.ceil(Math.log2(slots));
  const values = Array.from({ length: intervals + 1 }, (_, i) => residenceSeconds(Math.min(2 ** i, slots)));
  const slopes = values
    .slice(1)
    .map((value, i) => (value - (values[i] ?? 0)) / (Math.min(2 ** (i + 1), slots) - 2 ** i));
  const first = values[0] ?? 0;
  const last = values[intervals] ?? 0;
  return {
    slots,
    capacityPerSecond: slots / last,
    residenceSeconds: (running) => {
      if (running <= 1) return first;
      if (running >= slots) return last;
      const i = 31 - Math.clz32(running);
      return (values[i] ?? 0) + (slopes[i] ?? 0) * (running - 2 ** i);
    },
    slope: (running) => (running < 1 || running >= slots ? 0 : (slopes[31 - Math.clz32(running)] ?? 0)),
  };
}

/** Requests that run at a throughput, in [0, capacity): that of n rises with n, and between powers of two its residence is a straight line. */
export function runningAt({ slots, residenceSeconds, slope }: ResidenceTable, rate: number): number {
  let from = 1;
  while (2 * from < slots && 2 * from <= rate * residenceSeconds(2 * from)) from *= 2;
  const least = rate * residenceSeconds(from);
  return least <= from ? least : Math.min(slots, (least - rate * slope(from) * from) / (1 - rate * slope(from)));
}
