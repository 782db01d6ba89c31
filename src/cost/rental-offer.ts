import priceLists from "../../catalogs/rental-prices.json" with { type: "json" };
import type { Currency } from "./money.js";
import type { OfferTerms } from "./offer-terms.js";
import { offersOf } from "./price-list.js";

/** What somebody asks for a machine, before tax, seen on a day. */
export interface RentalOffer {
  /** Who rents it out. */
  readonly provider: string;
  /** Where the provider is at home, ISO 3166 alpha-3; null where it does not matter. */
  readonly country: string | null;
  /** Where the machine stands, as the provider names it. */
  readonly region: string;
  /** Id of the GPU. */
  readonly gpu: string;
  /** GPUs that the price is for. */
  readonly gpus: number;
  /** Name of the machine; null where GPUs are priced one by one. */
  readonly machine: string | null;
  /** Price of all of them, per hour. */
  readonly perHour: number;
  /** Of the price. */
  readonly currency: Currency;
  /** On what terms. */
  readonly terms: OfferTerms;
  /** Fewest GPUs that are rented out; absent where one machine is. */
  readonly leastGpus?: number;
  /** What else belongs to the price. */
  readonly note?: string;
  /** Day on which the price was seen; an interval where no day is known. */
  readonly date: string;
  /** Where it was read. */
  readonly page: string;
}

/** Every offer that is known, of 2026 mostly; `infrascale/catalogs/rental-prices.json` has the same by page. */
export const rentalOffers: readonly RentalOffer[] = offersOf(priceLists);

/** Members of the European Union and the European Economic Area, and Switzerland, that providers of the catalog come from. */
const EUROPE: ReadonlySet<string> = new Set([
  ...["AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL", "ITA"],
  ...["LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "ISL", "LIE", "NOR", "CHE"],
]);

/** True of a provider that is at home in Europe. */
export const isEuropean = ({ country }: Pick<RentalOffer, "country">): boolean =>
  country !== null && EUROPE.has(country);
