import type { DelayLaw } from "./delay-law.js";
import { gates, type MetAtGate } from "./gates.js";
import { normalTail } from "../internal/normal-tail.js";
import { promptReading, type PromptReading } from "./prompt-reading.js";
import type { ReplicaCurve, WaitingLengths } from "./replica-curve.js";
import type { ReplayReason } from "./replay-reasons.js";
import { residenceTable, type ResidenceTable } from "./residence-table.js";
import { tokenDelays } from "./token-times.js";
import type { WaitLaw } from "./wait-law.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import { workVariation } from "./work-variation.js";

/** A replica and what it is asked, made ready for the formulas. */
export interface PreparedReplica {
  readonly curve: ReplicaCurve;
  readonly lengths: WaitingLengths;
  readonly table: ResidenceTable;
  /** Of prompts while every slot is busy. */
  readonly reading: PromptReading;
  /** What its requests meet before their first tokens, by those that run. */
  readonly gates: (running: number) => MetAtGate;
  /** Of its tokens by prompts of others, by those that run: a law for each length of an output. */
  readonly delays: (running: number) => readonly DelayLaw[];
  /** Variance over squared mean of the work of a request. */
  readonly squaredWork: number;
  /** Index of dispersion of what is held beside that of the number of requests which hold it, >= 1. */
  readonly dispersion: number;
  /** Share of the prompts by length, per token, where they would fill a step that does not cut them. */
  readonly fillingDensity: number;
}

/** A replica under load. */
export interface ReplicaLoad {
  /** Requests per second that one replica serves. */
  readonly requestsPerSecond: number;
  /** Mean seconds in a slot. */
  readonly residenceSeconds: number;
  /** Requests that run once one has entered, itself included, mean. */
  readonly company: number;
  /** For a slot. */
  readonly wait: WaitLaw;
  /** Requests that find a slot all at once. @defaultValue 1: each comes by itself */
  readonly together?: number;
  /** Why the formulas are rough here, if they are. */
  readonly reasons: readonly ReplayReason[];
}

/** Prepares a replica: the curve is asked at each power of two up to its slots. */
export function preparedReplica(curve: ReplicaCurve, lengths: WaitingLengths): PreparedReplica {
  const table = residenceTable(curve);
  const reading = promptReading(curve, lengths.input, curve.slots);
  return {
    curve,
    lengths,
    table,
    reading,
    gates: gates(curve, lengths.input),
    delays: tokenDelays(curve, reading, lengths.output),
    squaredWork: workVariation(curve.stepSeconds(curve.slots) / curve.slots, lengths.output, reading),
    dispersion: dispersionOf(curve),
    fillingDensity: fillingDensity(curve, lengths),
  };
}

/**
 * Where the cache is full before every slot is taken, what is held counts in place of the number of requests: it varies by the
 * factor $1 + c_h^2$ more. With fewer slots it counts as far as so many requests would fill the cache by chance.
 */
function dispersionOf({ slots, cache }: ReplicaCurve): number {
  if (cache === undefined || cache.squaredCv === 0 || cache.requests === Infinity) return 1;
  const room = (cache.requests - slots) / Math.sqrt(cache.requests * cache.squaredCv);
  return 1 + cache.squaredCv * Math.min(1, 2 * normalTail(Math.max(0, room)));
}

/** Of prompts that leave no room in a step for those that may run. */
function fillingDensity({ slots, uncutTokens }: ReplicaCurve, { input }: WaitingLengths): number {
  if (uncutTokens === undefined) return 0;
  const width = Math.min(slots, uncutTokens);
  return (shareUpTo(input, uncutTokens) - shareUpTo(input, uncutTokens - width)) / width;
}

/** Share of all lengths that do not exceed so many tokens. */
function shareUpTo({ quantile }: LengthDistribution, tokens: number): number {
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < 30; halving += 1) {
    const middle = (low + high) / 2;
    if (quantile(middle) > tokens) high = middle;
    else low = middle;
  }
  return low;
}
