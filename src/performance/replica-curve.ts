import type { ReplicaCurve } from "../queueing/replica-curve.js";
import type { OperatingPoint, ServedReplica } from "./operating-point.js";

/** A replica of which the times by occupancy are known. */
export interface CurveOptions extends ServedReplica {
  /** Requests that it runs at once, real, > 0. */
  readonly slots: number;
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
export function replicaCurve({ timing, lengths, added, slots: most, at }: CurveOptions): ReplicaCurve {
  const slots = Math.max(1, Math.floor(most));
  // More requests never make a time shorter: where a law bends the other way, the longest time so far stays.
  const upTo = (exponent: number, read: (at: OperatingPoint) => number): number => {
    let longest = 0;
    for (let i = 0; i <= exponent; i += 1) longest = Math.max(longest, read(at(2 ** i)));
    return longest;
  };
  const between = (running: number, read: (at: OperatingPoint) => number): number => {
    const exponent = Math.floor(Math.log2(Math.max(1, running)));
    const power = 2 ** exponent;
    const low = upTo(exponent, read);
    return running <= power ? low : low + ((upTo(exponent + 1, read) - low) * (running - power)) / power;
  };
  const stepSeconds = (running: number): number => between(running, ({ decode }) => decode.seconds);
  const readingSeconds = at(1).prefillSeconds;
  return {
    slots,
    residenceSeconds: (running) => between(running, ({ residenceSeconds }) => residenceSeconds),
    stepSeconds,
    readingSeconds: (running, promptTokens) => stepSeconds(running) + added.seconds(running, promptTokens),
    tokenSeconds: (running) => between(running, ({ tpotSeconds }) => tpotSeconds),
    delaySeconds: (running, ofStep) => timing.firstTokenSeconds({ readingSeconds, stepSeconds: ofStep, others: Math.max(0, running - 1), inputTokens: lengths.input.mean }) - readingSeconds,
    prefillWait: (running) => ({
      gateSeconds: between(running, ({ gateSeconds }) => gateSeconds),
      queueSeconds: between(running, ({ queueSeconds }) => queueSeconds),
      prefillSeconds: between(running, ({ prefillSeconds, queueSeconds }) => prefillSeconds - queueSeconds),
    }),
  };
}
