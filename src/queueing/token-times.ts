import type { LengthDistribution } from "../workload/length-distribution.js";
import { distributionOfTail, type Distribution } from "./distribution.js";
import { gammaTail } from "./gamma-law.js";
import type { ReadingSpread } from "./reading-spread.js";
import { lengthNodes, nodeMean, NODE_WEIGHTS } from "./length-nodes.js";
import type { ReplicaCurve } from "./replica-curve.js";
import type { ReplicaLoad } from "./replica-load.js";

/**
 * Mean time between two tokens of a request, over the requests.
 *
 * The steps after a long one are longer too, since more prompts came meanwhile: the i-th after the first, which read the
 * request's own prompt, exceeds the others by $\rho_p^i\,d$. Answers of few tokens meet little else. Over o - 1 steps the
 * prompts of others that happen to be read make the mean vary by $\mathrm{Var}(\tau) / (o - 1)$ and more, since each brings
 * others; and the number of those that run varies.
 *
 * @param curve - of the replica.
 * @param output - tokens of answers.
 * @param load - of the replica.
 * @param spread - of its steps.
 * @param longerSeconds - by which the first step exceeds the mean one: d.
 */
export function tokenTimes(curve: ReplicaCurve, output: LengthDistribution, load: ReplicaLoad, { share, seconds }: ReadingSpread, longerSeconds: number): Distribution {
  const pace = curve.tokenSeconds(load.company);
  const least = Math.min(pace, curve.stepSeconds(1));
  const gaps = lengthNodes(output).map((tokens) => Math.max(1, tokens - 1));
  const excess = gaps.map((gap) => (longerSeconds * share * (1 - share ** gap)) / ((1 - share) * gap));
  // The pace holds for the mean token; that of a request weighs short answers more.
  const ofTokens = nodeMean(excess.map((value, i) => value * (gaps[i] ?? 0))) / nodeMean(gaps);
  const means = excess.map((value) => Math.max(least, pace + value - ofTokens));
  const mean = nodeMean(means);

  const [fewer, more] = [Math.max(1, load.company - load.companyDeviation), Math.min(curve.slots, load.company + load.companyDeviation)];
  const ofCompany = ((curve.tokenSeconds(more) - curve.tokenSeconds(fewer)) / 2) ** 2;
  const ofSteps = (pace * seconds * (1 + share)) / (1 - share);
  const squaredCvs = means.map((value, i) => (value > least ? (ofCompany + ofSteps / (gaps[i] ?? 1)) / (value - least) ** 2 : 0));
  const tail = (time: number): number => {
    let sum = 0;
    for (let i = 0; i < means.length; i += 1) sum += (NODE_WEIGHTS[i] ?? 0) * gammaTail(time - least, (means[i] ?? 0) - least, squaredCvs[i] ?? 0);
    return sum;
  };
  return distributionOfTail(mean, tail, mean);
}
