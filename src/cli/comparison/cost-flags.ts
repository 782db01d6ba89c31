import { InvalidArgumentError, Option, type Command } from "commander";
import type { CostOptions, Currency, ExchangeRate, OfferTerms } from "../../cost/index.js";
import { CURRENCIES } from "../../cost/money.js";
import { OFFER_TERMS } from "../../cost/offer-terms.js";
import { given, number } from "../flags.js";

/** Options that say by which prices, and where a fleet stands. */
export interface CostFlags {
  readonly currency?: Currency;
  readonly exchange?: ExchangeRate;
  readonly terms?: OfferTerms;
  readonly providers?: CostOptions["providers"];
  readonly price?: Readonly<Record<string, number>>;
  readonly meanLoad?: number;
  readonly zone?: string;
  readonly pue?: number;
  readonly today?: string;
}

/** Adds the options of prices and place. */
export function addCostFlags(command: Command): Command {
  return command
    .addOption(new Option("--currency <currency>", "of all prices (EUR)").choices(CURRENCIES))
    .option("--exchange <rate@day>", "dollars for a euro, and its day: 1.14@2026-09-25", exchangeRate)
    .addOption(new Option("--terms <terms>", "of the rent (on-demand)").choices(OFFER_TERMS))
    .option("--providers <list>", "european (default), any, or names", providersOf)
    .option("--price <list>", "your own, of a GPU and hour: h100=2.5,l40s=1.1", pricesOf)
    .option("--mean-load <share>", "mean load over the one that is sized for", number)
    .option("--zone <code>", "of the electricity: FRA, DEU, EU, WOR ... (EU)")
    .option("--pue <number>", "power of the site over its servers (1.3)", number)
    .option("--today <day>", "day that prices are as old as (today)");
}

/** The same as the library takes them. */
export function costOptionsOf(flags: CostFlags): CostOptions {
  const { today = currentDay(), currency, exchange, terms, providers, meanLoad, zone, pue } = flags;
  return { today, ...given({ currency, exchange, terms, providers, meanLoad, zone, pue }) };
}

const currentDay = (): string => new Date().toISOString().slice(0, 10);

function exchangeRate(text: string): ExchangeRate {
  const [rate = "", date = ""] = text.split("@");
  if (date === "") throw new InvalidArgumentError("It must have its day: 1.14@2026-09-25.");
  return { usdPerEur: number(rate), date };
}

const providersOf = (text: string): NonNullable<CostOptions["providers"]> =>
  text === "any" || text === "european" ? text : text.split(",");

const pricesOf = (text: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    text.split(",").map((part) => {
      const [name = "", price] = part.split("=");
      if (price === undefined) throw new InvalidArgumentError("It must be GPUs and prices: h100=2.5,l40s=1.1.");
      return [name.trim(), number(price)];
    }),
  );
