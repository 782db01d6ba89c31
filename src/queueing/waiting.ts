import type { LengthDistribution } from "../workload/length-distribution.js";
import { checkArrivals, checkFleet, checkSlots, type Arrivals, type Fleet } from "./arrivals.js";
import type { Distribution } from "./distribution.js";
import { distributionOf, sumOf } from "./distribution.js";
import { firstToken } from "./first-token.js";
import { gatedReading } from "./gated-reading.js";
import { overlap, NODE_WEIGHTS } from "./length-nodes.js";
import { occupancyChain } from "./occupancy-chain.js";
import { promptReading } from "./prompt-reading.js";
import type { ReplicaCurve } from "./replica-curve.js";
import { residenceTable } from "./residence-table.js";
import { workVariation } from "./work-variation.js";
import { waitDistribution, type WaitLaw } from "./wait-law.js";

/** Lengths of the requests. */
export interface WaitingLengths {
  /** Uncached tokens of prompts. */
  readonly input: LengthDistribution;
  /** Tokens of answers. */
  readonly output: LengthDistribution;
}

/** What is known whether or not the fleet keeps up. */
export interface FleetLoad {
  /** Requests that come over requests that the fleet can serve. */
  readonly utilisation: number;
  /** Requests per second of the fleet with every slot busy. */
  readonly capacityPerSecond: number;
  /** True where the formulas are rough: replay the traffic in a simulation before you decide. */
  readonly needsReplay: boolean;
  /** Why. */
  readonly reasons: readonly string[];
}

/** A fleet that keeps up with its load. */
export interface StableWaiting extends FleetLoad {
  readonly stable: true;
  /** Requests per second served by the fleet. */
  readonly requestsPerSecond: number;
  /** Mean requests in slots, of the fleet. */
  readonly running: number;
  /** Mean requests that wait for a slot. */
  readonly waiting: number;
  /** Mean requests sent and not yet answered. */
  readonly inFlight: number;
  /** For a slot. */
  readonly waitSeconds: Distribution;
  /** From sending to the first token. */
  readonly ttftSeconds: Distribution;
  /** Between two tokens, mean of a request. */
  readonly tpotSeconds: Distribution;
  /** In a slot. */
  readonly residenceSeconds: Distribution;
  /** From sending to the last token. */
  readonly requestSeconds: Distribution;
}

/** A fleet to which more comes than it can serve: its queue grows for as long as that lasts. */
export interface UnstableWaiting extends FleetLoad {
  readonly stable: false;
}

/** How long requests wait, or that they wait longer and longer. */
export type Waiting = StableWaiting | UnstableWaiting;

/** Times and rates as one replica sees them. */
interface ReplicaLoad {
  readonly requestsPerSecond: number;
  readonly running: number;
  readonly company: number;
  readonly companyQuantile: (share: number) => number;
  readonly wait: WaitLaw;
  readonly waits?: Distribution;
  /** Share of the requests that come at any moment rather than when another leaves. */
  readonly gated: number;
}

