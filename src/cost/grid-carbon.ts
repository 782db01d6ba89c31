import gridCarbon from "../../catalogs/grid-carbon.json" with { type: "json" };
import { InfrascaleError } from "../errors.js";
import { decideRule } from "../rules/decide.js";

/** What a kilowatt-hour of a zone emits, grams of CO2 equivalent; means, not margins, where the power is made. */
export interface GridCarbon {
  /** ISO 3166 alpha-3 of the country; `EU`, and `WOR` of the world. */
  readonly zone: string;
  /** Over the whole life of power plants and fuels, 2024. */
  readonly gramsPerKwh: number;
  /** The factor that EcoLogits uses; absent where it has none. */
  readonly ecologitsGramsPerKwh?: number;
  /** Of production alone, as a grid's operator counts it, 2024; absent where none was read. */
  readonly directGramsPerKwh?: number;
}

/** All zones that are known. */
export const gridZones: readonly GridCarbon[] = gridCarbon.zones;

/** Year and source of the factors. */
export const gridCarbonSource: { readonly year: number; readonly page: string } = gridCarbon.lifeCycle;

/** The factors of a zone: refuses one that is not known. */
export function gridCarbonOf(zone: string, field: string): GridCarbon {
  const found = gridZones.find((entry) => entry.zone === zone);
  if (found === undefined)
    throw new InfrascaleError({
      code: "unknown-id",
      field,
      ...decideRule("known-zone"),
      value: zone,
      suggestions: gridZones.map((entry) => entry.zone),
    });
  return found;
}
