import { estimateGpus } from "infrascale";
import { maxUsers } from "infrascale/decide";
import type { Question } from "../scenario/question.js";
import { asSureAsReached } from "../scenario/reached.js";
import { grainsWithin, inGrains, loadOf } from "./load.js";
import { requestOf } from "./named.js";
import type { GpuStep, GpuSteps } from "./load-studies.js";
import { orNull } from "./or-null.js";
import type { Tell } from "./tell.js";

/** What a load takes. */
export interface Sized {
  readonly gpus: number;
  /** Purchases are multiples of so many GPUs. */
  readonly unit: number;
  /** Near the most, in grains, that these GPUs bear. */
  readonly guess: number;
}

/** What loads take and GPUs bear; loads in whole grains. */
export interface StepSearch {
  readonly today: number;
  /** Replicas of today's purchase. */
  readonly copies: number;
  /** Null where no number of GPUs does. */
  readonly sizedFor: (load: number) => Sized | null;
  /** The last load that GPUs bear; 0 where they bear none, `Infinity` where nothing is found that they do not. */
  readonly mostOf: (gpus: number, guess: number) => number;
  readonly found?: (steps: readonly GpuStep[]) => void;
}

/** Replicas less than today's that the first step has, and steps after today's. */
const BEFORE = 2;
const AFTER = 3;
/** Purchases that are tried one after the other where an estimate names one that is too small. */
const TRIES = 64;

/**
 * The steps around today's load: found, not sampled. An estimate says what the first load of a step takes, and `maxUsers` the last that as many bear.
 * Where an estimate would rather be less sure than buy as many, the next purchases are tried instead.
 *
 * @param search - loads, and what they take.
 * @returns the steps, the smallest first, loads in grains.
 */
export function stepsAround({ today, copies, sizedFor, mostOf, found }: StepSearch): readonly GpuStep[] {
  const steps: GpuStep[] = [];
  let from = Math.max(1, Math.floor(today * (1 - BEFORE / copies)));
  let least = 0;
  for (let after = 0; after < AFTER;) {
    const sized = sizedFor(from);
    const step = sized === null ? null : stepFrom(from, least, sized, mostOf);
    const isCut = steps.length === 0 && from > 1;
    steps.push({ gpus: step?.gpus ?? null, from: isCut ? null : from, until: step?.until ?? null });
    found?.(steps);
    if (step === null || step.until === null) break;
    if (from > today) after += 1;
    from = step.until + 1;
    least = step.gpus + 1;
  }
  return steps;
}

function stepFrom(
  from: number,
  least: number,
  { gpus, unit, guess }: Sized,
  mostOf: StepSearch["mostOf"],
): { readonly gpus: number; readonly until: number | null } | null {
  const first = gpus < least ? least + ((unit - (least % unit)) % unit) : gpus;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const count = first + tried * unit;
    const until = mostOf(count, guess);
    if (until >= from) return { gpus: count, until: until === Infinity ? null : until };
  }
  return null;
}

/** As far as anybody looks: so many times today's load. */
const FAR = 1e4;

/**
 * The exact steps of GPUs by load around a question, all as sure as the purchase of today is.
 *
 * @param question - as it is asked.
 * @param tell - the steps so far.
 * @returns the steps.
 */
export async function gpuSteps(question: Question, tell: Tell): Promise<GpuSteps> {
  const request = await requestOf(question);
  const { kind, value, grain, at } = loadOf(request);
  const asked = estimateGpus(request, question.options);
  const options = {
    ...question.options,
    confidence: asSureAsReached(asked.status === "feasible" ? asked.confidence : null),
  };
  const today = Math.max(1, Math.round(value / grain));

  const sizedFor = (load: number): Sized | null => {
    const estimate = orNull(() => estimateGpus(at(inGrains(load, grain)), options));
    if (estimate?.status !== "feasible") return null;
    const { gpus, nextSmaller, headroom } = estimate;
    return {
      gpus,
      unit: nextSmaller.map(({ gpus: fewer }) => fewer).reduce(greatestDivisor, gpus),
      guess: load * (headroom ?? 1),
    };
  };
  const mostOf = (gpus: number, guess: number): number => {
    const limit = orNull(() => maxUsers({ ...at(inGrains(Math.ceil(guess), grain)), gpus }, options));
    const most = grainsWithin(limit?.value ?? 0, grain);
    return most > FAR * today ? Infinity : most;
  };
  const inLoads = (steps: readonly GpuStep[]): GpuSteps => ({
    kind,
    today: value,
    grain,
    confidence: options.confidence === "expected" ? null : options.confidence,
    steps: steps.map(({ gpus, from, until }) => ({
      gpus,
      from: from === null ? null : inGrains(from, grain),
      until: until === null ? null : inGrains(until, grain),
    })),
  });
  const steps = stepsAround({
    today,
    copies: asked.status === "feasible" ? asked.replicas : 1,
    sizedFor,
    mostOf,
    found: (some) => tell(some.length / (BEFORE + 1 + AFTER), inLoads(some)),
  });
  return inLoads(steps);
}

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
