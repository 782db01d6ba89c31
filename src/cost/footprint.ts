import type { ModelParameters } from "../catalog/model.js";
import { kilogramsFromGrams, kilowatts, perYear, secondsFromHours } from "../units.js";
import { usageTimes, type CarbonUsage } from "./carbon-usage.js";
import { ecologitsFootprint } from "./ecologits.js";
import { embodiedCarbon } from "./embodied-carbon.js";
import type { FleetPower } from "./fleet-power.js";
import { gridCarbonOf, gridCarbonSource } from "./grid-carbon.js";
import type { Range } from "./money.js";

/** What a fleet uses and emits. */
export interface Footprint {
  /** Zone whose mix of electricity is used. */
  readonly zone: string;
  /** What a kilowatt-hour emits there, grams of CO2 equivalent: over the life of plants and fuels, mean, of production. */
  readonly gramsPerKwh: number;
  /** Year of that figure. */
  readonly gridYear: number;
  /** Years over which servers are spread. */
  readonly lifeYears: number;
  /** False where the maker published no footprint of this GPU, and those of others stand for it. */
  readonly gpuIsPublished: boolean;
  /** Of a year, at the mean load. */
  readonly perYear: CarbonUsage;
  /** Of these, what making the servers emitted, kilograms of CO2 equivalent a year. */
  readonly embodiedPerYear: Range;
  /** Of a request. */
  readonly perRequest: CarbonUsage;
  /** Of a request, as EcoLogits reckons it and gateways of the French State report it; null of a model that writes nothing. */
  readonly ecologitsPerRequest: CarbonUsage | null;
}

/** What a footprint is worked out from. */
export interface FootprintOptions {
  /** Id of the GPU. */
  readonly gpu: string;
  /** GPUs that are paid for. */
  readonly gpus: number;
  /** At the mean load. */
  readonly power: FleetPower;
  /** Requests served, per second, at the mean load. */
  readonly requestsPerSecond: number;
  /** One that is known: ISO 3166 alpha-3, `EU` or `WOR`. */
  readonly zone: string;
  readonly lifeYears: number;
  readonly pue: number;
  /** What is served. */
  readonly parameters: Pick<ModelParameters, "total" | "active">;
  /** Tokens of an output, mean. */
  readonly outputTokens: number;
}

/**
 * Energy and carbon of a fleet, by use and by making:
 *
 * $$ \mathrm{SCI} = \frac{E\, I + M}{R} $$
 *
 * with the energy E at the meter, what it emits there, and making spread evenly over the life of servers.
 *
 * @param options - fleet, load, place and life.
 * @returns of a year and of a request, from the least to the most.
 * @see ISO/IEC 21031:2024.
 */
export function footprintOf(options: FootprintOptions): Footprint {
  const { gpu, gpus, power, requestsPerSecond, zone, lifeYears, pue, parameters, outputTokens } = options;
  const { gramsPerKwh, ecologitsGramsPerKwh = gramsPerKwh } = gridCarbonOf(zone, "zone");
  const { kilograms, gpuIsPublished } = embodiedCarbon(gpu, gpus);
  const embodiedPerYear = { min: kilograms.min / lifeYears, max: kilograms.max / lifeYears };
  const kWh = {
    min: perYear(kilowatts(power.siteRange.min)),
    max: perYear(kilowatts(power.siteRange.max)),
  };
  const year: CarbonUsage = {
    kWh,
    kgCO2eq: {
      min: kilogramsFromGrams(kWh.min * gramsPerKwh) + embodiedPerYear.min,
      max: kilogramsFromGrams(kWh.max * gramsPerKwh) + embodiedPerYear.max,
    },
  };
  return {
    zone,
    gramsPerKwh,
    gridYear: gridCarbonSource.year,
    lifeYears,
    gpuIsPublished,
    perYear: year,
    embodiedPerYear,
    perRequest: usageTimes(year, 1 / perYear(secondsFromHours(1) * requestsPerSecond)),
    ecologitsPerRequest:
      outputTokens === 0
        ? null
        : ecologitsFootprint({
            totalParameters: parameters.total,
            activeParameters: parameters.active,
            outputTokens,
            pue,
            gramsPerKwh: ecologitsGramsPerKwh,
          }),
  };
}
