import apiLists from "../../catalogs/api-prices.json" with { type: "json" };
import { perMillion, secondsFromHours } from "../units.js";
import { inCurrency, type Currency, type ExchangeRate } from "./money.js";
import { priceAge, type PriceAge } from "./price-age.js";
import { offersOf } from "./price-list.js";

/** What a provider asks for the tokens of a model, before tax, seen on a day. */
export interface ApiOffer {
  /** Who serves it. */
  readonly provider: string;
  /** Where, as far as it is known. */
  readonly region: string;
  /** Id of the model, or of one of the same shape. */
  readonly model: string;
  /** What is really served, where it has the shape of the model and other weights; absent where it is the model. */
  readonly sibling?: string;
  /** Of the prices. */
  readonly currency: Currency;
  /** Of prompts, a million tokens. */
  readonly perMillionInput: number;
  /** Of outputs, a million tokens. */
  readonly perMillionOutput: number;
  /** Of prompts that are cached; absent where they cost what others do, or nobody says. */
  readonly perMillionCached?: number;
  /** Day on which the price was seen. */
  readonly date: string;
  /** Where it was read. */
  readonly page: string;
}

/** Every price that is known; `infrascale/catalogs/api-prices.json` has the same by page. */
export const apiOffers: readonly ApiOffer[] = offersOf(apiLists);

/** Requests that are sent to an API instead. */
export interface ApiRequests {
  /** Id of the model. */
  readonly model: string;
  readonly requestsPerSecond: number;
  /** Tokens of a prompt that no cache holds, mean. */
  readonly inputTokens: number;
  /** Tokens of it that a prefix cache holds, mean. */
  readonly cachedTokens: number;
  /** Tokens of an output, mean. */
  readonly outputTokens: number;
}

/** Which offers count. */
export interface ApiOptions {
  /** Day on which the price is asked for. */
  readonly today: string;
  readonly currency: Currency;
  readonly exchange?: ExchangeRate | undefined;
  /** @defaultValue `apiOffers` */
  readonly apiOffers?: readonly ApiOffer[] | undefined;
}

/** What the same requests cost elsewhere. */
export interface ApiAlternative extends PriceAge {
  /** The offer that is taken. */
  readonly offer: ApiOffer;
  /** Of the price. */
  readonly currency: Currency;
  /** Per hour of those requests. */
  readonly perHour: number;
}

/**
 * The cheapest API for some requests: of the model itself where anybody serves it, else of one of its shape.
 *
 * @param requests - which model, how many tokens.
 * @param options - which offers count.
 * @returns the offer and its price; null where nobody offers it in that currency.
 */
export function apiAlternative(requests: ApiRequests, options: ApiOptions): ApiAlternative | null {
  const { today, currency, exchange } = options;
  const ofModel = (options.apiOffers ?? apiOffers).filter(({ model }) => model === requests.model);
  const priced = ofModel.flatMap((offer) => {
    const perHour = inCurrency(apiPerHour(requests, offer), offer.currency, currency, exchange);
    return perHour === null ? [] : [{ offer, currency, perHour, ...priceAge(offer.date, today) }];
  });
  const cheapest = (of: readonly ApiAlternative[]): ApiAlternative | null =>
    of.reduce<ApiAlternative | null>((best, one) => (best === null || one.perHour < best.perHour ? one : best), null);
  return cheapest(priced.filter(({ offer }) => offer.sibling === undefined)) ?? cheapest(priced);
}

/** What an offer asks for an hour of requests. */
function apiPerHour(
  { requestsPerSecond, inputTokens, cachedTokens, outputTokens }: ApiRequests,
  { perMillionInput, perMillionOutput, perMillionCached = perMillionInput }: ApiOffer,
): number {
  const millionRequests =
    perMillionInput * inputTokens + perMillionCached * cachedTokens + perMillionOutput * outputTokens;
  return (secondsFromHours(1) * requestsPerSecond * millionRequests) / perMillion(1);
}
