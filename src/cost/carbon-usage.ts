import type { Range } from "./money.js";

/**
 * Energy and carbon of something, in the keys in which OpenGateLLM reports those of a request (`usage.carbon`).
 *
 * @see etalab-ia/OpenGateLLM:docs/docs/functionalities/environmental_footprint.md@3ed88d1.
 */
export interface CarbonUsage {
  /** At the meter of the site, kilowatt-hours. */
  readonly kWh: Range;
  /** Use and making, kilograms of CO2 equivalent. */
  readonly kgCO2eq: Range;
}

/** The same for a part, or a multiple. */
export const usageTimes = ({ kWh, kgCO2eq }: CarbonUsage, factor: number): CarbonUsage => ({
  kWh: { min: kWh.min * factor, max: kWh.max * factor },
  kgCO2eq: { min: kgCO2eq.min * factor, max: kgCO2eq.max * factor },
});
