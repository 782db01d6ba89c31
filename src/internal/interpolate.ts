/**
 * A value between the points of a table, linear between neighbours.
 *
 * @param places - ascending.
 * @param values - one for each place.
 * @param place - from the first place to the last.
 * @returns the value there; NaN beyond.
 */
export function interpolate(places: readonly number[], values: readonly number[], place: number): number {
  const above = places.findIndex((known) => known >= place);
  const high = values[above] ?? Number.NaN;
  const to = places[above] ?? place;
  const from = places[above - 1] ?? to;
  const low = values[above - 1] ?? high;
  return to === from ? high : low + ((high - low) * (place - from)) / (to - from);
}
