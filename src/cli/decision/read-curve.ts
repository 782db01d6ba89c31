import { dayCurve, dayCurves } from "../../decide/index.js";
import { InfrascaleError } from "../../index.js";
import { readText } from "../read-json.js";
import { commandRule } from "../../rules/command.js";

/**
 * A curve by name, or of a file with a line for each hour, whose last column is the load; a line of column names may come first.
 *
 * @param text - name of a curve, or the path of a file.
 * @param span - of a curve by name.
 * @throws {@link InfrascaleError} `unknown-id`, `unreadable-file`, or `invalid-row` for a line without a number.
 */
export function readCurve(text: string, span: "day" | "week"): readonly number[] {
  if (dayCurves.some(({ id }) => id === text) || !/[./\\]/.test(text)) return dayCurve(text, span);
  const lines = readText(text, "curve")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const loads = lines.map((line) => Number(line.split(/[,;\t]/).at(-1)));
  const wrong = loads.findIndex((load, index) => Number.isNaN(load) && index > 0);
  if (wrong > 0)
    throw new InfrascaleError({
      code: "invalid-row",
      field: "curve",
      ...commandRule("number-at-line-end", { line: wrong + 1 }),
      value: lines[wrong],
    });
  return Number.isNaN(loads[0]) ? loads.slice(1) : loads;
}
