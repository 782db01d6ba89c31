import { rising } from "../internal/rising.js";
import type { HeldCache, ReplicaCurve } from "../queueing/replica-curve.js";
import type { OperatingPoint, ServedReplica } from "./operating-point.js";

/** A replica of which the times by occupancy are known. */
export interface CurveOptions extends ServedReplica {
  /** Requests that it runs at once, real, > 0. */
  readonly slots: number;
  /** What its requests hold of its cache. */
  readonly cache: HeldCache;
  /** Times while so many of its slots are taken. */
  readonly at: (running: number) => OperatingPoint;
}

/**
 * What queueing needs to know of a replica: its occupancies, and what prompts of other lengths add to a step. Between powers of
 * two of the requests that run, times are straight lines.
 *
 * @param options - constants, lengths and occupancies.
 * @returns a curve up to the whole requests that it runs at once.
 */
export function replicaCurve({
  timing,
  lengths,
  added,
  maxBatchedTokens,
  chunksPrompts,
  slots: most,
  cache,
  at,
}: CurveOptions): ReplicaCurve {
  const slots = Math.max(1, Math.floor(most));
  // More requests never make a time shorter: where a law bends the other way, the longest time so far stays.
  const times = (read: (at: OperatingPoint) => number): ((running: number) => number) =>
    rising((running) => read(at(running)));
  const stepSeconds = times(({ decode }) => decode.seconds);
  const gateSeconds = times((point) => point.gateSeconds);
  const queueSeconds = times((point) => point.prefillQueueSeconds);
  const prefillSeconds = times((point) => point.prefillSeconds - point.prefillQueueSeconds);
  const readingSeconds = at(1).prefillSeconds;
  return {
    slots,
    cache,
    ...(chunksPrompts ? {} : { uncutTokens: maxBatchedTokens }),
    residenceSeconds: times(({ residenceSeconds }) => residenceSeconds),
    stepSeconds,
    readingSeconds: (running, promptTokens) => stepSeconds(running) + added.seconds(running, promptTokens),
    tokenSeconds: times(({ tpotSeconds }) => tpotSeconds),
    delaySeconds: (running, ofStep) =>
      timing.firstTokenSeconds({
        readingSeconds,
        stepSeconds: ofStep,
        others: Math.max(0, running - 1),
        inputTokens: lengths.input.mean,
      }) - readingSeconds,
    prefillWait: (running) => ({
      gateSeconds: gateSeconds(running),
      queueSeconds: queueSeconds(running),
      prefillSeconds: prefillSeconds(running),
    }),
  };
}
