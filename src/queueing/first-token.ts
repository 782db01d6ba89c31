import { delayTail } from "./delay-law.js";
import { distributionOfTail, type Distribution } from "./distribution.js";
import { NODE_WEIGHTS } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import { waitTail, type WaitLaw } from "./wait-law.js";

/** What a request that finds a slot meets beside its own prompt. */
export interface Gate {
  /** Mean, seconds. */
  readonly meanSeconds: number;
  /** Of these, behind prompts of requests that have slots: who waited for a slot meets that too, seconds. */
  readonly queueSeconds: number;
  /** Variance over squared mean. */
  readonly squaredCv: number;
}

/**
 * Time to the first token: for a slot or for a step, for its own prompt, and to its client.
 *
 * $$ P(T > t) = \sum_i w_i \left[ P_w P(W > t - t_0 - r_i - q) + (1 - P_w) P(G > t - t_0 - r_i) \right] $$
 *
 * over prompts of several lengths, with the wait W of those that wait for a slot and the gate G of the others: exponential for those
 * who meet prompts of others.
 *
 * @param wait - for a slot.
 * @param leastSeconds - of every request besides, seconds.
 * @param reading - of its own prompt.
 * @param gate - of those that find a slot.
 */
export function firstToken(wait: WaitLaw, leastSeconds: number, reading: PromptReading, gate: Gate): Distribution {
  const { nodeSeconds, meanSeconds, excessSeconds } = reading;
  const free = 1 - wait.probability;
  const mean = leastSeconds + meanSeconds + excessSeconds + wait.probability * (wait.meanSeconds + gate.queueSeconds) + free * gate.meanSeconds;
  const tail = (seconds: number): number => {
    let sum = 0;
    for (let i = 0; i < nodeSeconds.length; i += 1) {
      const left = seconds - leastSeconds - (nodeSeconds[i] ?? 0);
      sum += (NODE_WEIGHTS[i] ?? 0) * (left < 0 ? 1 : (wait.probability > 0 ? waitTail(wait, Math.max(0, left - gate.queueSeconds)) : 0) + free * delayTail(left, gate.meanSeconds, gate.squaredCv));
    }
    return sum;
  };
  return distributionOfTail(mean, tail, Math.max(mean, Number.MIN_VALUE));
}
