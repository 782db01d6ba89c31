import type { Gpu } from "../catalog/gpu.js";
import { median } from "../internal/median.js";
import { perMonth, perYear } from "../units.js";
import { machinesOf, type Machines, type PurchasedReplicas } from "./machines.js";
import { CURRENCIES, inCurrency, type Currency, type ExchangeRate } from "./money.js";
import { priceAge, type PriceAge } from "./price-age.js";
import type { OfferTerms } from "./offer-terms.js";
import { isEuropean, rentalOffers, type RentalOffer } from "./rental-offer.js";

/** Which offer is taken. */
export interface RentOptions {
  /** Day on which the price is asked for, `2026-11-30`. */
  readonly today: string;
  /** Currency of the rent; other offers count only with an exchange rate. @defaultValue "EUR" */
  readonly currency?: Currency;
  /** Rate at which offers in the other currency are compared. @defaultValue none: they are left out */
  readonly exchange?: ExchangeRate;
  /** On what terms. @defaultValue "on-demand" */
  readonly terms?: OfferTerms;
  /** From whom: providers by name, or any. @defaultValue "european": those at home in the EU, the EEA or Switzerland */
  readonly providers?: readonly string[] | "european" | "any";
  /** Offers in place of those of the catalog. @defaultValue `rentalOffers` */
  readonly offers?: readonly RentalOffer[];
  /** What a GPU costs you an hour, in `currency`, in place of any offer. */
  readonly ownPerGpuHour?: number;
}

/** Prices of a GPU an hour that were offered on demand in one currency, whoever by. */
export interface PriceSpread {
  /** Of these offers. */
  readonly currency: Currency;
  /** How many. */
  readonly offers: number;
  /** The lowest. */
  readonly low: number;
  /** The middle one. */
  readonly median: number;
  /** The highest. */
  readonly high: number;
}

/** What machines cost to rent, before tax. */
export interface Rent extends Machines, PriceAge {
  /** Of all amounts. */
  readonly currency: Currency;
  /** All machines. */
  readonly perHour: number;
  /** Of 730 hours. */
  readonly perMonth: number;
  /** Of 8,760 hours. */
  readonly perYear: number;
  /** Each GPU that is paid for. */
  readonly perGpuHour: number;
  /** The offer that is taken. */
  readonly offer: RentalOffer;
  /** The rate at which it was converted; null where it was not. */
  readonly convertedAt: ExchangeRate | null;
}

/**
 * The cheapest offer, for as many whole machines as some replicas take.
 *
 * @param gpu - which GPU.
 * @param purchase - how many replicas of it, and of what size.
 * @param options - which offers count.
 * @returns the rent; null where nobody offers it so: never zero.
 */
export function rentOf(gpu: Gpu, purchase: PurchasedReplicas, options: RentOptions): Rent | null {
  const { today, currency = "EUR", exchange, terms = "on-demand", offers = rentalOffers } = options;
  const { providers = "european" } = options;
  const named = (offer: RentalOffer): boolean =>
    typeof providers === "string" ? providers === "any" || isEuropean(offer) : providers.includes(offer.provider);
  const candidates =
    options.ownPerGpuHour === undefined
      ? offers.filter((offer) => offer.gpu === gpu.id && offer.terms === terms && named(offer))
      : [ownOffer(gpu, options.ownPerGpuHour, currency, today)];
  const largest = Math.max(...candidates.map(({ gpus }) => gpus), gpu.serverGpus);
  let best: Rent | null = null;
  for (const offer of candidates) {
    const machines = machinesOf(purchase, offer, largest);
    const price = inCurrency(offer.perHour, offer.currency, currency, exchange);
    if (machines === null || price === null) continue;
    const perHour = (machines.gpus / offer.gpus) * price;
    if (best !== null && perHour >= best.perHour) continue;
    best = {
      ...machines,
      ...priceAge(offer.date, today),
      currency,
      perHour,
      perMonth: perMonth(perHour),
      perYear: perYear(perHour),
      perGpuHour: perHour / machines.gpus,
      offer,
      convertedAt: offer.currency === currency ? null : (exchange ?? null),
    };
  }
  return best;
}

const ownOffer = (gpu: Gpu, perHour: number, currency: Currency, date: string): RentalOffer => ({
  provider: "own price",
  country: null,
  region: "",
  gpu: gpu.id,
  gpus: 1,
  machine: null,
  perHour,
  currency,
  terms: "on-demand",
  date,
  page: "as given",
});

/** How far on-demand offers of a GPU lie apart, by currency: nothing is converted. */
export function priceSpreads(gpu: string, offers: readonly RentalOffer[] = rentalOffers): readonly PriceSpread[] {
  return CURRENCIES.flatMap((currency) => {
    const prices = offers
      .filter((offer) => offer.gpu === gpu && offer.terms === "on-demand" && offer.currency === currency)
      .map(({ perHour, gpus }) => perHour / gpus);
    return prices.length === 0
      ? []
      : [
          {
            currency,
            offers: prices.length,
            low: Math.min(...prices),
            median: median(prices),
            high: Math.max(...prices),
          },
        ];
  });
}
