import { bench, describe } from "vitest";
import { calibrate } from "../src/shipped/calibrate.js";
import { GRID, lognormal, noisy, synthetic, TRUTH } from "../test/calibrate/synthetic.js";

const created = "2026-11-23";
const grid = [...GRID, ...GRID.slice(0, 5).map((point) => ({ ...point, concurrency: 2 * point.concurrency }))];
const rows = noisy(synthetic(grid, TRUTH), lognormal(0.05, 1));

describe("calibrate", () => {
  bench(`${rows.length} rows of a time per token and to the first token`, () => {
    calibrate(rows, { created });
  });
  const three = rows.filter((_, i) => i % 20 === 0);
  bench(`${three.length} rows`, () => {
    calibrate(three, { created });
  });
});
