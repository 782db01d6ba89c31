import { beforeAll, describe, expect, it } from "vitest";
import { compareAll, type Compared, type Quantity } from "../../scripts/consistency/compare.js";
import { linesOf, ratiosOf, shareWithin, type Evaluator, type Line } from "../../scripts/consistency/summary.js";
import { median } from "../../scripts/accuracy/statistics.js";

/**
 * Shares of the draws that are at least within the limit of each figure: what `npm run consistency` reached with these draws, less a
 * few for draws that are changed.
 */
const LEAST: Readonly<Record<Evaluator, Readonly<Partial<Record<Quantity, number>>>>> = {
  serving: { requestsPerSecond: 0.75, requestMean: 0.74, tpotMean: 0.85, ttftMean: 0.77 },
  waiting: {
    requestsPerSecond: 0.87,
    requestMean: 0.78,
    tpotMean: 0.84,
    ttftMean: 0.81,
    ttftP95: 0.86,
    tpotP95: 0.86,
    requestP95: 0.93,
  },
};

const EVALUATORS: readonly Evaluator[] = ["serving", "waiting"];
const DRAWS = 200;

let compared: readonly Compared[] = [];
beforeAll(() => {
  compared = compareAll(1, DRAWS).compared;
}, 900_000);

const trusted = (evaluator: Evaluator): readonly Line[] =>
  linesOf(compared, evaluator).filter(({ reasons }) => reasons.length === 0);

describe("the evaluators of one deployment", () => {
  it("answer nearly all draws, and call few of them rough", () => {
    expect(compared.length).toBeGreaterThan(0.9 * DRAWS);
    for (const evaluator of EVALUATORS)
      expect(trusted(evaluator).length).toBeGreaterThan(0.75 * linesOf(compared, evaluator).length);
  });

  it.each(EVALUATORS)("%s is near the simulations", (evaluator) => {
    const lines = trusted(evaluator);
    for (const [quantity, least] of Object.entries(LEAST[evaluator])) {
      expect(shareWithin(lines, quantity as Quantity), quantity).toBeGreaterThanOrEqual(least);
      const ratios = lines.flatMap((line) =>
        ratiosOf(line).flatMap(([name, ratio]) => (name === quantity ? [ratio] : [])),
      );
      expect(Math.abs(median(ratios) - 1), quantity).toBeLessThan(0.05);
    }
  });
});
