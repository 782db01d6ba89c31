import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { brokenName } from "./candidate-names.js";

/** Where prices come from, how old they are, and how far offers lie apart: a row for each offer that is taken. */
export function priceTable(
  feasible: readonly FeasibleCandidate[],
  { words: { comparison: words }, figures: { list, number, short } }: CommandLanguage,
): string {
  const byOffer = new Map(
    feasible.map((candidate) => {
      const { offer } = candidate.cost.rent ?? {};
      return [[candidate.gpu, offer?.provider, offer?.machine].join(" "), candidate];
    }),
  );
  const rows = [...byOffer.values()].map(({ gpu, cost: { rent, spreads } }) => [
    brokenName(gpu),
    rent === null ? words.noOffer : [rent.offer.provider, rent.offer.machine ?? words.byTheGpu].join("\n "),
    rent === null ? "" : number(rent.perGpuHour),
    rent === null ? "" : `${rent.offer.date}${rent.isOld ? `\n ${words.old}` : ""}`,
    spreads.map(({ currency, low, median, high }) => `${list([low, median, high].map(short))} ${currency}`).join("\n"),
  ]);
  return [
    formatTable(["GPU", words.rentedFrom, words.gpuHour, words.seen, words.spread], rows, [2]),
    ...wrap(words.priceLegend).map((line) => colours.dim(line)),
  ].join("\n");
}
