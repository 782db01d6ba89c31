import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { kilowatts, millisecondsFromSeconds } from "../../units.js";
import { colours } from "../colours.js";
import type { CommandLanguage } from "../language/command-language.js";
import { formatTable } from "../table.js";
import { wrap } from "../wrap.js";
import { namesOf } from "./candidate-names.js";

/** Those that meet the targets, the cheapest first. */
export function mainTable(
  feasible: readonly FeasibleCandidate[],
  { words: { comparison: words }, figures: { count, known, short } }: CommandLanguage,
): string {
  const { currency } = feasible[0]?.cost ?? { currency: "EUR" };
  const named = namesOf(feasible);
  const table = formatTable(
    [
      "",
      "GPU",
      words.gpus,
      words.expected,
      words.perHour(currency),
      words.millionIn,
      words.millionOut,
      "kW",
      words.firstToken,
      words.token,
    ],
    feasible.map((candidate) => {
      const { rank, estimate, cost, onFront } = candidate;
      return [
        `${rank}${onFront ? "*" : " "}`,
        named(candidate),
        count(estimate.gpus),
        count(estimate.expected.gpus),
        known(cost.rent?.perHour),
        known(cost.atPeak.tokens?.input),
        known(cost.atPeak.tokens?.output),
        cost.atPeak.power === null ? "?" : short(kilowatts(cost.atPeak.power.siteWatts)),
        short(millisecondsFromSeconds(estimate.performance.ttftSeconds)),
        short(millisecondsFromSeconds(estimate.performance.tpotSeconds)),
      ];
    }),
    [0, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  return [table, ...wrap(words.legend).map((line) => colours.dim(line))].join("\n");
}
