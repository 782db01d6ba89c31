import { distributionOf, scaled, type Distribution } from "./distribution.js";
import { withTimes, type StableWaiting } from "./fleet-waiting.js";

/** Times of requests that waits know. */
export type WaitTime = "queueSeconds" | "ttftSeconds" | "tpotSeconds" | "residenceSeconds" | "e2eSeconds";

/**
 * The same fleet under the same load with other mean times. A percentile keeps its ratio to the mean; a time that was none is the same for all.
 *
 * @param waiting - waits and rates.
 * @param means - the other means, seconds; times that are left out stay.
 * @returns waits and the same rates.
 */
export function withMeans(
  waiting: StableWaiting,
  means: Readonly<Partial<Record<WaitTime, () => number>>>,
): StableWaiting {
  const time = (name: WaitTime) => (): Distribution => {
    const mean = means[name];
    return mean === undefined ? waiting[name] : atMean(waiting[name], mean());
  };
  return withTimes(waiting, {
    wait: time("queueSeconds"),
    ttft: time("ttftSeconds"),
    tpot: time("tpotSeconds"),
    residence: time("residenceSeconds"),
    request: time("e2eSeconds"),
  });
}

const atMean = (distribution: Distribution, mean: number): Distribution =>
  distribution.mean > 0 ? scaled(distribution, mean / distribution.mean) : distributionOf(mean, () => mean);
