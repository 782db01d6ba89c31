import { timedVersion, type Engine } from "../catalog/engine.js";
import { hasExperts, isPoolingModel } from "../catalog/model.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import type { PredictionUncertainty } from "../performance/prediction-uncertainty.js";
import type { ConstantsSource } from "../kernels/kernel-choice.js";
import type { FittedGpu } from "../kernels/kernel-laws.js";
import { errorFactor } from "./error-factor.js";
import { measuredWarnings } from "./measured-warnings.js";
import type { PredictionFacts } from "./prediction-facts.js";
import { deviationsAt, type ProfiledModel } from "./profile-deviations.js";
import type { UncertaintyTable } from "./uncertainty-table.js";

/** What the uncertainty of an engine model is made of. */
export interface UncertaintyOptions {
  /** The engine that the model is of. */
  readonly engine: Engine;
  /** Version that its timing depends on; the profile's own when absent. */
  readonly engineVersion?: string;
  /** Errors by class, `infrascale/catalogs/uncertainty.json`. */
  readonly table: UncertaintyTable;
  /** GPUs whose kernels were timed. */
  readonly fittedGpus: readonly FittedGpu[];
  /** Where the model has a profile: deployments that this was fitted to have its errors instead of their class's. */
  readonly profiled?: ProfiledModel;
}

/**
 * An engine model that also says how sure it is.
 *
 * @param performance - an engine model.
 * @param options - its engine, and the errors of its class.
 * @returns the same model with its uncertainty.
 */
export function withUncertainty(performance: PerformanceModel, options: UncertaintyOptions): PerformanceModel {
  const { engine, engineVersion = timedVersion(engine), table, fittedGpus, profiled } = options;
  const uncertainty: PerformanceModel["uncertainty"] = (decision, scenario): PredictionUncertainty => {
    const { model, gpu, workload } = scenario;
    const plan = performance.plan?.(decision, scenario);
    // A plan states the origin of its constants as a plain word.
    const source = (plan?.source ?? "datasheet") as ConstantsSource;
    const facts: PredictionFacts = {
      engine: engine.engine,
      engineVersion,
      source,
      hasExperts: hasExperts(model),
      // Whether all slots are taken changes nothing of a step. Errors of full engines are those of floods, whose start and end are much of what was
      // measured; by their class a purchase would jump, up and down, where the load fills its slots.
      saturated: false,
    };
    // A band asks four times, an estimate without one never.
    let own: PredictionFacts | undefined;
    const ownFacts = (): PredictionFacts =>
      (own ??=
        profiled !== undefined && plan?.profile?.matches === true
          ? { ...facts, relativeStandardDeviations: deviationsAt(profiled, decision, scenario) }
          : facts);
    const question = {
      gpu,
      source,
      engineVersion,
      parameters: model.parameters.total,
      running: Math.max(1, Math.min(decision.queueRatio, 1) * performance.slots(decision, scenario)),
      requestTokens: workload.inputTokens + workload.outputTokens,
    };
    return {
      factor: (quantity, probability) => errorFactor(table, ownFacts(), quantity, probability),
      // Nothing was measured of a model that writes no text, which a warning of its own says.
      warnings: isPoolingModel(model) ? [] : measuredWarnings(question, table.measured[engine.engine], fittedGpus),
    };
  };
  return { ...performance, uncertainty };
}
