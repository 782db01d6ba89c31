import { figures } from "./figures.js";

const { number, percent } = figures;

/** What `infrascale compare` prints. */
export const comparison = {
  nothing: "nothing that is compared meets the targets",
  gpus: "GPUs",
  expected: "exp.",
  perHour: (currency: string): string => `${currency}/h`,
  millionIn: "M in",
  millionOut: "M out",
  firstToken: "first",
  token: "token",
  legend:
    "GPUs to buy, and as expected; rent, and prices of a million tokens, at the load that is sized for; power of the site; ms to the first token and between tokens, mean. * none is both cheaper and faster; k thousands",
  noOffer: "no offer",
  byTheGpu: "by the GPU",
  old: "old",
  rentedFrom: "rented from",
  gpuHour: "GPU-hour",
  seen: "seen",
  spread: "low, median, high",
  priceLegend:
    "before tax; whole machines; low to high of all on demand; ? where nobody offers it so (--currency, --exchange, --providers, --price)",
  meanLoad: "mean load",
  energyOfYear: "MWh a year",
  carbon: "t CO2eq",
  embodied: "of it made",
  apiPerHour: "API/h",
  rentOverApi: "rent/API",
  power: (bases: string, pue: number): string => `power ${bases}; PUE ${number(pue)}`,
  powerBasis: (basis: "fitted" | "assumed" | "given", error: number): string => `${basis} within ${percent(error)}`,
  electricity: (zone: string, gramsPerKwh: number, year: number): string =>
    `electricity of ${zone}, ${number(gramsPerKwh)} g CO2eq per kWh (${year})`,
  madeOver: (years: number): string => `making spread over ${number(years)} years`,
  pricesOf: (day: string): string => `prices as of ${day}`,
  meanLoadOf: (share: number): string => `mean load ${number(share)} of the one that is sized for`,
  exchange: (usdPerEur: number, day: string): string => `1 EUR = ${number(usdPerEur)} USD of ${day}`,
};
