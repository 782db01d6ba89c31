import {
  checkBetween,
  checkEach,
  checkInteger,
  checkKeys,
  checkNonNegative,
  checkObject,
  checkPositive,
  checkText,
} from "../../internal/check.js";
import { InfrascaleError } from "../../errors.js";
import { estimateGpus } from "../../shipped/estimate-gpus.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { hoursFromSeconds } from "../../units.js";
import { loadOf } from "../inputs.js";
import type { SizingOptions } from "../needed.js";
import { checkFeasible, replicasNeeded, type FeasibleNamed } from "./replicas-needed.js";
import { reservedMix } from "./reserved-mix.js";
import { decideRule } from "../../rules/decide.js";

/** What a GPU costs an hour, before tax. */
export interface GpuHourPrices {
  /** What the amounts are in, `EUR` for example: nothing is converted. */
  readonly currency: string;
  /** Rented by the hour, > 0. */
  readonly onDemand: number;
  /** Reserved for the term, for each hour of it, > 0 and at most `onDemand`. @defaultValue none: nothing is reserved */
  readonly reserved?: number;
}

/** A load that changes by the hour. */
export interface DayOptions extends SizingOptions {
  /** Load of each hour in any unit, >= 0, as `dayCurve` has them or as you measured them: the largest is that of the request. */
  readonly curve: readonly number[];
  /** Fewest replicas that run at any hour, spare ones aside, integer >= 0. @defaultValue 1 */
  readonly leastReplicas?: number;
  /** From the order of a machine to its first request, seconds: paid for, and served by nobody. @defaultValue 900, which nobody measured */
  readonly startUpSeconds?: number;
  /** @defaultValue none: hours without money */
  readonly prices?: GpuHourPrices;
}

/** One hour. */
export interface PlannedHour {
  /** From 0, the start of the curve. */
  readonly hour: number;
  /** In the unit of the request's load. */
  readonly load: number;
  /** Replicas that meet the targets. */
  readonly replicas: number;
  /** Theirs, and those of the spare replicas. */
  readonly gpus: number;
}

/** What a term costs, before tax. */
export interface PlannedMoney {
  /** Of all amounts, as the prices have it. */
  readonly currency: string;
  /** The fleet of the busiest hour all the time, on demand. */
  readonly fixed: number;
  /** The same, reserved; null without a price. */
  readonly fixedReserved: number | null;
  /** What each hour needs, on demand, with what machines take to start. */
  readonly scaled: number;
  /** Reserved and on demand at least cost, with what machines take to start; null without a price. */
  readonly mixed: number | null;
}

/** GPUs by hour, and what they come to over the term of the curve. */
export interface DayPlan {
  /** Of the busiest hour. */
  readonly estimate: FeasibleNamed;
  /** Unit of the loads. */
  readonly unit: string;
  /** Each hour of the curve. */
  readonly hours: readonly PlannedHour[];
  /** GPU-hours of the term. */
  readonly gpuHours: {
    /** The fleet of the busiest hour all the time. */
    readonly fixed: number;
    /** What each hour needs, and what machines take to start. */
    readonly scaled: number;
    /** Of that, while machines start. */
    readonly starting: number;
  };
  /** Replicas that start in the term, the curve repeated. */
  readonly starts: number;
  /** From the order of a machine to its first request, seconds. */
  readonly startUpSeconds: number;
  /** GPUs to reserve where what is needed beyond them is had on demand, spare replicas included; null without prices of both. */
  readonly reservedGpus: number | null;
  /** Null without prices. */
  readonly money: PlannedMoney | null;
}

const USUAL_START_UP_SECONDS = 900;

/** A curve may be of a year. */
const MOST_HOURS = 8784;

/**
 * GPUs hour by hour for a load that goes up and down: as many replicas of the busiest hour's estimate as each hour takes, at the same probability.
 *
 * @param request - the load is that of the busiest hour.
 * @param options - the curve, start-up, prices, and how estimates are made.
 * @returns hours, GPU-hours, and money where prices are given.
 * @throws {@link InfrascaleError} as `estimateGpus` does, and `contradictory-options` for a request that nothing serves.
 * @example
 * ```ts
 * import { dayCurve, dayPlan } from "infrascale/decide";
 *
 * const plan = dayPlan(
 *   {
 *     model: "llama-3.1-8b",
 *     gpu: "l40s",
 *     workload: { requestsPerSecond: 20, inputTokens: 1155, outputTokens: 211 },
 *     targets: { ttft: { p95: 1 } },
 *   },
 *   { curve: dayCurve("office") },
 * );
 * plan.hours.length; // => 24
 * plan.gpuHours.scaled < plan.gpuHours.fixed; // => true
 * ```
 */
