import { outputRateOf, shown } from "./quantities.js";
import type { Check } from "./sweep.js";

/** Repeats of one run differ by less. */
const TOLERANCE = 0.05;

/** Sweeps whose throughput falls as more requests are in flight: preemption, a throttled GPU, or a client at its end. */
export const checkThroughputDrop: Check = (_, sweeps) =>
  sweeps.flatMap((sweep) => {
    let best = { rate: 0, concurrency: 0 };
    let worst = { rate: Infinity, concurrency: 0, ratio: 1 };
    const dropped: number[] = [];
    for (const { index, concurrency, observation } of sweep) {
      const rate = outputRateOf(observation);
      if (rate === undefined) continue;
      if (rate > best.rate) best = { rate, concurrency };
      const ratio = rate / best.rate;
      if (ratio >= 1 - TOLERANCE || concurrency === best.concurrency) continue;
      dropped.push(index);
      if (ratio < worst.ratio) worst = { rate, concurrency, ratio };
    }
    if (dropped.length === 0) return [];
    return [
      {
        code: "throughput-drop",
        message: `throughput falls from ${shown(best.rate)} tokens/s at ${shown(best.concurrency)} requests in flight to ${shown(worst.rate)} at ${shown(worst.concurrency)}`,
        evidence: {
          bestTokensPerSecond: best.rate,
          bestConcurrency: best.concurrency,
          worstTokensPerSecond: worst.rate,
          worstConcurrency: worst.concurrency,
        },
        observations: dropped,
      },
    ];
  });
