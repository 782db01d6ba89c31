/** On what terms machines are rented; spot machines may be taken away, blocks are booked ahead, a marketplace has other people's machines. */
export const OFFER_TERMS = [
  "on-demand",
  "spot",
  "monthly",
  "1-year",
  "3-year",
  "5-year",
  "reserved",
  "capacity-block",
  "flex-start",
  "marketplace",
] as const;

/** One of them. */
export type OfferTerms = (typeof OFFER_TERMS)[number];
