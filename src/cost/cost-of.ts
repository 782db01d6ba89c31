import {
  checkKeys,
  checkObject,
  checkPositive,
  optional,
  checkFraction,
  checkOneOf,
  checkBetween,
} from "../internal/check.js";
import { dayNumber } from "../internal/day-number.js";
import { InfrascaleError } from "../errors.js";
import { namedGpu } from "../shipped/resolve-names.js";
import type { ReplayableEstimate } from "../shipped/estimated-deployment.js";
import { apiAlternative, type ApiAlternative, type ApiOffer } from "./api-offer.js";
import { fleetPower, type FleetPower } from "./fleet-power.js";
import { footprintOf, type Footprint } from "./footprint.js";
import { CURRENCIES, type Currency } from "./money.js";
import { operatingState, requestTokens, type RequestTokens } from "./operating-state.js";
import { prefillShare } from "./prefill-share.js";
import { OFFER_TERMS } from "./rental-offer.js";
import { priceSpreads, rentOf, type PriceSpread, type Rent, type RentOptions } from "./rent.js";
import { USUAL_PUE } from "./server-power.js";
import { tokenPrices, type TokenPrices } from "./token-prices.js";

/** Prices, place and load that a cost is worked out from. */
export interface CostOptions extends RentOptions {
  /** Mean load over the load that was sized for, in (0, 1]. @defaultValue 1 over the peak factor of the workload */
  readonly meanLoad?: number;
  /** Zone of the electricity: ISO 3166 alpha-3, `EU` or `WOR`. @defaultValue "EU" */
  readonly zone?: string;
  /** Power of the site over that of its servers, from 1 to 3. @defaultValue 1.3 */
  readonly pue?: number;
  /** Years over which the making of servers is spread, > 0. @defaultValue 5 */
  readonly lifeYears?: number;
  /** Watts of a GPU that serves, as you measured them. @defaultValue by the law of its power */
  readonly gpuWatts?: number;
  /** Prices of APIs in place of those of the catalog. @defaultValue `apiOffers` */
  readonly apiOffers?: readonly ApiOffer[];
}

/** What a fleet costs and emits. Money is before tax, in one currency; what nobody knows is null. */
export interface ServingCost {
  readonly currency: Currency;
  /** Day on which prices were asked for. */
  readonly today: string;
  /** Mean load over the load that was sized for. */
  readonly meanLoad: number;
  /** Machines to rent, spare replicas included. */
  readonly rent: Rent | null;
  /** Offers of this GPU on demand, whoever by, for each GPU and hour. */
  readonly spreads: readonly PriceSpread[];
  /** Of a million tokens, at the load that was sized for. */
  readonly tokensAtPeak: TokenPrices | null;
  /** Of a million tokens, at the mean load. */
  readonly tokensAtMean: TokenPrices | null;
  /** Share of the busy time that goes to prompts, at the load that was sized for. */
  readonly prefillShare: number | null;
  /** At the load that was sized for. */
  readonly powerAtPeak: FleetPower | null;
  /** At the mean load. */
  readonly powerAtMean: FleetPower | null;
  /** Power of the site over that of its servers. */
  readonly pue: number;
  /** Energy and carbon, at the mean load. */
  readonly footprint: Footprint | null;
  /** The same requests from an API, at the mean load. */
  readonly api: ApiAlternative | null;
  /** Rent over the API's price; null where either is not known. */
  readonly rentOverApi: number | null;
  /** Tokens of a request, mean. */
  readonly tokens: RequestTokens;
  /** Requests per second that were sized for. */
  readonly requestsPerSecond: number;
}

/**
 * What the fleet of an estimate costs and emits: rent, prices of tokens, power, energy and carbon, and what an API asks for the same.
 *
 * @param estimate - a feasible one of `estimateGpus`, by the engine model.
 * @param options - prices, place and mean load.
 * @returns money and footprint.
 * @throws {@link InfrascaleError} `contradictory-options` for an estimate that is infeasible or of another performance model; `invalid-type`,
 * `out-of-range` or `unknown-id` for options.
 * @example
 * ```ts
 * import { estimateGpus } from "infrascale";
 * import { costOf } from "infrascale/decide";
 *
 * const estimate = estimateGpus({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   workload: { requestsPerSecond: 4, inputTokens: 1155, outputTokens: 211 },
 *   targets: { ttft: { p95: 1 } },
 * });
 * if (estimate.status === "feasible") {
 *   const { rent } = costOf(estimate, { today: "2026-11-30" });
 *   [rent?.offer.provider, rent?.perGpuHour, rent?.currency]; // => ["OVHcloud", 1.4, "EUR"]
 * }
 * ```
 */
