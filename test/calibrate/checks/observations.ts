import type { Observation } from "../../../src/calibrate/index.js";

/** An observation of a closed loop, changed as wanted. */
export const observed = (changes: Partial<Observation> = {}): Observation => ({
  source: { tool: "plain", file: "a.csv" },
  concurrency: 16,
  arrivals: "sustained",
  inputTokens: 500,
  outputTokens: 201,
  statistic: "mean",
  ttftSeconds: 0.1,
  tpotSeconds: 0.01,
  derived: [],
  ...changes,
});

/** What a server with `slots` does: seconds from the first token to the last, and to the first where nothing waits. */
export interface Server {
  readonly slots: number;
  readonly streamingSeconds: number;
  readonly unhurriedSeconds: number;
}

/** A closed loop of `concurrency` requests: residence S in a slot, wait (C - k) S / k beyond (workload theory: Little's law for the slots). */
export function sustained({ slots, streamingSeconds, unhurriedSeconds }: Server, concurrency: number): Observation {
  const waitSeconds = (Math.max(0, concurrency - slots) * (streamingSeconds + unhurriedSeconds)) / slots;
  const requestSeconds = waitSeconds + unhurriedSeconds + streamingSeconds;
  const requestsPerSecond = concurrency / requestSeconds;
  return observed({
    concurrency,
    ttftSeconds: waitSeconds + unhurriedSeconds,
    ttftP95Seconds: 1.2 * waitSeconds + unhurriedSeconds,
    tpotSeconds: streamingSeconds / 200,
    requestSeconds,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * 201,
  });
}

/** `concurrency` requests at once: mean wait T (Q - 1)^2 / (2 Q), 95th percentile T (0.95 Q - 1), Q = C / k. */
export function burst({ slots, streamingSeconds, unhurriedSeconds }: Server, concurrency: number): Observation {
  const q = Math.max(1, concurrency / slots);
  const waitSeconds = (streamingSeconds * (q - 1) ** 2) / (2 * q);
  return observed({
    arrivals: "burst",
    concurrency,
    ttftSeconds: unhurriedSeconds + waitSeconds,
    ttftP95Seconds: unhurriedSeconds + streamingSeconds * Math.max(0, 0.95 * q - 1),
    tpotSeconds: streamingSeconds / 200,
    requestSeconds: unhurriedSeconds + waitSeconds + streamingSeconds,
  });
}
