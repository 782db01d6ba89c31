import { cacheDispersion } from "./cache-dispersion.js";
import type { DelayLaw } from "./delay-law.js";
import { fillingDensity } from "./filling-density.js";
import { gates, type MetAtGate } from "./gates.js";
import { promptReading, type PromptReading } from "./prompt-reading.js";
import type { ReplicaCurve, WaitingLengths } from "./replica-curve.js";
import { residenceTable, type ResidenceTable } from "./residence-table.js";
import { tokenDelays } from "./token-times.js";
import type { WaitLaw } from "./wait-law.js";
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
    dispersion: cacheDispersion(curve),
    fillingDensity: fillingDensity(curve, lengths),
  };
}
