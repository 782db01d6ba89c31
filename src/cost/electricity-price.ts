import electricityPrices from "../../catalogs/electricity-prices.json" with { type: "json" };
import type { Currency } from "./money.js";

/** What a business pays for electricity, without taxes that it gets back. */
export interface ElectricityPrice {
  /** ISO 3166 alpha-3, or `EU`. */
  readonly zone: string;
  /** Of a kilowatt-hour. */
  readonly perKwh: number;
  /** Of the price. */
  readonly currency: Currency;
  /** Consumption that the price is of, kilowatt-hours a year. */
  readonly fromKwhPerYear: number;
  /** Null without an end. */
  readonly belowKwhPerYear: number | null;
  /** Month, or months, of the price. */
  readonly date: string;
  /** Where it was read. */
  readonly page: string;
}

/** Every electricity price that is known. */
export const electricityPriceList: readonly ElectricityPrice[] =
  electricityPrices as readonly unknown[] as readonly ElectricityPrice[];

/**
 * The price of a zone for a consumption: of the band that it lies in, else of the nearest.
 *
 * @param zone - ISO 3166 alpha-3, or `EU`.
 * @param kwhPerYear - of the whole site.
 * @returns the price; null where none of the zone is known.
 */
export function electricityPrice(zone: string, kwhPerYear: number): ElectricityPrice | null {
  const bands = electricityPriceList.filter((price) => price.zone === zone);
  return bands.filter(({ fromKwhPerYear }) => kwhPerYear >= fromKwhPerYear).at(-1) ?? bands[0] ?? null;
}
