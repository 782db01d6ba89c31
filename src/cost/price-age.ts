import { dayNumber } from "../internal/day-number.js";

/** Prices older than this say so: those of GPUs rose by a quarter to a half within 2026 (docs/cost.md). */
export const OLD_PRICE_DAYS = 90;

/** How old a price is. */
export interface PriceAge {
  /** Days from its date, the earlier of an interval, to today. */
  readonly ageDays: number;
  /** True beyond 90 days. */
  readonly isOld: boolean;
}

/** Age of a price of a date on a day; both as ISO 8601 writes them. */
export function priceAge(date: string, today: string): PriceAge {
  const ageDays = Math.max(0, (dayNumber(today) ?? 0) - (dayNumber(date) ?? 0));
  return { ageDays, isOld: ageDays > OLD_PRICE_DAYS };
}
