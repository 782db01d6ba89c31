import { verifyEstimate } from "infrascale";
import type { Replay, ReplayQuestion } from "./load-studies.js";
import type { Tell } from "./tell.js";

/** Intervals that a replay is drawn in, about. */
const INTERVALS = 120;
const REQUESTS = 20_000;

/** An answer replayed request by request: what came of each target, and who was served and who waited all along. */
export function replay({ estimate, seed }: ReplayQuestion, tell: Tell): Replay {
  const { simulation, ...verification } = verifyEstimate(estimate, {
    seed,
    timeSeriesSeconds: REQUESTS / estimate.traffic.requestsPerSecond / INTERVALS,
    onProgress: (done, total) => tell(done / total, null),
  });
  const { timeSeries, requests, rejected, warmUpSeconds, seconds } = simulation;
  return {
    ...verification,
    seed,
    requests,
    rejected,
    warmUpSeconds,
    seconds,
    series:
      timeSeries === null
        ? []
        : timeSeries.seconds.map((start, index) => ({
            seconds: start,
            running: timeSeries.running[index] ?? 0,
            waiting: timeSeries.waiting[index] ?? 0,
          })),
  };
}
