import {
  checkBetween,
  checkKeys,
  checkNonNegative,
  checkObject,
  checkPositive,
  optional,
  type Check,
} from "../internal/check.js";
import { perYear } from "../units.js";

/** What owning is worked out from; all money in one currency, before tax. */
export interface OwnershipTerms {
  /** Price of all servers, > 0. */
  readonly capital: number;
  /** Years of use. @defaultValue 5 */
  readonly years?: number;
  /** Interest a year, >= 0. @defaultValue 0.035, as of a public buyer; 0.08 is usual of a private one */
  readonly interest?: number;
  /** Share of the price that they sell for in the end, in [0, 1). @defaultValue 0.1 */
  readonly residual?: number;
  /** Of the price, each year: repairs and support. @defaultValue 0.075 */
  readonly upkeep?: number;
  /** Network and racks, of the price of the servers. @defaultValue 0.15 */
  readonly network?: number;
  /** Price of a kilowatt-hour, >= 0. */
  readonly perKwh: number;
  /** Energy of the site a year, kilowatt-hours. */
  readonly kwhPerYear: number;
  /** Room and cooling beside electricity, a year. @defaultValue 0, as in a room of one's own */
  readonly hostingPerYear?: number;
  /** People who look after it, a year. There is no usual figure: what it costs is said with and without. */
  readonly staffPerYear?: number;
}

/** What owning costs a year. */
export interface Ownership {
  /** Servers, network and racks at purchase. */
  readonly capital: number;
  /** Interest and what is paid back, less what they sell for. */
  readonly capitalPerYear: number;
  /** Repairs and support. */
  readonly upkeepPerYear: number;
  /** Energy of the site. */
  readonly electricityPerYear: number;
  /** Room and cooling beside it. */
  readonly hostingPerYear: number;
  /** Null where nobody said. */
  readonly staffPerYear: number | null;
  /** All but staff. */
  readonly perYearWithoutStaff: number;
  /** All; null where nobody said what staff costs. */
  readonly perYear: number | null;
  /** All but staff, an hour. */
  readonly perHourWithoutStaff: number;
  /** What the defaults are: nobody's measurement. */
  readonly terms: Required<Omit<OwnershipTerms, "staffPerYear">>;
}

/**
 * What owning servers costs a year: the capital as an annuity, net of what it sells for.
 *
 * $$ \left( C - \frac{R}{(1 + r)^n} \right) \frac{r}{1 - (1 + r)^{-n}} + u\,C + E\,p + H + F $$
 *
 * @param terms - prices, years and shares.
 * @returns the cost by part; the parts are its sum.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`.
 */
export function ownershipCost(terms: OwnershipTerms): Ownership {
  checkTerms(terms);
  const {
    years = 5,
    interest = 0.035,
    residual = 0.1,
    upkeep = 0.075,
    network = 0.15,
    hostingPerYear = 0,
    staffPerYear = null,
    perKwh,
    kwhPerYear,
  } = terms;
  const capital = terms.capital * (1 + network);
  const compound = -years * Math.log1p(interest);
  const discount = Math.exp(compound);
  const annuity = interest === 0 ? 1 / years : interest / -Math.expm1(compound);
  const capitalPerYear = (capital - residual * capital * discount) * annuity;
  const upkeepPerYear = upkeep * capital;
  const electricityPerYear = perKwh * kwhPerYear;
  const perYearWithoutStaff = capitalPerYear + upkeepPerYear + electricityPerYear + hostingPerYear;
  return {
    capital,
    capitalPerYear,
    upkeepPerYear,
    electricityPerYear,
    hostingPerYear,
    staffPerYear,
    perYearWithoutStaff,
    perYear: staffPerYear === null ? null : perYearWithoutStaff + staffPerYear,
    perHourWithoutStaff: perYearWithoutStaff / perYear(1),
    terms: { capital: terms.capital, years, interest, residual, upkeep, network, hostingPerYear, perKwh, kwhPerYear },
  };
}

const checkShare: Check = (value, field) => checkBetween(value, field, 0, 1);

/** What each term has to be. */
const CHECKS: Readonly<Record<keyof OwnershipTerms, Check>> = {
  capital: checkPositive,
  years: optional(checkPositive),
  interest: optional(checkNonNegative),
  residual: optional(checkShare),
  upkeep: optional(checkNonNegative),
  network: optional(checkNonNegative),
  perKwh: checkNonNegative,
  kwhPerYear: checkNonNegative,
  hostingPerYear: optional(checkNonNegative),
  staffPerYear: optional(checkNonNegative),
};

function checkTerms(terms: OwnershipTerms): void {
  checkKeys(checkObject(terms, "terms"), "terms", Object.keys(CHECKS));
  for (const [name, check] of Object.entries(CHECKS)) check(terms[name as keyof OwnershipTerms], `terms.${name}`);
}
