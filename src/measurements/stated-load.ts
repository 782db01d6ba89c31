import type { ServingLoad } from "../performance/predict-load.js";
import type { StatedDeployment } from "./observation.js";
import type { Stated } from "./stated.js";

/**
 * The load that a source means, as `predictServing` takes it: sustained is a closed loop, a burst a flood or one batch.
 * Open arrivals are predicted at the rate that was offered; where only the requests in flight are known, at that number,
 * in a loop without a start, so that the fit of steps does not depend on a law of queues.
 *
 * @param stated - what a source says.
 * @returns the load; null where it says too little.
 */
export function statedLoad({
  arrivals,
  concurrency,
  staticBatch,
  offeredPerSecond,
  requestsPerSecond,
  completed,
  prompts,
  lengths,
}: Omit<Stated, keyof StatedDeployment>): ServingLoad | null {
  switch (arrivals) {
    case "open": {
      const rate = offeredPerSecond ?? (concurrency === null ? requestsPerSecond : undefined);
      if (rate !== undefined) return { kind: "open", requestsPerSecond: rate };
      return concurrency === null
        ? null
        : { kind: "closed-loop", requestsInFlight: concurrency, rounds: Number.POSITIVE_INFINITY };
    }
    case "burst":
      if (staticBatch === true) return concurrency === null ? null : { kind: "static-batch", requests: concurrency };
      return concurrency === null ? { kind: "burst" } : { kind: "burst", requests: concurrency };
    case "sustained": {
      if (concurrency === null) return null;
      const sent = completed ?? prompts;
      return {
        kind: "closed-loop",
        requestsInFlight: concurrency,
        equalLengths: lengths === "equal",
        ...(sent === undefined ? {} : { rounds: Math.max(1, sent / concurrency) }),
      };
    }
    default:
      return null;
  }
}
