/**
 * The offers of price lists. A list is what a provider asks, read from one page on one day: what all its offers have in common stands beside them once.
 *
 * @param lists - as the catalogs have them.
 * @returns every offer by itself.
 */
export const offersOf = <Offer>(lists: readonly { readonly offers: readonly object[] }[]): readonly Offer[] =>
  lists.flatMap(({ offers, ...common }) => offers.map((offer) => ({ ...common, ...offer }) as Offer));
