import { lengthNodes, nodeMean, nodeSquaredCv } from "./length-nodes.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import type { ReplicaCurve } from "./replica-curve.js";

/** What reading a prompt adds to a step, over the prompts. */
export interface PromptReading {
  /** Seconds for a prompt of mean length. */
  readonly meanSeconds: number;
  /** By how much prompts exceed that in the mean: attention is more than proportional to their length. */
  readonly excessSeconds: number;
  /** Variance over squared mean. */
  readonly squaredCv: number;
  /** Seconds at each of the lengths that stand for all (length-nodes.ts). */
  readonly nodeSeconds: readonly number[];
}

/** Nodes at which the curve is asked; the others lie between them. */
const KNOTS = [0, 4, 8, 11, 15] as const;

/**
 * What reading adds to a step of n requests: a step that reads minus one that does not.
 *
 * @param curve - of the replica.
 * @param input - uncached tokens of prompts.
 * @param running - n.
 */
export function promptReading(
  curve: Pick<ReplicaCurve, "stepSeconds" | "readingSeconds">,
  input: LengthDistribution,
  running: number,
): PromptReading {
  const step = curve.stepSeconds(running);
  const added = (tokens: number): number => Math.max(0, curve.readingSeconds(running, tokens) - step);
  const ofMean = added(input.mean);
  const lengths = lengthNodes(input);
  if (input.squaredCv === 0)
    return { meanSeconds: ofMean, excessSeconds: 0, squaredCv: 0, nodeSeconds: lengths.map(() => ofMean) };

  const nodeSeconds: number[] = [];
  let low = added(lengths[0] ?? 0);
  for (let knot = 1; knot < KNOTS.length; knot += 1) {
    const from = KNOTS[knot - 1] ?? 0;
    const to = KNOTS[knot] ?? 0;
    const shortest = lengths[from] ?? 0;
    const longest = lengths[to] ?? 0;
    const high = added(longest);
    for (let i = from; i <= to; i += 1)
      nodeSeconds[i] =
        longest > shortest ? low + ((high - low) * ((lengths[i] ?? 0) - shortest)) / (longest - shortest) : low;
    low = high;
  }
  // The nodes leave out the far tail; its share of the variance is taken to be that of the lengths.
  const cut = nodeSquaredCv(lengths);
  return {
    meanSeconds: ofMean,
    excessSeconds: Math.max(0, nodeMean(nodeSeconds) - ofMean),
    squaredCv: cut > 0 ? (nodeSquaredCv(nodeSeconds) * input.squaredCv) / cut : 0,
    nodeSeconds,
  };
}
