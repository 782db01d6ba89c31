import { rising } from "../internal/rising.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
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
}

/** The same by the requests that run. */
export interface Gates {
  /** While so many run. */
  readonly at: (running: number) => MetAtGate;
  /** Longer than that by prompts of others, which fill no step, mean, seconds: never less the more run. */
  readonly gateSeconds: (running: number) => number;
  /** How long prompts of others take a request that meets any, mean, seconds: never less the more run. */
  readonly whenMetSeconds: (running: number) => number;
}

/**
 * The gates of a replica. Of p prompts that come in a step of length $\tau$, one that decodes lasting t, this share of the requests meets any:
 *
 * $$ 1 - \frac{t}{\tau} e^{-2 p}, \qquad p = \frac{n - 1}{S(n)} \tau $$
 *
 * @param curve - of the replica.
 * @param input - uncached tokens of prompts.
 */
export function gates(curve: ReplicaCurve, input: LengthDistribution): Gates {
  const beside = (running: number): readonly [reading: PromptReading, meets: PrefillWait, besideSeconds: number] => {
    const reading = promptReading(curve, input, running);
    const meets = prefillWaitOf(curve, reading, running);
    return [reading, meets, Math.max(0, meets.prefillSeconds - reading.meanSeconds)];
  };
  const [, , aloneSeconds] = beside(1);
  const leastOf = (running: number, besideSeconds: number): number => Math.min(Math.max(curve.stepSeconds(running), aloneSeconds), besideSeconds);
  const gateAt = (running: number): number => {
    const [, meets, besideSeconds] = beside(running);
    return meets.gateSeconds + besideSeconds - leastOf(running, besideSeconds);
  };
  const whenMet = (running: number): number => {
    const pace = curve.tokenSeconds(running);
    const share = 1 - (curve.stepSeconds(running) / pace) * Math.exp(-2 * promptsPerStep(curve, running));
    return share > 0 ? gateAt(running) / share : 0;
  };
  // One that runs alone meets nobody.
  return {
    at: (running) => {
      const [reading, meets, besideSeconds] = beside(running);
      return { reading, meets, leastSeconds: leastOf(running, besideSeconds) };
    },
    gateSeconds: rising(gateAt, curve.slots),
    whenMetSeconds: rising((running) => whenMet(Math.min(curve.slots, Math.max(2, running))), curve.slots),
  };
}

/**
 * The gate, exponential for those who meet prompts of others, and the queue behind those that have slots: the more there are, the less
 * does their work vary.
 */
export function gateOf(gateSeconds: number, queueSeconds: number, whenMetSeconds: number, promptSeconds: number): Gate {
  const meanSeconds = gateSeconds + queueSeconds;
  const ofGate = gateSeconds * (2 * Math.max(gateSeconds, whenMetSeconds) - gateSeconds);
  const ofQueue = queueSeconds === 0 ? 0 : queueSeconds ** 2 / (1 + queueSeconds / promptSeconds);
  return { meanSeconds, queueSeconds, squaredCv: meanSeconds > 0 ? (ofGate + ofQueue) / meanSeconds ** 2 : 0 };
}

/** Prompts of others that come in a step. */
export const promptsPerStep = (curve: ReplicaCurve, running: number): number => ((running - 1) / curve.residenceSeconds(running)) * curve.tokenSeconds(running);

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
