import { solveLinear } from "../../src/calibrate/least-squares/linear-algebra.js";
import type { PowerLaw } from "../../src/cost/power-law.js";
import { lawOf, termsOf, type PowerRow } from "./power-rows.js";

const DIGITS = 1e3;

/** The law with the least squares of relative errors over some rows, to three decimals: what is stored is what is judged. */
export function fitPower(rows: readonly PowerRow[]): PowerLaw {
  const shares = rows.map(({ watts, ratedWatts }) => watts / ratedWatts);
  const relative = rows.map((row, i) => termsOf(row).map((term) => term / (shares[i] ?? 1)));
  const solved = solveLinear(
    relative,
    rows.map(() => 1),
  );
  return lawOf(solved.map((value) => Math.round(DIGITS * value) / DIGITS));
}
