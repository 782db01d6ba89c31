import { distributionOfTail, type Distribution } from "./distribution.js";
import { NODE_WEIGHTS } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import { gammaTail, waitTail, type WaitLaw } from "./wait-law.js";

/** What a first token waits for. */
export interface FirstToken {
  /** For a slot. */
  readonly wait: WaitLaw;
  /** What every request waits besides: the step, and delays outside it, seconds. */
  readonly leastSeconds: number;
  /** Its own prompt. */
  readonly reading: PromptReading;
  /** Rest of a step and prompts of others, where a slot is free: mean seconds and variance over squared mean. */
  readonly gateSeconds: number;
  readonly gateSquaredCv: number;
}

/**
 * Time to the first token: for a slot or for the next step, for its own prompt, and for the step.
 *
 * $$ P(T > t) = \sum_i w_i \left[ P_w P(W > t - t_0 - r_i) + (1 - P_w) P(G > t - t_0 - r_i) \right] $$
 *
 * over prompts of several lengths, the wait W of those that wait and the gate G of the others, by a gamma law.
 */
export function firstToken({ wait, leastSeconds, reading, gateSeconds, gateSquaredCv }: FirstToken): Distribution {
  const { nodeSeconds } = reading;
  const free = 1 - wait.probability;
  const mean = leastSeconds + reading.meanSeconds + wait.probability * wait.meanSeconds + free * gateSeconds;
  const tail = (seconds: number): number => {
    let sum = 0;
    for (let i = 0; i < nodeSeconds.length; i += 1) {
      const left = seconds - leastSeconds - (nodeSeconds[i] ?? 0);
      sum += (NODE_WEIGHTS[i] ?? 0) * (left < 0 ? 1 : waitTail(wait, left) + free * gammaTail(left, gateSeconds, gateSquaredCv));
    }
    return sum;
  };
  return distributionOfTail(mean, tail, mean);
}
