import type { EngineName } from "../catalog/engine.js";
import type { UncertainQuantity } from "../performance/prediction-uncertainty.js";
import type { ServingPrediction } from "../performance/serving-prediction.js";
import type { ConstantsSource } from "../kernels/kernel-choice.js";

/** What the error of a prediction depends on. */
export interface PredictionFacts {
  /** Which engine. */
  readonly engine: EngineName;
  /** Its version. */
  readonly engineVersion: string;
  /** Where the least certain constant comes from. */
  readonly source: ConstantsSource;
  /** True for a mixture of experts. */
  readonly hasExperts: boolean;
  /** True when more requests are in the system than run at once. */
  readonly saturated: boolean;
  /**
   * Relative standard deviations of predictions whose constants were fitted to the deployment's own measurements: they
   * replace the spread of the class, and its bias is then none.
   *
   * @defaultValue none: bias and spread of the class
   */
  readonly relativeStandardDeviations?: Readonly<Partial<Record<UncertainQuantity, number>>>;
}

/**
 * What the error of a prediction of `predictServing` depends on.
 *
 * @param prediction - a prediction.
 * @returns its facts.
 */
export const servingFacts = ({
  engineName,
  engineVersion,
  source,
  hasExperts,
  waiting,
  relativeStandardDeviations,
}: ServingPrediction): PredictionFacts => ({
  engine: engineName,
  engineVersion,
  source,
  hasExperts,
  saturated: waiting === null || waiting > 0,
  ...(relativeStandardDeviations === null ? {} : { relativeStandardDeviations }),
});
