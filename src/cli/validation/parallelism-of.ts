import type { Model } from "../../index.js";
import type { ResolvedParallelism } from "../../measurements/resolve-parallelism.js";
import type { Parallelism } from "../../deployment/parallelism.js";
import { hasExperts } from "../../catalog/model.js";

/**
 * Sizes as predictions take them: experts are sharded like the rest or spread whole over all GPUs of a stage. A row
 * that mixes both, `ep` between 1 and `tp`, counts as spread.
 */
export const parallelismOf = (model: Model, { tensor, pipeline, data, expert }: ResolvedParallelism): Parallelism => ({
  tensor,
  pipeline,
  data,
  expert: expert > 1 && hasExperts(model) ? tensor * data : 1,
});
