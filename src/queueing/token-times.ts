import { remembered } from "../internal/remembered.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import { delayLaw, delayTail, risingDelay, type DelayLaw } from "./delay-law.js";
import { distributionOfTail, type Distribution } from "./distribution.js";
import { promptsPerStep } from "./gates.js";
import { lengthNodes, NODE_WEIGHTS } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import type { ReplicaCurve } from "./replica-curve.js";

/** Largest squared variation of the delays of a request: half of them meet somebody where prompts matter. */
const MOST_VARIED = 3;

/**
 * By how much the mean time between two tokens of a request exceeds a step t, over requests of o tokens: by the prompts of others that are read
 * meanwhile. At most one step of length $\tau$ in $1 / p$ reads, p prompts that come in one:
 *
 * $$ E[D] = \tau - t, \qquad c_D^2 = \frac{1 + c_r^2}{(o - 1) \min(1, p)} \left(\frac{\tau}{t}\right)^2, \qquad p = \frac{n - 1}{S(n)} \tau $$
 *
 * @param curve - of the replica.
 * @param reading - of prompts while every slot is busy.
 * @param output - tokens of outputs.
 * @returns a law for each of the lengths that stand for all, by the requests that run: at no percentile less the more run.
 */
export function tokenDelays(
  curve: ReplicaCurve,
  { squaredCv }: PromptReading,
  output: LengthDistribution,
): (running: number) => readonly DelayLaw[] {
  const beside = remembered((running) => ({
    step: curve.stepSeconds(running),
    pace: curve.tokenSeconds(running),
    reading: Math.min(1, promptsPerStep(curve, running)),
  }));
  const ofTokens =
    (tokens: number) =>
    (running: number): DelayLaw => {
      const { step, pace, reading } = beside(running);
      const prompts = reading * Math.max(1, tokens - 1);
      return delayLaw(
        Math.max(0, pace - step),
        prompts > 0 ? Math.min(MOST_VARIED, ((1 + squaredCv) / prompts) * (pace / step) ** 2) : 0,
      );
    };
  const laws = lengthNodes(output).map((tokens) => risingDelay(ofTokens(tokens), curve.slots));
  return (running) => laws.map((law) => law(running));
}

/**
 * Mean time between two tokens of a request, over the requests: a step, and what prompts of others add to it meanwhile.
 *
 * @param paceSeconds - mean over all.
 * @param stepSeconds - of a step that only decodes.
 * @param delays - of each of the lengths that stand for all.
 */
export function tokenTimes(paceSeconds: number, stepSeconds: number, delays: readonly DelayLaw[]): Distribution {
  const least = Math.min(paceSeconds, stepSeconds);
  const tail = (time: number): number => {
    let sum = 0;
    for (let i = 0; i < delays.length; i += 1)
      sum += (NODE_WEIGHTS[i] ?? 0) * delayTail(delays[i] as DelayLaw, time - least);
    return sum;
  };
  return distributionOfTail(paceSeconds, tail, paceSeconds);
}
