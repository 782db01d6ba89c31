import type { Range } from "../../cost/index.js";
import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { kilowatts, thousands } from "../../units.js";
import type { CommandLanguage } from "../language/command-language.js";
import { formatTable } from "../table.js";
import { namesOf } from "./candidate-names.js";

/** What those that somebody might buy draw, use and emit, at the mean load. */
export function energyTable(
  feasible: readonly FeasibleCandidate[],
  { words: { comparison: words }, figures }: CommandLanguage,
): string {
  const named = namesOf(feasible);
  const rows = feasible
    .filter(({ impractical }) => impractical === null)
    .map((candidate) => {
      const { atMean, footprint, api, rentOverApi } = candidate.cost;
      const { power } = atMean;
      return [
        named(candidate),
        power === null ? "?" : figures.short(kilowatts(power.gpuWatts)),
        footprint === null ? "?" : thousandsOf(footprint.perYear.kWh, figures),
        footprint === null ? "?" : thousandsOf(footprint.perYear.kgCO2eq, figures),
        footprint === null ? "?" : thousandsOf(footprint.embodiedPerYear, figures),
        figures.known(api?.perHour),
        figures.known(rentOverApi),
      ];
    });
  const head = [
    words.meanLoad,
    "GPU kW",
    words.energyOfYear,
    words.carbon,
    words.embodied,
    words.apiPerHour,
    words.rentOverApi,
  ];
  return rows.length === 0 ? "" : formatTable(head, rows, [1, 2, 3, 4, 5, 6]);
}

/** Megawatt-hours of kilowatt-hours, tonnes of kilograms. */
const thousandsOf = ({ min, max }: Range, { short }: CommandLanguage["figures"]): string =>
  `${short(thousands(min))}-${short(thousands(max))}`;
