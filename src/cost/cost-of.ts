import { namedGpu, namedModel } from "../shipped/resolve-names.js";
import type { ReplayableEstimate } from "../shipped/estimated-deployment.js";
import { apiAlternative, type ApiAlternative } from "./api-offer.js";
import { fleetPower, type FleetPower } from "./fleet-power.js";
import { footprintOf, type Footprint } from "./footprint.js";
import { checkCostOptions, type CostOptions } from "./cost-options.js";
import type { Currency } from "./money.js";
import { operatingStates, requestTokens, type RequestTokens } from "./operating-state.js";
import { prefillShare } from "./prefill-share.js";
import { priceSpreads, rentOf, type PriceSpread, type Rent } from "./rent.js";
import { USUAL_PUE } from "./server-power.js";
import { tokenPrices, type TokenPrices } from "./token-prices.js";

/** What a fleet does and draws under a load, and what its tokens then cost. */
export interface LoadCost {
  /** Requests served, per second. */
  readonly requestsPerSecond: number;
  /** Share of the busy time that goes to prompts. */
  readonly prefillShare: number;
  /** Prices of a million tokens, by rent; null where it is not known. */
  readonly tokens: TokenPrices | null;
  /** Null where the rated power of the GPU is not known. */
  readonly power: FleetPower | null;
}

/** What a fleet costs and emits. Money is before tax, in one currency; what nobody knows is null. */
export interface ServingCost {
  /** Of all amounts. */
  readonly currency: Currency;
  /** Day on which prices were asked for. */
  readonly today: string;
  /** Machines to rent, spare replicas included. */
  readonly rent: Rent | null;
  /** Offers of this GPU on demand, whoever by, for each GPU and hour. */
  readonly spreads: readonly PriceSpread[];
  /** Tokens of a request, mean. */
  readonly requestTokens: RequestTokens;
  /** Under the load that was sized for. */
  readonly atPeak: LoadCost;
  /** Mean load over that. */
  readonly meanLoad: number;
  /** Under the mean load. */
  readonly atMean: LoadCost;
  /** Power of the site over that of its servers. */
  readonly pue: number;
  /** Energy and carbon, at the mean load; null where the rated power of the GPU is not known. */
  readonly footprint: Footprint | null;
  /** The same requests from an API, at the mean load; null where nobody offers it. */
  readonly api: ApiAlternative | null;
  /** Rent over the API's price; null where either is not known. */
  readonly rentOverApi: number | null;
}

/** Years that buyers of servers plan with; EcoLogits takes three. */
const USUAL_LIFE_YEARS = 5;

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
  checkCostOptions(options, "options");
  const stateUnder = operatingStates(estimate);
  const { today, currency = "EUR", pue = USUAL_PUE } = options;
  const { gpusPerReplica, replicas, spareReplicas, traffic, model, request } = estimate;
  const meanLoad = options.meanLoad ?? 1 / traffic.peakFactor;
  const { gpu } = namedGpu(request.gpu);
  const tokens = requestTokens(estimate);
  const rent = rentOf(gpu, { gpusPerReplica, replicas: replicas + spareReplicas }, options);
  const gpus = rent?.gpus ?? estimate.gpus;
  const under = (load: number): LoadCost => {
    const prediction = stateUnder(load);
    const requestsPerSecond = load * traffic.requestsPerSecond;
    const share = prefillShare(prediction);
    return {
      requestsPerSecond,
      prefillShare: share,
      tokens:
        rent === null
          ? null
          : tokenPrices({ perHour: rent.perHour, requestsPerSecond, ...tokens, prefillShare: share }),
      power: fleetPower({ gpu, prediction, gpus, pue, ownGpuWatts: options.gpuWatts }),
    };
  };
  const atPeak = under(1);
  const atMean = meanLoad === 1 ? atPeak : under(meanLoad);
  const { requestsPerSecond, power } = atMean;
  const api = apiAlternative({ model, requestsPerSecond, ...tokens }, { ...options, currency });
  return {
    currency,
    today,
    rent,
    spreads: priceSpreads(gpu.id, options.offers),
    requestTokens: tokens,
    atPeak,
    meanLoad,
    atMean,
    pue,
    footprint:
      power === null
        ? null
        : footprintOf({
            gpu: gpu.id,
            gpus,
            power,
            requestsPerSecond,
            zone: options.zone ?? "EU",
            lifeYears: options.lifeYears ?? USUAL_LIFE_YEARS,
            pue,
            parameters: namedModel(request.model).model.parameters,
            outputTokens: tokens.outputTokens,
          }),
    api,
    rentOverApi: rent === null || api === null ? null : rent.perHour / api.perHour,
  };
}
