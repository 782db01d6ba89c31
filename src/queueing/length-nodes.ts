import { normalTail } from "../internal/normal-tail.js";
import type { LengthDistribution } from "../workload/length-distribution.js";

/** Half a width of the grid and its step, in standard deviations of a normal variable: 31 nodes. */
const WIDEST = 3;
const STEP = 0.2;
const NODES = Math.round((2 * WIDEST) / STEP) + 1;

/** Shares of a distribution at equal steps of the normal variable that lies under a lognormal, and the weight of each. */
const SHARES = Float64Array.from({ length: NODES }, (_, i) => normalTail(WIDEST - i * STEP));
const DENSITY = Float64Array.from({ length: NODES }, (_, i) => Math.exp(-((i * STEP - WIDEST) ** 2) / 2));
const TOTAL = DENSITY.reduce((sum, density) => sum + density, 0);

/** Weight of each node; they add up to 1. */
export const NODE_WEIGHTS: Float64Array = DENSITY.map((density) => density / TOTAL);

/** Nodes of distributions that were asked for before. */
const known = new WeakMap<LengthDistribution, Float64Array>();

/** Lengths that stand for a distribution, from short to long, each with its weight in {@link NODE_WEIGHTS}; not to be written to. */
export function lengthNodes(distribution: LengthDistribution): Float64Array {
  const found = known.get(distribution);
  if (found !== undefined) return found;
  const nodes = SHARES.map(distribution.quantile);
  known.set(distribution, nodes);
  return nodes;
}

/** Mean over the nodes. */
export function nodeMean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < NODES; i += 1) sum += (NODE_WEIGHTS[i] ?? 0) * (values[i] ?? 0);
  return sum;
}

/** Variance over squared mean, over the nodes. */
export function nodeSquaredCv(values: Float64Array): number {
  const mean = nodeMean(values);
  let sum = 0;
  for (let i = 0; i < NODES; i += 1) sum += (NODE_WEIGHTS[i] ?? 0) * ((values[i] ?? 0) - mean) ** 2;
  return mean > 0 ? sum / mean ** 2 : 0;
}

/**
 * Mean of the shorter of two lengths over the mean length: how much of a burst is still there when its first half has
 * left. 1 for equal lengths, 1/2 for exponential ones, $2\,\Phi(-\sigma/\sqrt 2)$ for lognormal ones.
 */
export function overlap(lengths: LengthDistribution): number {
  const nodes = lengthNodes(lengths);
  let sum = 0;
  for (let i = 0; i < NODES; i += 1) sum += (NODE_WEIGHTS[i] ?? 0) * 2 * (1 - (SHARES[i] ?? 0)) * (nodes[i] ?? 0);
  return Math.min(1, sum / lengths.mean);
}

/** The value that a share of all do not exceed, of values that rise from node to node. */
export function nodeQuantile(values: Float64Array, share: number): number {
  let i = 0;
  for (let left = share - (NODE_WEIGHTS[0] ?? 0); left > 0 && i < NODES - 1; left -= NODE_WEIGHTS[i] ?? 0) i += 1;
  return values[i] ?? 0;
}
