import type { FeasibleCandidate } from "../../decide/compare/index.js";
import type { CommandLanguage } from "../language/command-language.js";
import { wrap } from "../wrap.js";

/** What money and carbon are worked out from. */
export function placeLines(feasible: readonly FeasibleCandidate[], language: CommandLanguage): string {
  const words = language.words.comparison;
  const cost = feasible[0]?.cost;
  if (cost === undefined) return "";
  const { footprint, pue, meanLoad, rent } = cost;
  const power =
    footprint === null
      ? []
      : [
          words.power(powerBases(feasible, language).join(", "), pue),
          words.electricity(footprint.zone, footprint.gramsPerKwh, footprint.gridYear),
          words.madeOver(footprint.lifeYears),
        ];
  const converted = rent?.convertedAt;
  const lines = [
    words.pricesOf(cost.today),
    words.meanLoadOf(meanLoad),
    ...(converted == null ? [] : [words.exchange(converted.usdPerEur, converted.date)]),
    ...power,
  ];
  return wrap(language.figures.clauses(lines)).join("\n");
}

/** How the power of each was found, and how far it may be off. */
const powerBases = (feasible: readonly FeasibleCandidate[], { words }: CommandLanguage): readonly string[] => [
  ...new Set(
    feasible.flatMap(({ cost: { atPeak } }) =>
      atPeak.power === null ? [] : [words.comparison.powerBasis(atPeak.power.basis, atPeak.power.error)],
    ),
  ),
];
