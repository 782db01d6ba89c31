import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import { groupBy } from "../accuracy/statistics.js";
import { fitConstants, type Constants, type Priors } from "./fit-constants.js";
import type { FitRow } from "./fit-row.js";

/**
 * Constants fitted to what rows measured of one kind. Every (family, model, GPU) counts by the root of its rows, so that no large
 * table speaks for all.
 *
 * @param rows - rows; those that did not measure it are passed over.
 * @param kind - times of steps, or times to the first token.
 * @param priors - of the constants.
 * @param start - where the search begins.
 * @param constantsAt - all that the library needs to know, by the constants that are fitted.
 * @returns the constants.
 */
export function fitTargets<Name extends string>(
  rows: readonly FitRow[],
  kind: "steps" | "firstToken",
  priors: Priors<Name>,
  start: Constants<Name>,
  constantsAt: (constants: Constants<Name>) => ServingConstants,
): Constants<Name> {
  const own = rows.flatMap((row) => (row[kind] === null ? [] : [{ ...row, target: row[kind] }]));
  const measured = [...groupBy(own, ({ family, pair }) => `${family}|${pair}`).values()].flatMap((group) =>
    group.map((row) => ({ ...row, seconds: row.target.seconds, weight: 1 / Math.sqrt(group.length) })),
  );
  return fitConstants(priors, start, measured, (constants) => {
    const trial = constantsAt(constants);
    return measured.map(({ target, predict }) => target.of(predict(trial)));
  });
}
