import type { LengthDistribution } from "../workload/length-distribution.js";
import { delayTail } from "./delay-law.js";
import { distributionOfTail, type Distribution } from "./distribution.js";
import { lengthNodes, NODE_WEIGHTS } from "./length-nodes.js";
import type { ReplicaCurve } from "./replica-curve.js";

/** What a request meets while it writes. */
export interface TokenLoad {
  /** Requests that run, itself included. */
  readonly company: number;
  /** Requests per second that one replica serves. */
  readonly requestsPerSecond: number;
  /** Variance over squared mean of what prompts add to a step. */
  readonly squaredCv: number;
}

/**
 * Mean time between two tokens of a request, over the requests: a step t, and what prompts of others add to it meanwhile.
 *
 * Over o - 1 steps of length $\tau$ it meets $m = (o - 1) \min(1, \lambda \tau)$ steps that read, and more that read what came meanwhile:
 *
 * $$ E[D] = \tau - t, \qquad c_D^2 = \frac{1 + c_r^2}{m} \left(\frac{\tau}{t}\right)^2 $$
 *
 * The squared variation counts up to 1: a request that meets nobody is rare where prompts matter.
 *
 * @param curve - of the replica.
 * @param output - tokens of answers.
 * @param load - company, rate and prompts.
 */
export function tokenTimes(curve: ReplicaCurve, output: LengthDistribution, { company, requestsPerSecond, squaredCv }: TokenLoad): Distribution {
  const pace = curve.tokenSeconds(company);
  const least = Math.min(pace, curve.stepSeconds(company));
  const delay = pace - least;
  const ofOneStep = ((1 + squaredCv) / Math.min(1, requestsPerSecond * pace)) * (pace / least) ** 2;
  const squaredCvs = lengthNodes(output).map((tokens) => Math.min(1, ofOneStep / Math.max(1, tokens - 1)));
  const tail = (time: number): number => {
    let sum = 0;
    for (let i = 0; i < squaredCvs.length; i += 1) sum += (NODE_WEIGHTS[i] ?? 0) * delayTail(time - least, delay, squaredCvs[i] ?? 0);
    return sum;
  };
  return distributionOfTail(pace, tail, pace);
}
