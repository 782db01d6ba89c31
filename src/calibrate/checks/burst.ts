import { median } from "../../internal/median.js";
import { drains, least, requestSecondsOf, shown, tailRatio } from "./quantities.js";
import type { Check, Point, Sweep } from "./sweep.js";

/** Share of a request's time that waiting must take, so that the spread of short times to the first token is not taken for it. */
const LEAST_WAIT = 0.1;

/** Runs whose requests waited as those of a burst do, whatever the file says; the wait of a burst is half that of a closed loop. */
export const checkBurst: Check = (_, sweeps) =>
  sweeps.flatMap((sweep) => {
    const bursts = sweep.filter((point) => isBurst(point, sweep));
    if (bursts.length === 0) return [];
    const ratio = median(bursts.map(({ observation }) => tailRatio(observation)));
    const stated = bursts.some(({ observation }) => observation.arrivals === "sustained")
      ? ", although the file is taken for a closed loop"
      : "";
    return [
      {
        code: "burst",
        message: `requests were sent at once${stated}: the 95th percentile of the time to the first token is ${shown(ratio)} times its mean`,
        evidence: { p95OverMean: ratio, leastConcurrency: least(bursts.map(({ concurrency }) => concurrency)) },
        observations: bursts.map(({ index }) => index),
      },
    ];
  });

function isBurst(point: Point, sweep: Sweep): boolean {
  const { ttftSeconds, arrivals, statistic } = point.observation;
  const requestSeconds = requestSecondsOf(point.observation);
  if (
    ttftSeconds === undefined ||
    requestSeconds === undefined ||
    arrivals === "open" ||
    statistic !== "mean" ||
    !drains(point.observation)
  )
    return false;
  const lowest = least(
    sweep
      .filter(({ concurrency }) => concurrency < point.concurrency)
      .map(({ observation }) => observation.ttftSeconds ?? Infinity),
  );
  return ttftSeconds - lowest > LEAST_WAIT * requestSeconds;
}
