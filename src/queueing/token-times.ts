import { rising } from "../internal/rising.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import { delayTail } from "./delay-law.js";
import { distributionOfTail, type Distribution } from "./distribution.js";
import { promptsPerStep } from "./gates.js";
import { lengthNodes, NODE_WEIGHTS } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import type { ReplicaCurve } from "./replica-curve.js";

/** What prompts of others add to a token while so many requests run; neither falls with more of them. */
export interface TokenDelays {
  /** Mean, seconds. */
  readonly meanSeconds: (running: number) => number;
  /** Standard deviation of one token, seconds; of the mean of a request, less by the root of its tokens. */
  readonly deviationSeconds: (running: number) => number;
}

/**
 * Of a step t that lasts $\tau$ with the prompts of others, the delays of tokens: at most one step in $1 / p$ reads, $p$ prompts that come in one,
 *
 * $$ E[D] = \tau - t, \qquad \sigma_D = E[D]\, \frac{\tau}{t} \sqrt{\frac{1 + c_r^2}{\min(1, p)}}, \qquad p = \frac{n - 1}{S(n)} \tau $$
 *
 * @param curve - of the replica.
 * @param reading - of prompts while every slot is busy.
 */
export function tokenDelays(curve: ReplicaCurve, { squaredCv }: PromptReading): TokenDelays {
  const meanAt = (running: number): number => Math.max(0, curve.tokenSeconds(running) - curve.stepSeconds(running));
  const deviationAt = (running: number): number => {
    const prompts = promptsPerStep(curve, running);
    return prompts > 0 ? meanAt(running) * (curve.tokenSeconds(running) / curve.stepSeconds(running)) * Math.sqrt((1 + squaredCv) / Math.min(1, prompts)) : 0;
  };
  return { meanSeconds: rising(meanAt, curve.slots), deviationSeconds: rising(deviationAt, curve.slots) };
}

/**
 * Mean time between two tokens of a request, over the requests: a step t, and what prompts of others add to it meanwhile. Over the o - 1 steps of
 * its output that deviates by $\sigma_D / \sqrt{o - 1}$. The squared variation counts up to 1: a request that meets nobody is rare where prompts
 * matter.
 *
 * @param curve - of the replica.
 * @param output - tokens of answers.
 * @param delays - of its tokens.
 * @param running - requests that run, itself included.
 */
export function tokenTimes(curve: ReplicaCurve, output: LengthDistribution, delays: TokenDelays, running: number): Distribution {
  const pace = curve.tokenSeconds(running);
  const delay = Math.min(pace, delays.meanSeconds(running));
  const ofOneToken = delay > 0 ? (delays.deviationSeconds(running) / delay) ** 2 : 0;
  const squaredCvs = lengthNodes(output).map((tokens) => Math.min(1, ofOneToken / Math.max(1, tokens - 1)));
  const tail = (time: number): number => {
    let sum = 0;
    for (let i = 0; i < squaredCvs.length; i += 1) sum += (NODE_WEIGHTS[i] ?? 0) * delayTail(time - pace + delay, delay, squaredCvs[i] ?? 0);
    return sum;
  };
  return distributionOfTail(pace, tail, pace);
}
