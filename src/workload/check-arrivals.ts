import { checkKeys, checkObject, checkOneOf, type Check } from "../internal/check.js";
import { ARRIVALS, type Arrivals, type ArrivalsOf } from "./arrivals.js";

/**
 * Checks how requests come.
 *
 * @param arrivals - of one of the kinds.
 * @param field - its name in errors.
 * @param kinds - those that are known where it is asked.
 * @param beside - fields of the same object that are checked elsewhere.
 * @returns the arrivals.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function checkArrivals<K extends Arrivals["kind"]>(
  arrivals: unknown,
  field: string,
  kinds: readonly K[],
  beside: readonly string[] = [],
): ArrivalsOf<K> {
  const given = checkObject(arrivals, field);
  const kind = checkOneOf(given["kind"], `${field}.kind`, kinds);
  const fields: Readonly<Record<string, Check>> = ARRIVALS[kind].fields;
  checkKeys(given, field, ["kind", ...Object.keys(fields), ...beside]);
  for (const [name, check] of Object.entries(fields)) check(given[name], `${field}.${name}`);
  return arrivals as ArrivalsOf<K>;
}
