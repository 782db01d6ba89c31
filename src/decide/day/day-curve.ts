import curves from "../../../catalogs/day-curves.json" with { type: "json" };
import { InfrascaleError } from "../../errors.js";
import { checkOneOf } from "../../internal/check.js";
import { decideRule } from "../../rules/decide.js";

/** How load goes over a day, as it was measured somewhere. */
export interface DayCurve {
  /** Its name in `dayCurve`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** What its first hour is: midnight where it was measured, or the start of a trace that tells no clock. */
  readonly clock: "local" | "trace";
  /** Load of each hour of a weekday, or of any day, in a unit of its own. */
  readonly weekday: readonly number[];
  /** The same of Saturday and Sunday; null where days are not told apart. */
  readonly weekend: readonly number[] | null;
  /** Figures that nobody measured. */
  readonly assumed: readonly string[];
}

/** Curves that are known by name, each with its source in `infrascale/catalogs/day-curves.json`. Means over days: single hours go higher. */
export const dayCurves: readonly DayCurve[] = curves as readonly unknown[] as readonly DayCurve[];

const WEEKDAYS = 5;
const DAYS = 7;

/**
 * Loads by hour of a known curve, for `dayPlan`.
 *
 * @param id - `university-assistant`, `office`, `api-large` ...
 * @param span - a weekday of 24 hours, or a week of 168 that begins on Monday.
 * @returns loads in a unit of the curve's own: only their ratios count.
 * @throws {@link InfrascaleError} `unknown-id`, `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { dayCurve } from "infrascale/decide";
 *
 * dayCurve("office").indexOf(Math.max(...dayCurve("office"))); // => 10
 * dayCurve("office", "week").length; // => 168
 * ```
 */
export function dayCurve(id: string, span: "day" | "week" = "day"): readonly number[] {
  checkOneOf(span, "span", ["day", "week"]);
  const curve = dayCurves.find((known) => known.id === id);
  if (curve === undefined)
    throw new InfrascaleError({
      code: "unknown-id",
      field: "curve",
      ...decideRule("known-curve"),
      value: id,
      suggestions: dayCurves.map((known) => known.id),
    });
  const { weekday, weekend } = curve;
  if (span === "day") return weekday;
  return Array.from({ length: DAYS }, (_, day) => (day < WEEKDAYS ? weekday : (weekend ?? weekday))).flat();
}