export function costOf(estimate: ReplayableEstimate, options: CostOptions): ServingCost {
  checkCostOptions(options);
  const { today, currency = "EUR", zone = "EU", pue = USUAL_PUE, lifeYears = 5 } = options;
  const { gpusPerReplica, replicas, spareReplicas, traffic, model } = estimate;
  const { requestsPerSecond } = traffic;
  const meanLoad = options.meanLoad ?? 1 / traffic.peakFactor;
  const { gpu } = namedGpu(estimate.request.gpu);
  const tokens = requestTokens(estimate);
  const rent = rentOf(gpu, { gpusPerReplica, replicas: replicas + spareReplicas }, options);
  const gpus = rent?.gpus ?? estimate.gpus;
  const peak = operatingState(estimate, 1);
  const mean = meanLoad === 1 ? peak : operatingState(estimate, meanLoad);
  const powerOf = (prediction: typeof peak): FleetPower | null =>
    fleetPower({ gpu, prediction, gpus, pue, ownGpuWatts: options.gpuWatts });
  const powerAtMean = powerOf(mean);
  const pricesAt = (prediction: typeof peak, load: number): TokenPrices | null =>
    rent === null
      ? null
      : tokenPrices({
          perHour: rent.perHour,
          requestsPerSecond: load * requestsPerSecond,
          ...tokens,
          prefillShare: prefillShare(prediction),
        });
  const api = apiAlternative(
    { model, requestsPerSecond: meanLoad * requestsPerSecond, ...tokens },
    {
      today,
      currency,
      exchange: options.exchange,
      apiOffers: options.apiOffers,
    },
  );
  return {
    currency,
    today,
    meanLoad,
    rent,
    spreads: priceSpreads(gpu.id, options.offers),
    tokensAtPeak: pricesAt(peak, 1),
    tokensAtMean: pricesAt(mean, meanLoad),
    prefillShare: prefillShare(peak),
    powerAtPeak: powerOf(peak),
    powerAtMean,
    pue,
    footprint:
      powerAtMean === null
        ? null
        : footprintOf({
            gpu: gpu.id,
            gpus,
            power: powerAtMean,
            requestsPerSecond: meanLoad * requestsPerSecond,
            zone,
            lifeYears,
          }),
    api,
    rentOverApi: rent === null || api === null ? null : rent.perHour / api.perHour,
    tokens,
    requestsPerSecond,
  };
}

const FIELDS: readonly (keyof CostOptions)[] = [
  "today",
  "currency",
  "exchange",
  "terms",
  "providers",
  "offers",
  "ownPerGpuHour",
  "meanLoad",
  "zone",
  "pue",
  "lifeYears",
  "gpuWatts",
  "apiOffers",
];

/** Largest that a site's overhead is taken to be. */
const MOST_PUE = 3;

/** Refuses options that are not known, or out of range. */
export function checkCostOptions(options: CostOptions): void {
  checkKeys(checkObject(options, "options"), "options", FIELDS);
  if (typeof options.today !== "string" || dayNumber(options.today) === null)
    throw new InfrascaleError({
      code: typeof options.today === "string" ? "out-of-range" : "invalid-type",
      field: "options.today",
      rule: "must be a day, such as 2026-11-30",
      value: options.today,
    });
  optional((value, field) => checkOneOf(value, field, CURRENCIES))(options.currency, "options.currency");
  optional((value, field) => checkOneOf(value, field, OFFER_TERMS))(options.terms, "options.terms");
  optional(checkPositive)(options.ownPerGpuHour, "options.ownPerGpuHour");
  optional(checkFraction)(options.meanLoad, "options.meanLoad");
  optional((value, field) => checkBetween(value, field, 1, MOST_PUE))(options.pue, "options.pue");
  optional(checkPositive)(options.lifeYears, "options.lifeYears");
  optional(checkPositive)(options.gpuWatts, "options.gpuWatts");
  if (options.exchange !== undefined) checkPositive(options.exchange.usdPerEur, "options.exchange.usdPerEur");
}
