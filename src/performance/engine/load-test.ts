import type { StableWaiting } from "../../queueing/fleet-waiting.js";
import { withMeans } from "../../queueing/other-times.js";
import type { ReplicaPrediction } from "../predict-load.js";

/**
 * What a load test sees of a fleet: its mean times, with the rates and the shape of the times of steady service.
 *
 * @param steady - the fleet in steady service.
 * @param predict - one engine in the load test.
 * @param timeFactor - how many times as long as predicted every time is.
 * @returns waits of the load test; predicted when a time is first read.
 */
export function inLoadTest(steady: StableWaiting, predict: () => ReplicaPrediction, timeFactor: number): StableWaiting {
  let test: ReplicaPrediction | undefined;
  const mean = (read: (prediction: ReplicaPrediction) => number | null) => (): number =>
    timeFactor * (read((test ??= predict())) ?? Infinity);
  return withMeans(steady, {
    queueSeconds: mean(({ queueSeconds }) => queueSeconds),
    ttftSeconds: mean(({ ttftSeconds }) => ttftSeconds),
    tpotSeconds: mean(({ tpotSeconds }) => tpotSeconds),
    e2eSeconds: mean(({ e2eSeconds }) => e2eSeconds),
  });
}
