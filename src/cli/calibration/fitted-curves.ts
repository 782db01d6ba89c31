import type { Calibration, Observation } from "../../calibrate.js";
import type { CommandLanguage } from "../language/command-language.js";
import { lineChart, PLOT_COLUMNS } from "../line-chart.js";
import { millisecondsFromSeconds } from "../../units.js";

/** What is drawn, the most telling first. */
const DRAWN = ["tpotSeconds", "ttftSeconds"] as const;

/** Measured (blue) and fitted (yellow) times over the requests in flight, spaced by their logarithm; none for fewer than two loads. */
export function fittedCurves(
  { residuals }: Calibration,
  observations: readonly Observation[],
  language: CommandLanguage,
): readonly string[] {
  const { figures, words } = language;
  return DRAWN.flatMap((quantity) => {
    const rows = residuals.filter((row) => row.quantity === quantity);
    const loads = [...new Set(rows.map((row) => observations[row.observation]?.concurrency ?? 0))]
      .filter((load) => load > 0)
      .sort((left, right) => left - right);
    const [least, most] = [loads[0], loads.at(-1)];
    if (least === undefined || most === undefined || least === most) return [];
    const meanAt = (load: number, of: "measured" | "predicted"): number => {
      const values = rows.filter((row) => observations[row.observation]?.concurrency === load).map((row) => row[of]);
      return millisecondsFromSeconds(values.reduce((sum, value) => sum + value, 0) / values.length);
    };
    const curve = (of: "measured" | "predicted"): readonly number[] =>
      overLogarithm(
        loads,
        loads.map((load) => meanAt(load, of)),
      );
    return [
      lineChart(
        {
          title: words.calibration.curves[quantity],
          curves: [curve("measured"), curve("predicted")],
          from: figures.number(least),
          to: `${figures.number(most)} ${figures.unit("requests in flight")}`,
        },
        language,
      ),
    ];
  });
}

/** Values at places that are evenly spaced in the logarithm, on the lines between those that are known. */
function overLogarithm(places: readonly number[], values: readonly number[]): readonly number[] {
  const logarithms = places.map(Math.log);
  const [first = 0, last = 0] = [logarithms[0], logarithms.at(-1)];
  return Array.from({ length: PLOT_COLUMNS }, (_, column) => {
    const place = first + ((last - first) * column) / (PLOT_COLUMNS - 1);
    const right = Math.max(
      1,
      logarithms.findIndex((logarithm, index) => logarithm >= place || index === logarithms.length - 1),
    );
    const [from = 0, to = 0] = [logarithms[right - 1], logarithms[right]];
    const share = (place - from) / (to - from);
    return (1 - share) * (values[right - 1] ?? 0) + share * (values[right] ?? 0);
  });
}
