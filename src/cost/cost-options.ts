import { InfrascaleError } from "../errors.js";
import {
  checkBetween,
  checkEach,
  checkFraction,
  checkKeys,
  checkObject,
  checkOneOf,
  checkPositive,
  checkShape,
  checkText,
  optional,
  type Check,
} from "../internal/check.js";
import { dayNumber } from "../internal/day-number.js";
import type { ApiOffer } from "./api-offer.js";
import { gridCarbonOf } from "./grid-carbon.js";
import { CURRENCIES } from "./money.js";
import type { RentOptions } from "./rent.js";
import { OFFER_TERMS } from "./offer-terms.js";
import { valueRule } from "../rules/values.js";

/** Prices, place and load that a cost is worked out from. */
export interface CostOptions extends RentOptions {
  /** Mean load over the load that was sized for, in (0, 1]. @defaultValue 1 over the peak factor of the workload */
  readonly meanLoad?: number;
  /** Zone of the electricity: ISO 3166 alpha-3, `EU` or `WOR`. @defaultValue "EU" */
  readonly zone?: string;
  /** Power of the site over that of its servers, from 1 to 3. @defaultValue 1.3 */
  readonly pue?: number;
  /** Years over which the making of servers is spread, > 0. @defaultValue 5 */
  readonly lifeYears?: number;
  /** Watts of a GPU that serves, as you measured them. @defaultValue by the law of its power */
  readonly gpuWatts?: number;
  /** Prices of APIs in place of those of the catalog. @defaultValue `apiOffers` */
  readonly apiOffers?: readonly ApiOffer[];
}

/** Largest that a site's overhead is taken to be. */
const MOST_PUE = 3;

/** A day, as ISO 8601 writes it. */
function checkDay(value: unknown, field: string): void {
  if (dayNumber(checkText(value, field)) === null)
    throw new InfrascaleError({ code: "out-of-range", field, ...valueRule("day", { example: "2026-11-30" }), value });
}

const checkProviders: Check = (value, field) =>
  typeof value === "string" ? checkOneOf(value, field, ["european", "any"]) : checkEach(value, field, checkText);

const oneOf =
  (allowed: readonly string[]): Check =>
  (value, field) =>
    checkOneOf(value, field, allowed);

/** What each option has to be. */
const CHECKS: Readonly<Record<keyof CostOptions, Check>> = {
  today: checkDay,
  currency: optional(oneOf(CURRENCIES)),
  exchange: optional((value, field) => checkShape(value, field, { usdPerEur: checkPositive, date: checkDay })),
  terms: optional(oneOf(OFFER_TERMS)),
  providers: optional(checkProviders),
  offers: optional((value, field) =>
    checkEach(value, field, (offer, name) =>
      checkShape(offer, name, {
        gpu: checkText,
        gpus: checkPositive,
        perHour: checkPositive,
        currency: oneOf(CURRENCIES),
        terms: oneOf(OFFER_TERMS),
        date: checkDay,
      }),
    ),
  ),
  ownPerGpuHour: optional(checkPositive),
  meanLoad: optional(checkFraction),
  zone: optional((value, field) => gridCarbonOf(checkText(value, field), field)),
  pue: optional((value, field) => checkBetween(value, field, 1, MOST_PUE)),
  lifeYears: optional(checkPositive),
  gpuWatts: optional(checkPositive),
  apiOffers: optional((value, field) =>
    checkEach(value, field, (offer, name) =>
      checkShape(offer, name, {
        model: checkText,
        perMillionInput: checkPositive,
        perMillionOutput: checkPositive,
        currency: oneOf(CURRENCIES),
        date: checkDay,
      }),
    ),
  ),
};

/** Refuses options that are not known, or out of range. */
export function checkCostOptions(options: CostOptions, field: string): void {
  checkKeys(checkObject(options, field), field, Object.keys(CHECKS));
  for (const [name, check] of Object.entries(CHECKS)) check(options[name as keyof CostOptions], `${field}.${name}`);
}