export function waiting(curve: ReplicaCurve, lengths: WaitingLengths, arrivals: Arrivals, fleet: Fleet): Waiting {
  checkSlots(curve.slots);
  checkArrivals(arrivals);
  checkFleet(fleet);
  const table = residenceTable(curve);
  const { slots } = table;
  const { replicas, routing } = fleet;
  const capacityPerSecond = table.capacityPerSecond * replicas;
  const reasons: string[] = [];

  const fullReading = promptReading(curve, lengths.input, slots);
  const squaredWork = workVariation(curve.stepSeconds(slots) / slots, lengths.output, fullReading);
  const pooled = routing === "least-loaded" ? replicas : 1;
  let load: ReplicaLoad;
  if (arrivals.kind === "open") {
    const { requestsPerSecond, cv = 1 } = arrivals;
    const utilisation = requestsPerSecond / capacityPerSecond;
    const rate = requestsPerSecond / replicas;
    const squaredCv = routing === "least-loaded" ? cv * cv : routing === "random" ? 1 + (cv * cv - 1) / replicas : (cv * cv) / replicas;
    if (squaredCv > 1) reasons.push("arrivals come in bursts");
    if (!(utilisation < 1)) return { stable: false, utilisation, capacityPerSecond, needsReplay: true, reasons: ["more requests come than the fleet can serve"] };
    const group = 1 + (squaredCv - 1) * overlap(lengths.output);
    const chain = occupancyChain({ table, spacing: group / pooled, slotStates: (slots * pooled) / group, arrivalsPerSecond: () => rate, users: Infinity });
    const meanSeconds = (squaredCv + squaredWork) / 2 / (pooled * (table.capacityPerSecond - rate));
    load = { ...chain, wait: { probability: chain.waitProbability, meanSeconds, squaredCv: 1 }, gated: 1 - chain.waitProbability };
  } else if (arrivals.kind === "users" && arrivals.thinkSeconds + curve.delaySeconds > 0) {
    const users = (arrivals.users * pooled) / replicas;
    const think = arrivals.thinkSeconds + curve.delaySeconds;
    const chain = occupancyChain({ table, spacing: 1 / pooled, slotStates: slots * pooled, arrivalsPerSecond: (state) => Math.max(0, users - state) / (think * pooled), users });
    load = { ...chain, wait: { probability: chain.waitProbability, meanSeconds: chain.departures / (pooled * table.capacityPerSecond), squaredCv: chain.departuresSquaredCv }, gated: 1 - chain.waitProbability };
  } else if (arrivals.kind === "burst") {
    const inFlight = arrivals.requests / replicas;
    const running = Math.max(1, Math.min(inFlight, slots));
    const stay = table.residenceSeconds(running);
    const quantile = (share: number): number => stay * Math.max(0, (share * inFlight) / slots - 1 / 2) * (inFlight > slots ? 1 : 0);
    const mean = inFlight > slots ? (stay * (inFlight / slots - 1)) / 2 : 0;
    load = { requestsPerSecond: inFlight / (mean * 2 + stay), running, company: running, companyQuantile: () => running, wait: { probability: 1, meanSeconds: mean, squaredCv: 1 / 3 }, waits: distributionOf(mean, quantile), gated: 0 };
  } else {
    const inFlight = (arrivals.kind === "users" ? arrivals.users : arrivals.requestsInFlight) / replicas;
    const running = Math.max(1, Math.min(inFlight, slots));
    const rate = Math.min(inFlight, slots) / table.residenceSeconds(running);
    const queue = Math.max(0, inFlight - slots);
    load = { requestsPerSecond: rate, running: Math.min(inFlight, slots), company: running, companyQuantile: () => running, wait: { probability: queue > 0 ? 1 : 0, meanSeconds: queue / rate, squaredCv: queue > 0 ? (squaredWork * (queue + slots)) / queue ** 2 : 0 }, gated: 0 };
  }

  const { requestsPerSecond, company, wait } = load;
  const utilisation = requestsPerSecond / table.capacityPerSecond;
  const reading = promptReading(curve, lengths.input, company);
  const step = curve.stepSeconds(company);
  const gate = gatedReading(step, reading, requestsPerSecond, Math.min(utilisation, 0.99));
  const token = curve.tokenSeconds(company);
  const least = step + curve.delaySeconds + curve.delaySteps * step;
  const gateMean = gate.gateSeconds + gate.othersSeconds;
  const ttftSeconds = firstToken({ wait, leastSeconds: least, reading, gateSeconds: load.gated > 0 ? gateMean : 0, gateSquaredCv: 1 / 2 });
  const waitSeconds = load.waits ?? waitDistribution(wait);
  const tpotSeconds = distributionOf(token, (share) => curve.tokenSeconds(load.companyQuantile(share)));
  const residence = load.running / requestsPerSecond + load.gated * gate.clusterSeconds;
  const decode = distributionOf((lengths.output.mean - 1) * token, (share) => (lengths.output.quantile(share) - 1) * token);
  const read = distributionOf(reading.meanSeconds, (share) => nodeQuantile(reading.nodeSeconds, share));
  const residenceSeconds = sumOf(residence, decode, read);
  const request = residence + waitSeconds.mean + load.gated * gate.gateSeconds + curve.delaySeconds;
  return {
    stable: true,
    utilisation,
    capacityPerSecond,
    requestsPerSecond: requestsPerSecond * replicas,
    running: requestsPerSecond * replicas * residence,
    waiting: requestsPerSecond * replicas * waitSeconds.mean,
    inFlight: requestsPerSecond * replicas * request,
    waitSeconds,
    ttftSeconds,
    tpotSeconds,
    residenceSeconds,
    requestSeconds: sumOf(request, ttftSeconds, decode),
    needsReplay: reasons.length > 0,
    reasons,
  };
}

function nodeQuantile(values: Float64Array, share: number): number {
  let i = 0;
  for (let left = share - (NODE_WEIGHTS[0] ?? 0); left > 0 && i < values.length - 1; left -= NODE_WEIGHTS[i] ?? 0) i += 1;
  return values[i] ?? 0;
}
