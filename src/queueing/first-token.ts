import { distributionOfTail, type Distribution } from "./distribution.js";
import type { Gate } from "./gated-reading.js";
import { NODE_WEIGHTS } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import { waitTail, type WaitLaw } from "./wait-law.js";

/**
 * Time to the first token: for a slot or for the next step, for its own prompt, and for the step.
 *
 * $$ P(T > t) = \sum_i w_i \left[ P_w P(W > t - t_0 - r_i) + (1 - P_w) P(G > t - t_0 - r_i) \right] $$
 *
 * over prompts of several lengths, with the wait W of those that wait and the gate G of the others.
 *
 * @param wait - for a slot.
 * @param leastSeconds - of every request besides: the step, and delays outside it.
 * @param reading - of its own prompt.
 * @param gate - of those that find a slot; absent where requests come just when another leaves and are read one by one.
 */
export function firstToken(wait: WaitLaw, leastSeconds: number, reading: PromptReading, gate: Gate | undefined): Distribution {
  const { nodeSeconds, meanSeconds, excessSeconds } = reading;
  const free = 1 - wait.probability;
  const mean = leastSeconds + meanSeconds + excessSeconds + wait.probability * wait.meanSeconds + (gate === undefined ? 0 : free * (gate.stepSeconds + gate.othersSeconds));
  const tail = (seconds: number): number => {
    let sum = 0;
    for (let i = 0; i < nodeSeconds.length; i += 1) {
      const left = seconds - leastSeconds - (nodeSeconds[i] ?? 0);
      sum += (NODE_WEIGHTS[i] ?? 0) * (left < 0 ? 1 : (wait.probability > 0 ? waitTail(wait, left) : 0) + (gate === undefined ? 0 : free * gate.tail(left)));
    }
    return sum;
  };
  return distributionOfTail(mean, tail, mean);
}
