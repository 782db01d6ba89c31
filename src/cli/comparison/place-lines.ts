import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { formatNumber, formatPercent } from "../format.js";
import { wrap } from "../wrap.js";

/** What money and carbon are worked out from. */
export function placeLines(feasible: readonly FeasibleCandidate[]): string {
  const cost = feasible[0]?.cost;
  if (cost === undefined) return "";
  const { footprint, pue, meanLoad, rent } = cost;
  const power =
    footprint === null
      ? []
      : [
          `power ${powerBases(feasible).join(", ")}; PUE ${formatNumber(pue)}`,
          `electricity of ${footprint.zone}, ${formatNumber(footprint.gramsPerKwh)} g CO2eq per kWh (${footprint.gridYear})`,
          `making spread over ${formatNumber(footprint.lifeYears)} years`,
        ];
  const converted = rent?.convertedAt;
  const lines = [
    `prices as of ${cost.today}`,
    `mean load ${formatNumber(meanLoad)} of the one that is sized for`,
    ...(converted == null ? [] : [`1 EUR = ${formatNumber(converted.usdPerEur)} USD of ${converted.date}`]),
    ...power,
  ];
  return wrap(lines.join("; ")).join("\n");
}

/** How the power of each was found, and how far it may be off. */
const powerBases = (feasible: readonly FeasibleCandidate[]): readonly string[] => [
  ...new Set(
    feasible.flatMap(({ cost: { atPeak } }) =>
      atPeak.power === null ? [] : [`${atPeak.power.basis} within ${formatPercent(atPeak.power.error)}`],
    ),
  ),
];
