import { isPoolingModel } from "../catalog/model.js";
import { PRECISIONS } from "../catalog/precision.js";
import { checkGpu, checkModel } from "../catalog/validate.js";
import {
  checkBetween,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkShape,
  nullable,
  once,
} from "../internal/check.js";
import { kindsThatCome } from "../workload/loads.js";
import { checkArrivals } from "../workload/check-arrivals.js";
import { checkDistribution } from "../workload/length-distribution.js";
import { MOST_CACHED, MOST_TOKENS } from "../workload/limits.js";
import { ROUTINGS, type Routing } from "../workload/routing.js";
import type { Targets } from "../workload/targets.js";
import type { ResolvedWorkload } from "../workload/workload.js";
import { checkSettings, type ServedModel } from "./deployment.js";

/** Everything that is given: what is served, on what, to whom, how well. */
export interface Scenario extends ServedModel {
  /** Who asks, and for what. */
  readonly workload: ResolvedWorkload;
  /** What has to hold. */
  readonly targets: Targets;
  /** How requests are shared among replicas. */
  readonly routing: Routing;
}

const checkFormat = (value: unknown, field: string): unknown => checkOneOf(value, field, PRECISIONS);
const checkTokens = (value: unknown, field: string): number => checkBetween(value, field, 0, MOST_TOKENS);
const checkMean = (value: unknown, field: string): number => checkBetween(value, field, 1, MOST_TOKENS);

/** Refuses what is no scenario, as far as performance models look at it. */
export const checkScenario: (scenario: Scenario) => Scenario = once((scenario: Scenario) => {
  checkShape(scenario, "scenario", {
    precision: { weights: checkFormat, kvCache: checkFormat },
    speculation: nullable((value, field) =>
      checkShape(value, field, { draftTokens: checkNonNegative, tokensPerStep: checkMean }),
    ),
    workload: {
      inputTokens: checkMean,
      outputTokens: checkTokens,
      input: (value, field) => checkDistribution(value, field),
      output: (value, field) => checkDistribution(value, field, 0),
      maxOutputTokens: checkTokens,
      sharedPrefixTokens: checkTokens,
      prefixCacheHitRate: (value, field) => checkBetween(value, field, 0, MOST_CACHED),
      arrivals: (value, field) => checkArrivals(value, field, kindsThatCome("steadily")),
    },
    targets: (value, field) => checkObject(value, field),
    routing: (value, field) => checkOneOf(value, field, ROUTINGS),
  });
  if (!isPoolingModel(checkModel(scenario.model, "model")))
    checkDistribution(scenario.workload.output, "scenario.workload.output");
  checkGpu(scenario.gpu, "gpu");
  checkSettings(scenario.settings);
});