export function dayPlan(request: EstimateRequest, options: DayOptions): DayPlan {
  const {
    curve,
    leastReplicas = 1,
    startUpSeconds = USUAL_START_UP_SECONDS,
    prices,
    ...others
  } = checkObject(options, "options") as unknown as DayOptions;
  checkCurve(curve);
  checkInteger(leastReplicas, "options.leastReplicas", 0);
  checkNonNegative(startUpSeconds, "options.startUpSeconds");
  checkPrices(prices);
  const estimate = checkFeasible(estimateGpus(request, others));
  const { gpusPerReplica, spareReplicas } = estimate;
  const { value, unit } = loadOf(request);
  const needed = replicasNeeded(request, others, estimate);
  const peak = Math.max(...curve);
  const hours = curve.map((relative, hour): PlannedHour => {
    const load = relative === peak ? value : (value * relative) / peak;
    const replicas = Math.max(leastReplicas, replicasAt(load));
    return { hour, load, replicas, gpus: gpusPerReplica * (replicas + spareReplicas) };
  });
  /** No hour takes more than the busiest one, for which the estimate is. */
  function replicasAt(load: number): number {
    if (load === 0 || load === value) return load === 0 ? 0 : estimate.replicas;
    return Math.min(estimate.replicas, needed(load) ?? estimate.replicas);
  }
  const needs = hours.map(({ gpus }) => gpus / gpusPerReplica);
  const fixed = gpusPerReplica * Math.max(...needs) * needs.length;
  const starting = gpusPerReplica * startsAbove(needs, 0) * hoursFromSeconds(startUpSeconds);
  const scaled = gpusPerReplica * needs.reduce((sum, need) => sum + need, 0) + starting;
  const rho = prices?.reserved === undefined ? null : prices.reserved / prices.onDemand;
  const mix = rho === null ? null : reservedMix(needs, rho);
  const mixed =
    mix === null
      ? null
      : gpusPerReplica * (mix.cost + startsAbove(needs, mix.replicas) * hoursFromSeconds(startUpSeconds));
  return {
    estimate,
    unit,
    hours,
    gpuHours: { fixed, scaled, starting },
    starts: startsAbove(needs, 0),
    startUpSeconds,
    reservedGpus: mix === null ? null : gpusPerReplica * mix.replicas,
    money: prices === undefined ? null : moneyOf(prices, fixed, scaled, mixed),
  };
}

/** Replicas that start in a term that is repeated, but for those that always run. */
const startsAbove = (needs: readonly number[], always: number): number =>
  needs.reduce((sum, need, hour) => sum + Math.max(0, need - Math.max(always, needs.at(hour - 1) ?? need)), 0);

const moneyOf = (
  { currency, onDemand, reserved }: GpuHourPrices,
  fixed: number,
  scaled: number,
  mixed: number | null,
): PlannedMoney => ({
  currency,
  fixed: onDemand * fixed,
  fixedReserved: reserved === undefined ? null : reserved * fixed,
  scaled: onDemand * scaled,
  mixed: mixed === null ? null : onDemand * mixed,
});

function checkCurve(curve: readonly number[]): void {
  checkEach(curve, "options.curve", checkNonNegative);
  checkBetween(curve.length, "options.curve.length", 1, MOST_HOURS);
  if (Math.max(...curve) === 0)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "options.curve",
      ...decideRule("hour-with-load"),
      value: curve,
    });
}

function checkPrices(prices: GpuHourPrices | undefined): void {
  if (prices === undefined) return;
  checkKeys(checkObject(prices, "options.prices"), "options.prices", ["currency", "onDemand", "reserved"]);
  checkText(prices.currency, "options.prices.currency");
  checkPositive(prices.onDemand, "options.prices.onDemand");
  if (prices.reserved !== undefined)
    checkBetween(prices.reserved, "options.prices.reserved", Number.MIN_VALUE, prices.onDemand);
}
