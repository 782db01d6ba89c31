import { checkSpeculation, type Speculation } from "../../deployment/speculation.js";
import { InfrascaleError, type ErrorCode } from "../../errors.js";
import { resolveProblem } from "../../estimate/resolve-problem.js";
import { checkFollowing, followed, followersOf, type Following } from "../../internal/follow.js";
import { checkBetween, checkEach, checkObject } from "../../internal/check.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest, type NamedRequest } from "../../shipped/named-request.js";
import { inputsOf, type Input } from "../inputs.js";
import { neededFor, type Needed, type SizingOptions } from "../needed.js";
import { movesOf } from "./moves.js";

/** How the estimates are made, and what else is tried. */
export interface WhatIfOptions extends SizingOptions, Following {
  /** Changes of each input, as shares of it, each in [-0.99, 99]. @defaultValue 10, 25 and 50 % less and more */
  readonly shares?: readonly number[];
  /** Guessing tokens ahead, to try. @defaultValue none: how many guesses are right depends on model and traffic */
  readonly speculation?: Speculation;
}

/** One thing that is otherwise, all else as asked. */
export interface Change {
  /** The input, `workload.concurrentUsers`, `targets.tpot.p95` or `precision.weights`. */
  readonly input: string;
  /** Unit of `from` and `to`; empty for words and mere numbers. */
  readonly unit: string;
  /** As it is asked, or served. */
  readonly from: number | string;
  /** What it would be. */
  readonly to: number | string;
  /** `to` over `from`, less 1; null for words. */
  readonly share: number | null;
  /** The GPUs that it would take; null where nothing serves it, or it is refused. */
  readonly gpus: number | null;
  /** GPUs saved, negative where it takes more; null where one of the two is not known. */
  readonly saves: number | null;
  /** Probability that the targets hold with them; null where predictions are taken as they are. */
  readonly confidence: number | null;
  /** Why it is refused; null where it is not. */
  readonly refused: ErrorCode | null;
}

const SHARES: readonly number[] = [-0.5, -0.25, -0.1, 0.1, 0.25, 0.5];
const [LEAST_SHARE, MOST_SHARE] = [-0.99, 99];

/** 55 ms, not 55.00000000000001. */
const DIGITS = 12;

/** What is tried, how estimates are made, and who follows. */
export function partsOf(options: WhatIfOptions): {
  readonly shares: readonly number[];
  readonly speculation: Speculation | undefined;
  readonly others: SizingOptions;
  readonly following: Following;
} {
  const { shares = SHARES, speculation, onProgress, ...others } = checkObject(options, "options") as WhatIfOptions;
  const following = followersOf({ onProgress, signal: others.signal });
  checkFollowing(following, "options.");
  return { shares, speculation, others, following };
}

/**
 * What other figures, formats, engines and routings would take, each by an estimate of its own.
 *
 * @param request - model, GPU, workload and targets.
 * @param options - of the estimates, and what is tried.
 * @returns every change, the one that saves most first.
 * @throws {@link InfrascaleError} as `estimateGpus` does.
 */
export function changesOf(request: EstimateRequest, options: WhatIfOptions = {}): readonly Change[] {
  const trials = trialsOf(request, options);
  const step = followed(partsOf(options).following, trials.length);
  return sortedChanges(trials, step);
}

/** The changes that are tried, the one that saves most first; `step` is called after each. */
export const sortedChanges = (trials: readonly Trial[], step: () => void): readonly Change[] =>
  trials
    .map((trial) => {
      const change = trial();
      step();
      return change;
    })
    .sort(bySaving);

/** A change that is not yet tried. */
export type Trial = () => Change;

/** Everything that is tried of a request. */
export function trialsOf(request: EstimateRequest, options: WhatIfOptions): readonly Trial[] {
  const { shares, speculation, others } = partsOf(options);
  checkEach(shares, "options.shares", (share, field) => checkBetween(share, field, LEAST_SHARE, MOST_SHARE));
  if (speculation !== undefined) checkSpeculation(speculation);
  const named = namedRequest(request, others);
  const base = resolveProblem(named.request, named.options);
  const asked = neededFor(base);

  const changed =
    (what: Pick<Change, "input" | "unit" | "from" | "to" | "share">, other: () => NamedRequest): Trial =>
    () => {
      const { needed, refused } = tried(other);
      const gpus = needed?.gpus ?? null;
      const saves = gpus === null || asked === null ? null : asked.gpus - gpus;
      return { ...what, gpus, saves, confidence: needed?.confidence ?? null, refused };
    };
  const ofInput = (input: Input, share: number): readonly Trial[] => {
    const { name, unit, value: from } = input;
    const to = valueAfter(input, share);
    if (to === null) return [];
    const other = { ...named, request: input.in(named.request, to) };
    return [changed({ input: name, unit, from, to, share: to / from - 1 }, () => other)];
  };
  const served = { ...base.scenario.precision, engine: base.performance.name.split("@")[0] ?? "" };
  const moves = movesOf(request, served, speculation)
    // Another engine has no meaning beside a performance model of one's own.
    .filter(({ input }) => input !== "engine" || others.performance === undefined)
    .map(({ input, from, to, request: other }) =>
      changed({ input, unit: "", from, to, share: null }, () => namedRequest(other, others)),
    );
  return [...inputsOf(named.request).flatMap((input) => shares.flatMap((share) => ofInput(input, share))), ...moves];
}

/** A request that may be refused: formats that a GPU lacks, prompts beyond the context. */
function tried(request: () => NamedRequest): { readonly needed: Needed | null; readonly refused: ErrorCode | null } {
  try {
    const named = request();
    return { needed: neededFor(resolveProblem(named.request, named.options)), refused: null };
  } catch (error) {
    if (error instanceof InfrascaleError && error.code !== "stopped") return { needed: null, refused: error.code };
    throw error;
  }
}

/** An input changed by a share; null where that is no other value, or none that has a meaning. */
function valueAfter({ value, isWhole, least, most }: Input, share: number): number | null {
  const changed = value * (1 + share);
  const to = isWhole ? Math.round(changed) : Number(changed.toPrecision(DIGITS));
  return to === value || to < least || to > most ? null : to;
}

/** Most saved first, what is not known last; of equals the smaller change. */
const bySaving = (one: Change, other: Change): number =>
  (other.saves ?? -Infinity) - (one.saves ?? -Infinity) || Math.abs(one.share ?? 0) - Math.abs(other.share ?? 0);
