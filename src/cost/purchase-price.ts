import purchasePrices from "../../catalogs/purchase-prices.json" with { type: "json" };
import type { Gpu } from "../catalog/gpu.js";
import type { Currency } from "./money.js";
import { priceAge, type PriceAge } from "./price-age.js";

/** What somebody asks for a card or a server, before tax, seen on a day. */
export interface PurchasePrice {
  /** As it is sold. */
  readonly item: string;
  /** A GPU alone, or what it works in. */
  readonly kind: "card" | "server";
  /** Id of the GPU. */
  readonly gpu: string;
  /** GPUs in it. */
  readonly gpus: number;
  /** The lowest of the offers. */
  readonly low: number;
  /** The highest. */
  readonly high: number;
  /** Of both. */
  readonly currency: Currency;
  /** What kind of price it is. */
  readonly terms: string;
  /** Day or month on which it was seen. */
  readonly date: string;
  /** Where it was read. */
  readonly page: string;
}

/** Every purchase price that is known. */
export const purchasePriceList: readonly PurchasePrice[] =
  purchasePrices as readonly unknown[] as readonly PurchasePrice[];

/** What a server costs to buy. */
export interface ServerPrice extends PriceAge {
  /** GPUs in it. */
  readonly gpus: number;
  /** At least. */
  readonly low: number;
  /** At most. */
  readonly high: number;
  /** Of both. */
  readonly currency: Currency;
  /** The price that it stands on. */
  readonly source: PurchasePrice;
  /** True where a card's price was multiplied, and no server's is known: ask for a quotation. */
  readonly isGuess: boolean;
}

/** A server over its cards, assumed: 317 kUSD of eight H100 are 1.4 times eight cards. */
const SERVER_OVER_CARDS = { low: 1.2, high: 1.4 } as const;

/**
 * What a server of a GPU costs: the newest price of one that is known, else its cards and 20 to 40 percent more.
 *
 * @param gpu - of the server.
 * @param currency - of the price: nothing is converted.
 * @param today - day on which it is asked for.
 * @returns the price; null where none is known.
 */
export function serverPrice(gpu: Gpu, currency: Currency, today: string): ServerPrice | null {
  const newest = (kind: PurchasePrice["kind"]): PurchasePrice | undefined =>
    purchasePriceList
      .filter((price) => price.kind === kind && price.gpu === gpu.id && price.currency === currency)
      .sort((a, b) => (a.date < b.date ? 1 : -1))[0];
  const server = newest("server");
  const source = server ?? newest("card");
  if (source === undefined) return null;
  const { low, high } = server === undefined ? SERVER_OVER_CARDS : { low: 1, high: 1 };
  const cards = server === undefined ? gpu.serverGpus : 1;
  return {
    ...priceAge(source.date, today),
    gpus: cards * source.gpus,
    low: cards * low * source.low,
    high: cards * high * source.high,
    currency,
    source,
    isGuess: server === undefined,
  };
}
