import { linearCurve, waiting, type StableWaiting } from "../../src/queueing/index.js";
import { lengthDistribution } from "../../src/workload/index.js";
import type { Cell } from "./cells.js";
import { normal, randomOf, type Random } from "./random.js";
import { simulateSteps } from "./step-simulator.js";

/** Quantities that are compared, seconds but for the rate. */
export const QUANTITIES = ["rate", "wait", "wait95", "ttft", "ttft50", "ttft95", "tpot", "tpot95", "residence", "residence95", "request", "request95"] as const;
export type Quantity = (typeof QUANTITIES)[number];
export type Figures = Readonly<Record<Quantity, number>>;

/** A case, what came out of the simulation, and what the formulas say. */
export interface Compared {
  readonly cell: Cell;
  /** Mean residence, the measure of a wait. */
  readonly residenceSeconds: number;
  readonly simulated: Figures;
  readonly predicted: Figures;
  readonly flagged: boolean;
}

/** Runs one case; the seed is its place in the list. */
export function compare(cell: Cell, seed: number): Compared {
  const { law, replicas, routing, lengths } = cell;
  const of = ({ mean, cv }: { readonly mean: number; readonly cv: number }, field: string) => lengthDistribution(cv === 0 ? mean : { mean, cv }, field);
  const distributions = { input: of(lengths.input, "input"), output: of(lengths.output, "output") };
  const curve = linearCurve(law, distributions);
  const residence = curve.residenceSeconds(law.slots);
  const traffic = cell.traffic((replicas * law.slots) / residence, residence);
  const sent = traffic.kind === "open" ? traffic : traffic.kind === "burst" ? { ...traffic, requests: traffic.requests } : traffic;
  const prediction = waiting(curve, distributions, sent, { replicas, routing }) as StableWaiting;
  const times = simulateSteps({ law, replicas, routing, traffic, requests: cell.requests, warmUp: traffic.kind === "burst" ? 0 : 0.15, random: randomOf(seed), inputTokens: sampler(lengths.input), outputTokens: sampler(lengths.output) });
  const figures = (rate: number, read: (name: "wait" | "ttft" | "tpot" | "residence" | "request", statistic: "mean" | "p50" | "p95") => number): Figures => ({
    rate,
    wait: read("wait", "mean"),
    wait95: read("wait", "p95"),
    ttft: read("ttft", "mean"),
    ttft50: read("ttft", "p50"),
    ttft95: read("ttft", "p95"),
    tpot: read("tpot", "mean"),
    tpot95: read("tpot", "p95"),
    residence: read("residence", "mean"),
    residence95: read("residence", "p95"),
    request: read("request", "mean"),
    request95: read("request", "p95"),
  });
  const simulated = figures(times.requestsPerSecond, (name, statistic) => statistics(times[name])[statistic]);
  const predicted = figures(prediction.requestsPerSecond, (name, statistic) => prediction[`${name}Seconds`][statistic]);
  return { cell, residenceSeconds: simulated.residence, simulated, predicted, flagged: prediction.needsReplay };
}

/** Lognormal lengths, or one. */
function sampler({ mean, cv }: { readonly mean: number; readonly cv: number }): (random: Random) => number {
  if (cv === 0) return () => mean;
  const sigma = Math.sqrt(Math.log1p(cv * cv));
  const median = mean / Math.sqrt(1 + cv * cv);
  return (random) => median * Math.exp(sigma * normal(random));
}

const cache = new WeakMap<Float64Array, { readonly mean: number; readonly p50: number; readonly p95: number }>();

function statistics(values: Float64Array): { readonly mean: number; readonly p50: number; readonly p95: number } {
  const known = cache.get(values);
  if (known) return known;
  const sorted = values.slice().sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const made = { mean: values.reduce((sum, value) => sum + value, 0) / values.length, p50: at(0.5), p95: at(0.95) };
  cache.set(values, made);
  return made;
}
