import { checkServedModel, SERVED_MODEL_FIELDS, type ServedModelRequest } from "../deployment/deployment.js";
import { checkConstraint, checkSides, type Constraint } from "../constraints/constraint.js";
import { standardConstraints } from "../constraints/standard.js";
import { requestsGiven } from "../constraints/requests-in-flight.js";
import { InfrascaleError } from "../errors.js";
import {
  checkArray,
  checkBetween,
  checkFraction,
  checkFunction,
  checkInteger,
  checkKeys,
  checkObject,
  checkOneOf,
} from "../internal/check.js";
import { checkFollowing, FOLLOWING, type Following } from "../internal/follow.js";
import { remembered } from "../internal/remembered.js";
import type { Minimizer } from "../minimizers/minimizer.js";
import { checkPerformance, type PerformanceModel } from "../performance/performance-model.js";
import { sourceOf } from "../workload/loads.js";
import { checkTargetsOf } from "../workload/check-targets.js";
import { asRead } from "../workload/as-read.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import { checkSizes, replicaGpus, type Parallelism } from "../deployment/parallelism.js";
import type { Scenario } from "../deployment/scenario.js";
import { ROUTINGS, type Routing } from "../workload/routing.js";
import { timeTargetOf, type Targets } from "../workload/targets.js";
import type { ResolvedWorkload, Workload } from "../workload/workload.js";
import { checkConfidenceOptions, type ConfidenceOptions } from "./confidence-options.js";
import { gpuObjective, type Objective } from "./objective.js";
import type { Problem, SearchSpace } from "./problem.js";
import { estimateRule } from "../rules/estimate.js";
import { valueRule } from "../rules/values.js";

/** What is served, on what, how, to whom, how well: a deployment without sizes, and what is asked of it. */
export interface EstimateRequest extends ServedModelRequest {
  /** Who asks, and for what. */
  readonly workload: Workload;
  /** What has to hold; at least one target. */
  readonly targets: Targets;
  /**
   * How requests are shared among replicas; told only by workloads and targets that ask for waits.
   *
   * @defaultValue "round-robin"
   */
  readonly routing?: Routing;
}

/** Limits of the search; each has a default by performance model. */
export interface SearchOptions {
  /** Allowed S. */
  readonly gpusPerReplica?: readonly number[];
  /**
   * Allowed splits of a replica, those left out of a split 1; S is then one of theirs.
   *
   * @defaultValue the usual ones of each S
   */
  readonly splits?: readonly Partial<Parallelism>[];
  /** Smallest and largest B. */
  readonly batchExponent?: readonly [number, number];
  /** Smallest Q, from 1e-6 to 1. */
  readonly minQueueRatio?: number;
  /**
   * Most GPUs that may be bought.
   *
   * @defaultValue no limit
   */
  readonly maxGpus?: number;
}

/** How the estimate is made. */
export interface EstimateOptions extends ConfidenceOptions, Following {
  /** The laws of the serving engine. */
  readonly performance: PerformanceModel;
  /**
   * Looks for the optimum of the relaxation.
   *
   * @defaultValue Nelder-Mead
   */
  readonly minimizer?: Minimizer;
  /** Constraints beside memory, throughput, capacity and wait. */
  readonly constraints?: readonly Constraint[];
  /**
   * What is minimised.
   *
   * @defaultValue GPUs
   */
  readonly objective?: Objective;
  /**
   * Limits of the search.
   *
   * @defaultValue the search defaults of the performance model
   */
  readonly search?: SearchOptions;
  /**
   * Largest share of the fleet's capacity that may be used, in (0, 1]: a guard against what the figures of a workload do not
   * say. What it costs is in `estimate.margins`.
   *
   * @defaultValue 1
   */
  readonly maxUtilisation?: number;
  /**
   * Replicas beyond those that meet the targets, integer >= 0: the targets hold with as many down. What they cost is in
   * `estimate.margins`. See `spareReplicas()` for how many an availability takes.
   *
   * @defaultValue 0
   */
  readonly spareReplicas?: number;
}

const LARGEST_BATCH_EXPONENT = 30;

/** Far below any occupancy worth buying, far above the doubles that lose precision. */
const LEAST_QUEUE_RATIO = 1e-6;

/**
 * Checks a request and its options, once, and fills in the defaults.
 *
 * @param request - model, GPU, precision, workload and targets.
 * @param options - how the estimate is made.
 * @returns a complete problem.
 * @throws {@link InfrascaleError} see `estimateGpus`.
 */
