import { compareVersions } from "../catalog/engine.js";
import type { UncertainQuantity } from "../performance/prediction-uncertainty.js";
import type { PredictionFacts } from "./prediction-facts.js";

/**
 * The class of a prediction, from what its error depends on most to what it depends on least: origin of the constants,
 * kind of model, era of the engine, load, engine; `calibrated dense current unsaturated vllm` for example. First tokens
 * were compared below saturation only; memory depends on neither constants nor load.
 *
 * @param facts - what the error depends on.
 * @param quantity - which prediction.
 * @param currentFrom - first version of the current era, by engine; an engine without one is of the era `other`.
 * @returns three to five words.
 */
export function errorClass(
  facts: PredictionFacts,
  quantity: UncertainQuantity,
  currentFrom: (engine: string) => string | undefined,
): readonly string[] {
  const { engine, engineVersion, source } = facts;
  const kind = facts.hasExperts ? "experts" : "dense";
  const from = currentFrom(engine);
  const era = from === undefined ? "other" : compareVersions(engineVersion, from) >= 0 ? "current" : "older";
  switch (quantity) {
    case "secondsPerToken":
      return [source, kind, era, facts.saturated ? "saturated" : "unsaturated", engine];
    case "secondsToFirstToken":
      return [source, kind, era, engine];
    case "kvTokens":
      return [kind, era, engine];
  }
}

/**
 * Quantiles of the narrowest class of a table that holds a prediction.
 *
 * @param classes - quantiles by class.
 * @param path - the class, broadest word first.
 * @returns the quantiles; those of all predictions where the table knows no narrower class.
 */
export function narrowest(
  classes: Readonly<Record<string, readonly number[]>>,
  path: readonly string[],
): readonly number[] {
  for (let words = path.length; words > 0; words -= 1) {
    const own = classes[path.slice(0, words).join(" ")];
    if (own !== undefined) return own;
  }
  return classes[""] ?? [];
}
