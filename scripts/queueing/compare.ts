import { linearCurve, waiting, type ReplicaCurve, type StableWaiting, type WaitingLengths } from "../../src/queueing/index.js";
import { lengthDistribution, type LengthDistribution } from "../../src/workload/index.js";
import type { Cell } from "./cells.js";
import { normal, randomOf, type Random } from "./random.js";
import { simulateSteps, type Simulated, type Traffic } from "./step-simulator.js";

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

/** Runs one case; the seed is its place in the list, from 1. */
export function compare(cell: Cell, seed: number): Compared {
  const { figures, needsReplay } = predict(cell);
  const simulated = simulate(cell, seed);
  return { cell, residenceSeconds: simulated.residence, simulated, predicted: figures, flagged: needsReplay };
}

/** What the formulas say of a case. */
export function predict(cell: Cell): { readonly figures: Figures; readonly needsReplay: boolean } {
  const { curve, lengths, traffic } = posed(cell);
  const prediction = waiting(curve, lengths, traffic, { replicas: cell.replicas, routing: cell.routing }) as StableWaiting;
  return { figures: figuresOf(prediction.requestsPerSecond, (name, statistic) => prediction[`${name}Seconds`][statistic]), needsReplay: prediction.needsReplay };
}

/** Bursts are repeated until so many requests were sent. */
const BURST_REQUESTS = 4000;

/** What a simulation of every step says. */
export function simulate(cell: Cell, seed: number): Figures {
  const { law, replicas, routing, lengths } = cell;
  const { traffic } = posed(cell);
  const random = randomOf(seed);
  const warmUp = traffic.kind === "burst" ? 0 : 0.15;
  const run = (): Simulated => simulateSteps({ law, replicas, routing, traffic, requests: cell.requests, warmUp, random, inputTokens: sampler(lengths.input), outputTokens: sampler(lengths.output) });
  const runs = Array.from({ length: traffic.kind === "burst" ? Math.ceil(BURST_REQUESTS / cell.requests) : 1 }, run);
  const read = (name: TimeName): ReturnType<typeof statistics> => statistics(runs.map((one) => one[name]));
  const times = { wait: read("wait"), ttft: read("ttft"), tpot: read("tpot"), residence: read("residence"), request: read("request") };
  return figuresOf(runs.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0) / runs.length, (name, statistic) => times[name][statistic]);
}

type TimeName = "wait" | "ttft" | "tpot" | "residence" | "request";

function posed({ law, replicas, lengths, traffic }: Cell): { readonly curve: ReplicaCurve; readonly lengths: WaitingLengths; readonly traffic: Traffic } {
  const of = ({ mean, cv }: { readonly mean: number; readonly cv: number }, field: string): LengthDistribution => lengthDistribution(cv === 0 ? mean : { mean, cv }, field);
  const distributions = { input: of(lengths.input, "input"), output: of(lengths.output, "output") };
  const curve = linearCurve(law, distributions);
  const residence = curve.residenceSeconds(law.slots);
  return { curve, lengths: distributions, traffic: traffic((replicas * law.slots) / residence, residence) };
}

const figuresOf = (rate: number, read: (name: TimeName, statistic: "mean" | "p50" | "p95") => number): Figures => ({
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

/** Lognormal lengths, or one. */
function sampler({ mean, cv }: { readonly mean: number; readonly cv: number }): (random: Random) => number {
  if (cv === 0) return () => mean;
  const sigma = Math.sqrt(Math.log1p(cv * cv));
  const median = mean / Math.sqrt(1 + cv * cv);
  return (random) => median * Math.exp(sigma * normal(random));
}

function statistics(runs: readonly Float64Array[]): { readonly mean: number; readonly p50: number; readonly p95: number } {
  const sorted = new Float64Array(runs.reduce((length, run) => length + run.length, 0));
  let from = 0;
  for (const run of runs) {
    sorted.set(run, from);
    from += run.length;
  }
  sorted.sort();
  let sum = 0;
  for (let i = 0; i < sorted.length; i += 1) sum += sorted[i] as number;
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { mean: sum / sorted.length, p50: at(0.5), p95: at(0.95) };
}
