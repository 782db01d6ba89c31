import { engines } from "../catalog/catalog-data.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { InfrascaleError } from "../errors.js";
import type {
  EstimateOptions as ObjectOptions,
  EstimateRequest as ObjectRequest,
} from "../estimate/resolve-problem.js";
import { checkObject } from "../internal/check.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { assumedImages } from "./assumed-images.js";
import { engineModel } from "./engine-model.js";
import type { EstimateRequest } from "./estimate-request.js";
import { namedEngine, resolveServedModel } from "./resolve-names.js";
import { namedRule } from "../rules/named.js";

/** Options of an estimate; without a performance model, that of the request's engine. */
type Options = Omit<ObjectOptions, "performance"> & { readonly performance?: PerformanceModel };

/** A request and its options with objects in place of names. */
export interface NamedRequest {
  readonly request: ObjectRequest;
  readonly options: ObjectOptions;
  /** What was assumed because the request did not say it, or said it in other words. */
  readonly assumed: readonly Assumption[];
}

/**
 * What the names of a request stand for: model, GPU, engine and formats.
 *
 * @param request - as it was asked.
 * @param options - of the estimate.
 * @returns the same with objects, and what was assumed.
 * @throws {@link InfrascaleError} for names that stand for nothing, and `contradictory-options` for an engine or a profile beside a performance model.
 */
export function namedRequest(request: EstimateRequest, options: Options): NamedRequest {
  checkObject(request, "request");
  checkObject(options, "options");
  const { engine, profile, ...rest } = request;
  const { performance: own, ...others } = options;
  if (engine !== undefined && own !== undefined)
    throw besidePerformance("engine", typeof engine === "string" ? engine : engine.id);
  if (profile !== undefined && own !== undefined) throw besidePerformance("profile", profile);
  checkObject(request.workload, "workload");
  const rules = own === undefined ? namedEngine(engine) : null;
  const performance = own ?? engineModelFor(request);
  const served = resolveServedModel(request, rules?.engine ?? engines.find(({ id }) => id === own?.name) ?? null);
  return {
    request: { ...rest, ...served.named },
    options: { ...others, performance },
    assumed: [...(rules?.assumed ?? []), ...served.assumed, ...assumedImages(request.workload, served.named.model)],
  };
}

const besidePerformance = (field: "engine" | "profile", value: unknown): InfrascaleError =>
  new InfrascaleError({
    code: "contradictory-options",
    field: `request.${field}`,
    ...namedRule("beside-performance"),
    value,
  });

/** The engine that was asked for last, and its model with what it has worked out of a deployment: the next request is of the same, mostly. */
let last: { engine?: unknown; profile?: unknown; performance?: PerformanceModel } = {};

function engineModelFor({ engine, profile }: EstimateRequest): PerformanceModel {
  const kept = last.engine === engine && last.profile === profile ? last.performance : undefined;
  const performance = kept ?? engineModel(engine, profile === undefined ? {} : { profile });
  last = { engine, profile, performance };
  return performance;
}
