import { smallestWhere } from "../internal/bisect.js";
import type { ResidenceTable } from "./residence-table.js";

/** A birth-death chain of requests at the replicas. */
export interface ChainOptions {
  readonly table: ResidenceTable;
  /** Requests per replica by which states differ, h: 1 for one replica, 1/N for N that share the load, more in bursts. */
  readonly spacing: number;
  /** Slots in states: k/h. */
  readonly slotStates: number;
  /** Requests per second and replica that arrive in state j; never rises with j. */
  readonly arrivalsPerSecond: (state: number) => number;
  /** From this state on nobody is left to send a request; Infinity for arrivals that do not depend on the state. */
  readonly lastState: number;
  /** Near the likeliest state: saves work. @defaultValue that of full slots */
  readonly likelyState?: number;
}

/** What the chain says, per replica. */
export interface Chain {
  /** Requests per second served. */
  readonly requestsPerSecond: number;
  /** Probability that a request finds every slot busy. */
  readonly waitProbability: number;
  /** Departures that a request which waits has to wait for: mean, and variance over squared mean. */
  readonly departures: number;
  readonly departuresSquaredCv: number;
  /** Mean of the requests that run. */
  readonly running: number;
  /** Mean of the requests that run once a request has entered, itself included. */
  readonly company: number;
}

/** States less likely than this share of the likeliest are left out. */
const NEGLIGIBLE = 1e-12;

/** Logarithms of ratios below this are those of equal states. */
const FLAT = 1e-9;

/** States of a block for the root of the distance to the nearest end of the chain. */
const BLOCK = 0.5;

/**
 * The stationary distribution of requests in a fleet whose throughput depends on how many run.
 *
 * $$ p_j = p_{j-1} \frac{\lambda_{j-1}}{X(\min(h j, k))} $$
 *
 * State j stands for h j requests per replica. The walk begins at the likeliest state and stops where nothing is left,
 * both ways, in blocks of states whose ratio hardly changes: each a geometric sum, with a term for the curvature of the
 * logarithm. Their length grows with the root of the state, as the width of the distribution does: some hundred
 * blocks for ten thousand states or 10^9. With constant arrivals all beyond the slots is one geometric sum without end.
 *
 * @param options - throughput, arrivals, slots.
 * @returns moments and quantiles as requests meet them on arrival.
 */
export function occupancyChain({
  table,
  spacing,
  slotStates,
  arrivalsPerSecond,
  lastState,
  likelyState = slotStates,
}: ChainOptions): Chain {
  const { slots, capacityPerSecond } = table;
  const isOpen = lastState === Infinity;
  const full = Math.ceil(slotStates);
  const last = isOpen ? full : Math.ceil(lastState);
  const runningIn = (state: number): number => Math.min(spacing * state, slots);
  const ratio = (state: number): number => {
    const running = runningIn(state);
    return (arrivalsPerSecond(state - 1) * table.residenceSeconds(running)) / running;
  };
  const curvature = (state: number): number => {
    const running = spacing * state;
    const left = isOpen ? 0 : Math.min(1, Math.log(arrivalsPerSecond(state - 1) / arrivalsPerSecond(state)));
    return running < slots
      ? (spacing * table.slope(running)) / table.residenceSeconds(running) - 1 / state - left
      : -left;
  };
  /** Of a block that begins or ends at a state, no longer than to where the slots end, if these lie ahead. */
  const blockLength = (state: number, toFull: number): number => {
    const length = Math.max(1, Math.floor(BLOCK * Math.sqrt(Math.max(0, Math.min(state, lastState - state)))));
    return toFull > 0 ? Math.min(length, toFull) : length;
  };

  // One object: variables that closures share would be made anew at every sum.
  const sum = { total: 0, running: 0, served: 0, arrivals: 0, company: 0, found: 0, departures: 0, squares: 0 };
  /** Counts a state, or a block of states by its centre. */
  const count = (centre: number, mass: number): void => {
    const arriving = mass * arrivalsPerSecond(centre);
    const busy = runningIn(centre);
    sum.total += mass;
    sum.running += mass * busy;
    sum.served += (mass * busy) / table.residenceSeconds(busy);
    sum.arrivals += arriving;
    sum.company += arriving * Math.max(1, runningIn(centre + 1));
    if (centre < full) return;
    const ahead = centre - full + 1;
    sum.found += arriving;
    sum.departures += arriving * ahead;
    sum.squares += arriving * ahead * ahead;
  };
  /** A block of states with the weight of its first; the ratio holds at its middle. */
  const countBlock = (state: number, length: number, weight: number, ratioDecay: number): void => {
    const bend = curvature(state + length / 2);
    const decay = ratioDecay - bend / 2;
    const states =
      (Math.abs(decay) < FLAT ? length : Math.expm1(decay * length) / Math.expm1(decay)) *
      (1 - (bend * (length - 1) * (length - 2)) / 12);
    count(state + (length - 1) / 2 + (decay * (length * length - 1)) / 12, weight * states);
  };

  // Both walks begin at the likeliest state, whose weight is 1: nothing overflows.
  const likeliest =
    smallestWhere((state) => !(ratio(state) >= 1), 0, last + 1, Math.min(Math.ceil(likelyState), full, last)) - 1;
  let weight = 1;
  for (let state = likeliest; state > 0 && weight > NEGLIGIBLE;) {
    const length = blockLength(state, state - full);
    state -= length;
    if (length === 1) {
      weight /= ratio(state + 1);
      count(state, weight);
    } else {
      const decay = Math.log(ratio(state + (length + 1) / 2));
      weight *= Math.exp(-length * decay);
      countBlock(state, length, weight, decay);
    }
  }
  weight = 1;
  let state = likeliest;
  const end = isOpen ? full - 1 : last;
  while (state <= end && weight > NEGLIGIBLE) {
    const length = blockLength(state, full - state);
    if (length === 1) {
      count(state, weight);
      weight *= ratio(state + 1);
    } else {
      const decay = Math.log(ratio(state + (length + 1) / 2));
      countBlock(state, length, weight, decay);
      weight *= Math.exp(length * decay);
    }
    state += length;
  }
  const utilisation = isOpen ? arrivalsPerSecond(0) / capacityPerSecond : 0;
  const reachesFull = isOpen && state === full;
  // All states from there on have the same ratio.
  if (reachesFull) count(full, weight / (1 - utilisation));

  const { total, arrivals, found } = sum;
  const meanDepartures = isOpen ? 1 / (1 - utilisation) : found > 0 ? sum.departures / found : 0;
  return {
    requestsPerSecond: isOpen ? arrivalsPerSecond(0) : sum.served / total,
    waitProbability: betweenStates(
      found / arrivals,
      reachesFull ? weight / (ratio(full) * total) : 0,
      full - slotStates,
    ),
    departures: meanDepartures,
    departuresSquaredCv: isOpen ? utilisation : found > 0 ? sum.squares / found / meanDepartures ** 2 - 1 : 0,
    running: sum.running / total,
    company: sum.company / arrivals,
  };
}

/** Probability of a queue where the slots end between two states, a share before the later one. */
const betweenStates = (probability: number, ofStateBefore: number, share: number): number =>
  probability ** (1 - share) * (probability + ofStateBefore) ** share;