export function resolveProblem(request: EstimateRequest, options: EstimateOptions): Problem {
  checkKeys(checkObject(request, "request"), "request", [...SERVED_MODEL_FIELDS, "workload", "targets", "routing"]);
  checkKeys(checkObject(options, "options"), "options", [
    "performance",
    "minimizer",
    "constraints",
    "objective",
    "search",
    "maxUtilisation",
    "spareReplicas",
    "confidence",
    "band",
    ...FOLLOWING,
  ]);
  checkFollowing(options, "options.");
  const scenario = resolveScenario(request);
  const { performance } = options;
  if (options.minimizer !== undefined) checkFunction(options.minimizer, "options.minimizer");
  checkKnowsEnough(performance, scenario, options);
  const confidence = checkConfidenceOptions(options, performance);
  const guard =
    options.maxUtilisation === undefined ? null : checkFraction(options.maxUtilisation, "options.maxUtilisation");
  const mostUtilisation = guard ?? ("requestsPerSecond" in sourceOf(scenario.workload.arrivals) ? 1 : null);
  const own = checkConstraints(options.constraints ?? []);
  const ownConstraints = own.map(refuseNaN);
  const constraintsOn = (model: PerformanceModel): readonly Constraint[] => [
    ...standardConstraints(model, scenario.targets, mostUtilisation).map(refuseNaN),
    ...ownConstraints,
  ];
  return {
    scenario,
    performance,
    constraints: constraintsOn(performance),
    ownConstraints,
    constraintsOn,
    objective: checkObjective(options.objective ?? gpuObjective),
    space: resolveSpace(options.search ?? {}, performance, scenario),
    confidence,
    spareReplicas: checkInteger(options.spareReplicas ?? 0, "options.spareReplicas", 0),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
}

function resolveScenario(request: EstimateRequest): Scenario {
  const served = checkServedModel(request);
  const workload = asRead(resolveWorkload(request.workload), served.model, "workload.");
  checkMeanFits(workload, served.model.maxContextTokens, "fits-context");
  checkMeanFits(workload, served.settings.maxModelLen ?? null, "fits-max-model-len");
  return {
    ...served,
    workload,
    targets: checkTargetsOf(request.targets, served.model),
    routing: checkOneOf(request.routing ?? "round-robin", "routing", ROUTINGS),
  };
}

/** Nobody buys GPUs for requests that are refused; of those that are longer than the mean, a warning tells the share. */
function checkMeanFits(
  { inputTokens, outputTokens }: ResolvedWorkload,
  limitTokens: number | null,
  what: "fits-context" | "fits-max-model-len",
): void {
  const tokens = inputTokens + outputTokens;
  if (limitTokens !== null && tokens > limitTokens)
    throw new InfrascaleError({
      code: "contradictory-lengths",
      field: "workload",
      ...estimateRule(what, { tokens: limitTokens }),
      value: tokens,
    });
}

function checkKnowsEnough(performance: PerformanceModel, scenario: Scenario, options: EstimateOptions): void {
  checkPerformance(performance, "options.performance");
  const needed = needsWaiting(scenario, options);
  if (needed !== null && performance.waiting === undefined)
    throw new InfrascaleError({
      code: "unsupported-workload",
      field: needed,
      ...estimateRule("knows-no-waiting"),
      value: performance.name,
    });
}

/** What asks for more than Little's law; null where nothing does. */
function needsWaiting(scenario: Scenario, { maxUtilisation }: EstimateOptions): string | null {
  const {
    workload: { input, output },
    targets,
  } = scenario;
  if (requestsGiven(scenario) === null || output.mean === 0 || input.squaredCv > 0 || output.squaredCv > 0)
    return "workload";
  const time = targets.acceptance === undefined ? timeTargetOf(targets) : "acceptance";
  if (time !== undefined) return `targets.${time}`;
  return maxUtilisation === undefined ? null : "options.maxUtilisation";
}

function checkConstraints(constraints: readonly Constraint[]): readonly Constraint[] {
  checkArray(constraints, "options.constraints");
  const names = new Set(["memory", "throughput", "capacity", "wait"]);
  constraints.forEach((constraint, index) => {
    const field = `options.constraints[${index}]`;
    checkConstraint(constraint, field);
    if (names.has(constraint.name))
      throw new InfrascaleError({
        code: "invalid-constraint",
        field: `${field}.name`,
        ...estimateRule("unique"),
        value: constraint.name,
      });
    names.add(constraint.name);
  });
  return constraints;
}

const refuseNaN = (constraint: Constraint): Constraint => ({
  ...constraint,
  evaluate: (decision, scenario) => checkSides(constraint.evaluate(decision, scenario), constraint.name),
});

function checkObjective(objective: Objective): Objective {
  checkObject(objective, "options.objective");
  checkFunction(objective.evaluate, "options.objective.evaluate");
  for (const key of ["name", "unit"] as const)
    if (typeof objective[key] !== "string")
      throw new InfrascaleError({
        code: "invalid-type",
        field: `options.objective.${key}`,
        ...valueRule("string"),
        value: objective[key],
      });
  return {
    ...objective,
    evaluate: (purchase, scenario) => {
      const cost = objective.evaluate(purchase, scenario);
      if (!Number.isFinite(cost))
        throw new InfrascaleError({
          code: "not-a-number",
          field: "options.objective.evaluate",
          ...estimateRule("returns-finite"),
          value: cost,
        });
      return cost;
    },
  };
}

function resolveSpace(search: SearchOptions, performance: PerformanceModel, scenario: Scenario): SearchSpace {
  checkKeys(checkObject(search, "options.search"), "options.search", [
    "gpusPerReplica",
    "splits",
    "batchExponent",
    "minQueueRatio",
    "maxGpus",
  ]);
  const defaults = performance.searchDefaults(scenario);
  const batchExponent = search.batchExponent ?? defaults.batchExponent;
  checkArray(batchExponent, "options.search.batchExponent");
  const [least, most] = batchExponent;
  checkInteger(least, "options.search.batchExponent[0]", 0);
  checkInteger(most, "options.search.batchExponent[1]", least);
  if (most > LARGEST_BATCH_EXPONENT)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "options.search.batchExponent[1]",
      ...valueRule("at-most", { most: LARGEST_BATCH_EXPONENT }),
      value: most,
    });
  const asked = search.splits === undefined ? null : checkSplits(search.splits, performance);
  const sizes = checkReplicaSizes(search.gpusPerReplica ?? asked?.map(replicaGpus) ?? defaults.gpusPerReplica);
  if (asked?.every((split) => !sizes.includes(replicaGpus(split))) === true)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "options.search.splits",
      ...estimateRule("gpus-of-search"),
      value: search.gpusPerReplica,
    });
  return {
    gpusPerReplica: asked === null ? sizes : sizes.filter((size) => asked.some((split) => replicaGpus(split) === size)),
    splits: remembered(
      (gpus) =>
        asked?.filter((split) => replicaGpus(split) === gpus) ?? performance.splits?.(gpus, scenario) ?? [undefined],
    ),
    batchExponent: [least, most],
    minQueueRatio: checkBetween(
      search.minQueueRatio ?? defaults.minQueueRatio,
      "options.search.minQueueRatio",
      LEAST_QUEUE_RATIO,
      1,
    ),
    maxGpus:
      search.maxGpus === undefined
        ? Number.POSITIVE_INFINITY
        : checkInteger(search.maxGpus, "options.search.maxGpus", 1),
  };
}

function checkSplits(splits: readonly Partial<Parallelism>[], performance: PerformanceModel): readonly Parallelism[] {
  checkArray(splits, "options.search.splits");
  if (splits.length === 0)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "options.search.splits",
      ...estimateRule("some-split"),
      value: splits,
    });
  if (performance.splits === undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "options.search.splits",
      ...estimateRule("knows-no-splits"),
      value: performance.name,
    });
  return splits.map((split, index) => {
    const field = `options.search.splits[${index}]`;
    checkKeys(checkObject(split, field), field, ["tensor", "pipeline", "expert", "data"]);
    return checkSizes(split, field);
  });
}

function checkReplicaSizes(sizes: readonly number[]): readonly number[] {
  checkArray(sizes, "options.search.gpusPerReplica");
  if (sizes.length === 0)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "options.search.gpusPerReplica",
      ...estimateRule("some-size"),
      value: sizes,
    });
  sizes.forEach((size, index) => checkInteger(size, `options.search.gpusPerReplica[${index}]`, 1));
  return [...new Set(sizes)].sort((a, b) => a - b);
}
