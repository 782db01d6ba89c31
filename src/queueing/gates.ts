import type { LengthDistribution } from "../workload/length-distribution.js";
import { delayLaw, risingDelay, type DelayLaw } from "./delay-law.js";
import type { Gate } from "./first-token.js";
import { prefillWait, type PrefillWait } from "./prefill-wait.js";
import { promptReading, type PromptReading } from "./prompt-reading.js";
import type { ReplicaCurve } from "./replica-curve.js";

/** What a request that has a slot meets on its way to its first token. */
export interface MetAtGate {
  /** Of its own prompt. */
  readonly reading: PromptReading;
  /** Of all prompts. */
  readonly meets: PrefillWait;
  /** Beside its own prompt, of every request: the step, where that decodes too, or what it would meet alone, seconds. */
  readonly leastSeconds: number;
  /** Longer than that by prompts of others: at no percentile less the more run. */
  readonly gate: Gate;
}

/**
 * The gates of a replica, by the requests that run. Of p prompts that come in a step of length $\tau$, one that decodes lasting t, this share
 * of the requests meets any, exponentially long:
 *
 * $$ 1 - \frac{t}{\tau} e^{-2 p}, \qquad p = \frac{n - 1}{S(n)} \tau $$
 *
 * Of V prompts wait for room in a step behind others. Where these are few of the n - 1 others, their queue is that of a server with arrivals by
 * chance, whose waits vary by
 *
 * $$ c_W^2 = 1 + \frac{4 (1 - \rho)}{3 \rho} (1 + c^2) = 1 + \frac{2 (1 + c^2)^2}{3 V}, \qquad V = \frac{\rho (1 + c^2)}{2 (1 - \rho)} $$
 *
 * for lognormal prompts (Takacs); where all others wait, it is their work, which varies by 1/(1 + V).
 *
 * @param curve - of the replica.
 * @param input - uncached tokens of prompts.
 */
export function gates(curve: ReplicaCurve, input: LengthDistribution): (running: number) => MetAtGate {
  const beside = (running: number): readonly [reading: PromptReading, meets: PrefillWait, besideSeconds: number] => {
    const reading = promptReading(curve, input, running);
    const meets = prefillWaitOf(curve, reading, running);
    return [reading, meets, Math.max(0, meets.prefillSeconds - reading.meanSeconds - reading.excessSeconds)];
  };
  const [, , aloneSeconds] = beside(1);
  const leastOf = (running: number, besideSeconds: number): number =>
    Math.min(Math.max(curve.stepSeconds(running), aloneSeconds), besideSeconds);
  const lawAt = (running: number): DelayLaw => {
    const [reading, { gateSeconds, queueSeconds }, besideSeconds] = beside(running);
    const metSeconds = gateSeconds + besideSeconds - leastOf(running, besideSeconds);
    const share =
      1 - (curve.stepSeconds(running) / curve.tokenSeconds(running)) * Math.exp(-2 * promptsPerStep(curve, running));
    const ofMet = share > 0 ? (2 / share - 1) * metSeconds ** 2 : 0;
    const meanSeconds = metSeconds + queueSeconds;
    return delayLaw(
      meanSeconds,
      meanSeconds > 0 ? (ofMet + queueVariance(queueSeconds, reading, running - 1)) / meanSeconds ** 2 : 0,
    );
  };
  const law = risingDelay(lawAt, curve.slots);
  return (running) => {
    const [reading, meets, besideSeconds] = beside(running);
    return {
      reading,
      meets,
      leastSeconds: leastOf(running, besideSeconds),
      gate: { law: law(running), queueSeconds: meets.queueSeconds },
    };
  };
}

function queueVariance(
  queueSeconds: number,
  { meanSeconds: promptSeconds, squaredCv }: PromptReading,
  others: number,
): number {
  if (queueSeconds === 0) return 0;
  const waiting = queueSeconds / promptSeconds;
  const share = Math.min(1, waiting / others);
  return (
    (1 - share) * (queueSeconds ** 2 + (2 / 3) * queueSeconds * promptSeconds * (1 + squaredCv) ** 2) +
    (share * queueSeconds ** 2) / (1 + waiting)
  );
}

/** Prompts of others that come in a step. */
export const promptsPerStep = (curve: ReplicaCurve, running: number): number =>
  ((running - 1) / curve.residenceSeconds(running)) * curve.tokenSeconds(running);

/** What a request meets: as the curve says, or in a lane whose steps have room for all prompts that come. */
function prefillWaitOf(curve: ReplicaCurve, reading: PromptReading, running: number): PrefillWait {
  if (curve.prefillWait !== undefined) return curve.prefillWait(running);
  const prompts = promptsPerStep(curve, running);
  return prefillWait({
    mixesPrompts: true,
    stepSeconds: curve.stepSeconds(running),
    addedSeconds: reading.meanSeconds + reading.excessSeconds,
    promptsPerStep: prompts,
    mostPromptsPerStep: prompts,
    roomPrompts: Infinity,
    squaredCv: reading.squaredCv,
    lagSteps: 0,
  });
}
