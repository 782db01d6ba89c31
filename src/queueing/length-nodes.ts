import { valueAt } from "../internal/remembered.js";
import { normalTail } from "../internal/normal-tail.js";
import type { LengthDistribution } from "../workload/length-distribution.js";

/** Half a width of the grid and its step, in standard deviations of a normal variable: 16 nodes. */
const WIDEST = 3;
const STEP = 0.4;
const NODES = Math.round((2 * WIDEST) / STEP) + 1;

/** Shares of a distribution at equal steps of the normal variable that lies under a lognormal, and the weight of each. */
const SHARES = Array.from({ length: NODES }, (_, i) => normalTail(WIDEST - i * STEP));
const DENSITY = Array.from({ length: NODES }, (_, i) => Math.exp(-((i * STEP - WIDEST) ** 2) / 2));
const TOTAL = DENSITY.reduce((sum, density) => sum + density, 0);

/** Weight of each node; they add up to 1. */
export const NODE_WEIGHTS: readonly number[] = DENSITY.map((density) => density / TOTAL);

/** Nodes of distributions that were asked for before. */
const known = new WeakMap<LengthDistribution, readonly number[]>();

/** Lengths that stand for a distribution, from short to long, each with its weight in {@link NODE_WEIGHTS}; not to be written to. */
export const lengthNodes = (distribution: LengthDistribution): readonly number[] =>
  valueAt(known, distribution, () => SHARES.map(distribution.quantile));

/** Mean over the nodes. */
export const nodeMean = (values: readonly number[]): number =>
  values.reduce((sum, value, i) => sum + (NODE_WEIGHTS[i] ?? 0) * value, 0);

/** Variance over squared mean, over the nodes. */
export function nodeSquaredCv(values: readonly number[]): number {
  const mean = nodeMean(values);
  return mean > 0 ? nodeMean(values.map((value) => (value - mean) ** 2)) / mean ** 2 : 0;
}

/**
 * Mean of the shorter of two lengths over the mean length: how much of a burst is still there when its first half has
 * left. 1 for equal lengths, 1/2 for exponential ones, $2\,\Phi(-\sigma/\sqrt 2)$ for lognormal ones.
 */
export const overlap = (lengths: LengthDistribution): number =>
  Math.min(1, nodeMean(lengthNodes(lengths).map((length, i) => 2 * (1 - (SHARES[i] ?? 0)) * length)) / lengths.mean);

/** The value that a share of all do not exceed, of values that rise from node to node. */
export function nodeQuantile(values: readonly number[], share: number): number {
  let i = 0;
  for (let left = share - (NODE_WEIGHTS[0] ?? 0); left > 0 && i < NODES - 1; left -= NODE_WEIGHTS[i] ?? 0) i += 1;
  return values[i] ?? 0;
}
