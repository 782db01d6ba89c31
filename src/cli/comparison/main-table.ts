import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { kilowatts, millisecondsFromSeconds } from "../../units.js";
import { colours } from "../colours.js";
import { formatCount } from "../format.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { namesOf } from "./candidate-names.js";
import { formatShort, known } from "./short-format.js";

/** Those that meet the targets, the cheapest first. */
export function mainTable(feasible: readonly FeasibleCandidate[]): string {
  const { currency } = feasible[0]?.cost ?? { currency: "EUR" };
  const named = namesOf(feasible);
  const table = formatTable(
    ["", "GPU", "GPUs", "exp.", `${currency}/h`, "M in", "M out", "kW", "first", "token"],
    feasible.map((candidate) => {
      const { rank, estimate, cost, onFront } = candidate;
      return [
        `${rank}${onFront ? "*" : " "}`,
        named(candidate),
        formatCount(estimate.gpus),
        formatCount(estimate.expected.gpus),
        known(cost.rent?.perHour),
        known(cost.atPeak.tokens?.input),
        known(cost.atPeak.tokens?.output),
        cost.atPeak.power === null ? "?" : formatShort(kilowatts(cost.atPeak.power.siteWatts)),
        formatShort(millisecondsFromSeconds(estimate.performance.ttftSeconds)),
        formatShort(millisecondsFromSeconds(estimate.performance.tpotSeconds)),
      ];
    }),
    [0, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  const legend =
    "GPUs to buy, and as expected; rent, and prices of a million tokens, at the load that is sized for; power of the site; ms to the first token and between tokens, mean. * none is both cheaper and faster; k thousands";
  return [table, ...wrap(legend).map((line) => colours.dim(line))].join("\n");
}
