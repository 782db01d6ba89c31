import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { colours } from "../colours.js";
import { formatNumber } from "../format.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { brokenName } from "./candidate-names.js";
import { formatShort } from "./short-format.js";

/** Where prices come from, how old they are, and how far offers lie apart: a row for each offer that is taken. */
export function priceTable(feasible: readonly FeasibleCandidate[]): string {
  const byOffer = new Map(
    feasible.map((candidate) => {
      const { offer } = candidate.cost.rent ?? {};
      return [[candidate.gpu, offer?.provider, offer?.machine].join(" "), candidate];
    }),
  );
  const rows = [...byOffer.values()].map(({ gpu, cost: { rent, spreads } }) => [
    brokenName(gpu),
    rent === null ? "no offer" : [rent.offer.provider, rent.offer.machine ?? "by the GPU"].join("\n "),
    rent === null ? "" : formatNumber(rent.perGpuHour),
    rent === null ? "" : `${rent.offer.date}${rent.isOld ? "\n old" : ""}`,
    spreads
      .map(({ currency, low, median, high }) => `${[low, median, high].map(formatShort).join(", ")} ${currency}`)
      .join("\n"),
  ]);
  const legend =
    "before tax; whole machines; low to high of all on demand; ? where nobody offers it so (--currency, --exchange, --providers, --price)";
  return [
    formatTable(["GPU", "rented from", "GPU-hour", "seen", "low, median, high"], rows, [2]),
    ...wrap(legend).map((line) => colours.dim(line)),
  ].join("\n");
}
