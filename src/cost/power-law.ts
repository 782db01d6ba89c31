import powerLaws from "../../catalogs/power-law.json" with { type: "json" };
import type { ServingPrediction } from "../performance/serving-prediction.js";
import { prefillShare } from "./prefill-share.js";

/** What a GPU is busy with while it serves. */
export interface GpuWork {
  /** Share of the time in which its memory is read at the rate that kernels reach, in [0, 1]. */
  readonly memory: number;
  /** Share of the time in which it multiplies at that rate, in [0, 1]. */
  readonly compute: number;
  /** Running requests for each GPU of a replica, > 0. */
  readonly runningPerGpu: number;
  /** GPUs of a replica, >= 1. */
  readonly gpusPerReplica: number;
}

/** Shares of the rated power that each kind of work draws. */
export interface PowerLaw {
  /** While anything runs. */
  readonly base: number;
  /** For memory that is read all the time. */
  readonly memory: number;
  /** For arithmetic all the time; by its cube root. */
  readonly compute: number;
  /** For each e-fold of the running requests. */
  readonly running: number;
  /** For a partner to exchange with: by $1 - 1/S$, what a ring of S GPUs passes on. */
  readonly partners: number;
}

/** The law of a GPU whose power was measured, by id. */
const FITTED: ReadonlyMap<string, PowerLaw> = new Map(powerLaws.fitted.map(({ gpu, law }) => [gpu, law]));

/**
 * Share of the rated power that a GPU draws while nothing runs: 46 of the 400 W of an A100, 1 of 9 parts of two H100 NVL.
 *
 * @see Teads' measurements of AWS p4d; HotCarbon 2025.
 */
export const IDLE_SHARE = 0.1;

/** Where a law comes from, and how far it may be off. */
export interface PowerBasis {
  /** `fitted` to watts of this very GPU; `assumed` to be as of the two whose watts are known; `given` by the user. */
  readonly basis: "fitted" | "assumed" | "given";
  /** How far the watts of a GPU may be off, relative: nine of ten runs that the law had not seen were nearer. */
  readonly error: number;
}

/** Of models that the law had not seen, and of a GPU that it had not seen: 12 and 19 %, 29 and 30 % (docs/cost.md). */
const ERROR: Readonly<Record<PowerBasis["basis"], number>> = { fitted: 0.2, assumed: 0.3, given: 0 };

/** A law, and where it comes from. */
export interface KnownPowerLaw extends PowerBasis {
  readonly law: PowerLaw;
}

/** The law of a GPU: its own where its watts were measured, else the one of those together. */
export function powerLawOf(gpu: string): KnownPowerLaw {
  const own = FITTED.get(gpu);
  const basis = own === undefined ? "assumed" : "fitted";
  return { law: own ?? powerLaws.together.law, basis, error: ERROR[basis] };
}

/** The watts of a user's own measurement. */
export const GIVEN_POWER: PowerBasis = { basis: "given", error: ERROR.given };

/**
 * What the GPUs of a deployment are busy with, by the parts of its steps: of prompts and of decoding as each has of the time.
 *
 * @param prediction - what the deployment delivers.
 * @param gapSeconds - a decoding step as it was measured. @defaultValue as predicted
 * @returns shares of the time, and what they are shared among.
 */
export function gpuWork(prediction: ServingPrediction, gapSeconds: number = prediction.decode.seconds): GpuWork {
  const { decode, prompt, running, gpus, replicas } = prediction;
  const prefill = prefillShare(prediction);
  const pace = gapSeconds > 0 ? decode.seconds / gapSeconds : 1;
  const share = (part: "memorySeconds" | "computeSeconds"): number => {
    const ofDecode = decode.seconds > 0 ? (1 - prefill) * (decode[part] / decode.seconds) : 0;
    const ofPrompts = prompt.seconds > 0 ? prefill * (prompt[part] / prompt.seconds) : 0;
    return Math.min(1, pace * (ofDecode + ofPrompts));
  };
  return {
    memory: share("memorySeconds"),
    compute: share("computeSeconds"),
    runningPerGpu: running / gpus,
    gpusPerReplica: gpus / replicas,
  };
}

/**
 * Share of its rated power that a GPU draws while it serves.
 *
 * $$ s = a + b\,m + c\,f^{1/3} + d \ln x + e\,(1 - 1/S), \qquad s_{idle} \le s \le 1 $$
 *
 * with the shares m and f of the time in which memory is read and in which is multiplied, x running requests for each GPU, and S GPUs of a replica.
 *
 * @param law - a to e.
 * @param work - m, f, x and S.
 * @returns a share of the rated power.
 * @see docs/cost.md: fitted to ML.ENERGY v3 by `npm run power`.
 */
export const powerShare = (law: PowerLaw, work: GpuWork): number =>
  Math.min(
    1,
    Math.max(
      IDLE_SHARE,
      powerTerms(work).reduce((sum, { term, value }) => sum + law[term] * value, 0),
    ),
  );

/** What each coefficient is multiplied by. */
export const powerTerms = ({
  memory,
  compute,
  runningPerGpu,
  gpusPerReplica,
}: GpuWork): readonly { readonly term: keyof PowerLaw; readonly value: number }[] => [
  { term: "base", value: 1 },
  { term: "memory", value: memory },
  { term: "compute", value: Math.cbrt(compute) },
  { term: "running", value: Math.log(Math.max(1, runningPerGpu)) },
  { term: "partners", value: 1 - 1 / gpusPerReplica },
];
