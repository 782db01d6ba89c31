import { narrowest } from "../../src/uncertainty/error-class.js";
import { interpolate } from "../../src/internal/interpolate.js";
import { dealFolds } from "../accuracy/folds.js";
import { groupBy } from "../accuracy/statistics.js";
import { errorClasses, PROBABILITIES } from "./error-classes.js";
import { byOtherFold, type OtherFold, type Residual } from "./residual.js";

/** Folds of (model, GPU) pairs: the constants were fitted without the pair, and now the quantiles are too. */
const FOLDS = 10;

const THOUSANDTHS = 1000;

/** Central intervals that are examined. */
export const CONFIDENCES = [0.5, 0.8, 0.9, 0.95] as const;

/** An error beside the quantiles of its class that have not seen its pair, thousandths. */
export interface Examined {
  readonly residual: Residual;
  readonly quantiles: readonly number[];
}

/** How often intervals hold, and how wide they are. */
export interface Coverage {
  readonly points: number;
  readonly groups: number;
  /** Share of the points within the central interval, by confidence. */
  readonly within: Readonly<Record<(typeof CONFIDENCES)[number], number>>;
  /** Mean over groups of the share within the interval of 80 %. */
  readonly groupsWithin80: number;
  /** Half of the interval of 80 %, as a factor to either side: geometric mean over the points. */
  readonly factor80: number;
}

/** Every error beside quantiles that were learned from the other folds. */
export function examineQuantiles(residuals: readonly Residual[]): readonly Examined[] {
  const folds = dealFolds(
    residuals.map(({ pair }) => pair),
    FOLDS,
  );
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const classes = errorClasses(residuals.filter(({ pair }) => folds.get(pair) !== fold));
    return residuals
      .filter(({ pair }) => folds.get(pair) === fold)
      .map((residual) => ({ residual, quantiles: narrowest(classes, residual.path) }));
  });
}

/** Share of the errors that lie within an interval whose constants have seen no row alike, by what is left out. */
export const coverageElsewhere = (
  examined: readonly Examined[],
  confidence: number,
): Readonly<Record<OtherFold, number>> =>
  byOtherFold((kind) =>
    shareWithin(
      examined.map(({ residual, quantiles }) => ({
        residual: { ...residual, logRatio: residual.elsewhere[kind] },
        quantiles,
      })),
      confidence,
    ),
  );

/** Coverage of examined errors; of at least one. */
export function coverageOf(examined: readonly Examined[]): Coverage {
  const groups = [...groupBy(examined, ({ residual }) => residual.group).values()];
  const groupShares = groups.map((group) => shareWithin(group, 0.8));
  const widths = examined.map(
    ({ quantiles }) => (quantileAt(quantiles, 0.9) - quantileAt(quantiles, 0.1)) / (2 * THOUSANDTHS),
  );
  return {
    points: examined.length,
    groups: groups.length,
    within: {
      0.5: shareWithin(examined, 0.5),
      0.8: shareWithin(examined, 0.8),
      0.9: shareWithin(examined, 0.9),
      0.95: shareWithin(examined, 0.95),
    },
    groupsWithin80: mean(groupShares),
    factor80: Math.exp(mean(widths)),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function shareWithin(examined: readonly Examined[], confidence: number): number {
  let within = 0;
  for (const { residual, quantiles } of examined) {
    const error = THOUSANDTHS * residual.logRatio;
    if (error >= quantileAt(quantiles, (1 - confidence) / 2) && error <= quantileAt(quantiles, (1 + confidence) / 2))
      within += 1;
  }
  return within / examined.length;
}

const quantileAt = (quantiles: readonly number[], probability: number): number =>
  interpolate(PROBABILITIES, quantiles, probability);
