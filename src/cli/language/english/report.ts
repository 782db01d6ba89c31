import { figures } from "./figures.js";

const { number, percent } = figures;

/** The page that `infrascale explain --report` writes. */
export const report = {
  why: "Why",
  limits: "Limits",
  servers: "Servers",
  money: "Money, energy and carbon",
  assumed: "Assumed",
  beyondMeasured: "Beyond what was measured",
  subject: (model: string, gpu: string, version: string, today: string): string =>
    `${model} on ${gpu}; infrascale ${version}, ${today}`,
  binds: (name: string): string => `${name} (binds)`,
  used: (demand: string, limit: string): string => `${demand} of ${limit}`,
  allOffers: "all offers",
  offers: (of: { low: number; high: number; median: number; currency: string; offers: number }): string =>
    `${number(of.low)} to ${number(of.high)} ${of.currency} for a GPU and hour, median ${number(of.median)} of ${of.offers}`,
  tokensAtPeak: "a million tokens at the load sized for",
  tokensAtMean: (share: number): string => `a million tokens at ${percent(share)} of it`,
  tokenPrices: (input: string, output: string | null): string =>
    `${input} in${output === null ? "" : `, ${output} out`}`,
  api: "the same requests from an API",
  perHour: (amount: string): string => `${amount} an hour`,
  rent: "rent",
  noRent: (currency: string): string => `nobody offers it in ${currency} on these terms`,
  rentBeforeTax: "rent, before tax",
  rents: (hour: string, month: string, year: string): string => `${hour} an hour, ${month} a month, ${year} a year`,
  offer: "offer",
  offered: (provider: string, perGpuHour: string, day: string): string =>
    `${provider}, ${perGpuHour} for a GPU and hour, seen on ${day}`,
  energy: "energy of a year",
  energyOf: (megawattHours: string, pue: number): string => `${megawattHours} MWh at a PUE of ${number(pue)}`,
  carbon: "carbon of a year",
  carbonOf: (of: { tonnes: string; embodied: string; zone: string; gramsPerKwh: number; gridYear: number }): string =>
    `${of.tonnes} t CO2eq, of that ${of.embodied} t for making the servers; ${of.zone}, ${number(of.gramsPerKwh)} g per kWh (${of.gridYear})`,
  between: (min: number, max: number): string => `${number(min)} to ${number(max)}`,
};
