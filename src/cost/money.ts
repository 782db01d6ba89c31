/** Currencies that prices are quoted in. */
export const CURRENCIES = ["EUR", "USD"] as const;

/** One of them. */
export type Currency = (typeof CURRENCIES)[number];

/** A rate that its user vouches for: without one nothing is converted. */
export interface ExchangeRate {
  /** Dollars for a euro, > 0. */
  readonly usdPerEur: number;
  /** Day of the rate. */
  readonly date: string;
}

/** Smallest and largest of a quantity. */
export interface Range {
  /** The least. */
  readonly min: number;
  /** The most. */
  readonly max: number;
}

/** An amount in another currency; null where the currencies differ and no rate is given. */
export function inCurrency(
  amount: number,
  from: Currency,
  to: Currency,
  rate: ExchangeRate | undefined,
): number | null {
  if (from === to) return amount;
  if (rate === undefined) return null;
  return from === "EUR" ? amount * rate.usdPerEur : amount / rate.usdPerEur;
}
