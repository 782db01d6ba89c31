import { passCapacity, type PassReplica } from "../queueing/pass-replica.js";
import { uncachedTokens, type OperatingPoint, type ServedLengths } from "./operating-point.js";
import type { ServingStep, StepTiming } from "./timing/step-timing.js";

/** A step of a model that never decodes. */
export const NO_STEP: ServingStep = {
  computeSeconds: 0,
  memorySeconds: 0,
  communicationSeconds: 0,
  overheadSeconds: 0,
  seconds: 0,
};

/**
 * A replica of a model of one pass with n requests in flight, each that is answered replaced at once: half of them are in a pass and the others
 * wait for the next, until passes are full:
 *
 * $$ L(n) = \max\left(2\,t(n / 2), \frac{n\,t(q)}{q}\right) \quad (n \ge 2), \qquad L(1) = t(1) $$
 *
 * @param passes - room and times of its passes.
 * @param served - clock and lengths.
 * @param running - n, real, > 0.
 * @returns times and rate.
 */
export function passPoint(
  passes: PassReplica,
  { timing, lengths }: { readonly timing: StepTiming; readonly lengths: ServedLengths },
  running: number,
): OperatingPoint {
  const { roomRequests, passSeconds, deliverySeconds } = passes;
  const together = Math.max(1, Math.min(roomRequests, running / 2));
  const prefillSeconds = passSeconds(together);
  const residenceSeconds = Math.max(Math.max(1, Math.min(2, running)) * prefillSeconds, running / passCapacity(passes));
  const delivery = deliverySeconds(prefillSeconds);
  return {
    running,
    decode: NO_STEP,
    reading: timing.reading({ promptTokens: uncachedTokens(lengths), prompts: together }),
    addedPerPromptSeconds: prefillSeconds / together,
    tpotSeconds: 0,
    serviceTtftSeconds: residenceSeconds + delivery,
    gateSeconds: residenceSeconds - prefillSeconds,
    prefillQueueSeconds: 0,
    prefillSeconds,
    deliverySeconds: delivery,
    residenceSeconds,
    requestsPerSecond: running / residenceSeconds,
  };
}
