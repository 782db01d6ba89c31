import type { Range } from "../../cost/index.js";
import type { FeasibleCandidate } from "../../decide/compare/index.js";
import { kilowatts, thousands } from "../../units.js";
import { formatTable } from "../table.js";
import { namesOf } from "./candidate-names.js";
import { formatShort, known } from "./short-format.js";

/** What those that somebody might buy draw, use and emit, at the mean load. */
export function energyTable(feasible: readonly FeasibleCandidate[]): string {
  const named = namesOf(feasible);
  const rows = feasible
    .filter(({ impractical }) => impractical === null)
    .map((candidate) => {
      const { atMean, footprint, api, rentOverApi } = candidate.cost;
      const { power } = atMean;
      return [
        named(candidate),
        power === null ? "?" : formatShort(kilowatts(power.gpuWatts)),
        footprint === null ? "?" : thousandsOf(footprint.perYear.kWh),
        footprint === null ? "?" : thousandsOf(footprint.perYear.kgCO2eq),
        footprint === null ? "?" : thousandsOf(footprint.embodiedPerYear),
        known(api?.perHour),
        rentOverApi === null ? "?" : formatShort(rentOverApi),
      ];
    });
  const head = ["mean load", "GPU kW", "MWh a year", "t CO2eq", "of it made", "API/h", "rent/API"];
  return rows.length === 0 ? "" : formatTable(head, rows, [1, 2, 3, 4, 5, 6]);
}

/** Megawatt-hours of kilowatt-hours, tonnes of kilograms. */
const thousandsOf = ({ min, max }: Range): string => `${formatShort(thousands(min))}-${formatShort(thousands(max))}`;
