import type { Assumption } from "../../catalog/names/assumption.js";
import type { ConstraintResult } from "../../constraints/constraint.js";
import type { Parallelism } from "../../deployment/parallelism.js";
import { closest, isCloser } from "../../estimate/closest-decision.js";
import { searchIntegers } from "../../estimate/integer-search.js";
import { gpusBought, replicasWithin, type Problem } from "../../estimate/problem.js";
import { resolveProblem } from "../../estimate/resolve-problem.js";
import { uncertainProblem } from "../../estimate/uncertain-problem.js";
import { checkInteger, checkObject } from "../../internal/check.js";
import { remembered } from "../../internal/remembered.js";
import { maxBatchSize, type Decision } from "../../performance/decision.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest } from "../../shipped/named-request.js";
import { axisOf } from "../axis.js";
import type { Input } from "../inputs.js";
import { atMildest, lastServed } from "../last-served.js";
import { limitedTo, type SizingOptions } from "../needed.js";

/** What is asked of GPUs that are there. */
export interface FleetRequest extends EstimateRequest {
  /** GPUs of the fleet, spare replicas included, integer >= 1. */
  readonly gpus: number;
}

/** How it is found; `search` says which replicas may be built of the GPUs. */
export type FleetOptions = Omit<SizingOptions, "band" | "objective">;

/** How the GPUs are used. */
export interface FleetUse {
  /** S x N, and the spare replicas: no more than the fleet's. */
  readonly gpus: number;
  /** S. */
  readonly gpusPerReplica: number;
  /** N. */
  readonly replicas: number;
  /** How a replica is spread; absent for a performance model that knows no splits. */
  readonly split?: Parallelism;
  /** The engine's limit on running requests. */
  readonly maxBatchSize: number;
}

/** The most, or the least, of an input that a fleet bears with every target kept. */
export interface FleetLimit {
  /** The input, `workload.concurrentUsers` or `targets.ttft.p95`. */
  readonly input: string;
  /** Unit of its value. */
  readonly unit: string;
  /** To the last user, request or token; of what is not counted to a millionth. Null where the fleet does not bear the least of it. */
  readonly value: number | null;
  /** Probability with which the targets hold there; null where predictions are taken as they are. */
  readonly confidence: number | null;
  /** The deployment that bears it; null where none does. */
  readonly use: FleetUse | null;
  /** The same by predictions as they are: as likely too much as too little. */
  readonly expected: Pick<FleetLimit, "value" | "use">;
  /** What the closest deployment would violate one step beyond; none where nothing stops it. */
  readonly violated: readonly ConstraintResult[];
  /** What was assumed because the request did not say it, or said it in other words. */
  readonly assumed: readonly Assumption[];
}

/**
 * The hardest value of an input at which a fleet keeps every target.
 *
 * @param request - what is asked, and the GPUs.
 * @param options - how it is found.
 * @param input - of the request.
 * @returns the value, at the confidence and as predicted.
 */
export function fleetLimit(request: FleetRequest, options: FleetOptions, input: Input): FleetLimit {
  const { gpus, ...asked } = checkObject(request, "request") as unknown as FleetRequest;
  checkInteger(gpus, "request.gpus", 1);
  const named = namedRequest(asked, options);
  const { confidence, scenario } = resolveProblem(named.request, named.options);
  const axis = axisOf(input, scenario);
  const problemAt = remembered((step) => resolveProblem(input.in(named.request, axis.valueAt(step)), named.options));
  const within = remembered((step) => limitedTo(problemAt(step), gpus));
  const predictedAt = remembered((step): Served => {
    const problem = problemAt(step);
    return { problem, decision: searchIntegers(problem, null).decisions[0] ?? null };
  });
  const sureAt = remembered((step): Served => {
    const { problem, decision } = predictedAt(step);
    const uncertain = confidence === null || decision === null ? null : uncertainProblem(problem, decision);
    if (confidence === null || uncertain === null) return { problem, decision };
    const own = uncertain.unfavourable(confidence);
    return { problem: own.problem, decision: own.minimum().decisions[0] ?? null };
  });
  const isServedBy =
    (servedAt: (step: number) => Served) =>
    (step: number): boolean => {
      const { problem, decision } = servedAt(step);
      return decision !== null && gpusBought(problem, decision) <= gpus;
    };
  const predicted = lastServed(within, axis, isServedBy(predictedAt));
  const { decision } = predictedAt(Math.max(1, predicted));
  const step =
    confidence === null || decision === null
      ? predicted
      : lastServed(atMildest(within, Math.max(1, predicted), decision, confidence), axis, isServedBy(sureAt));
  const found = (step: number, { problem, decision }: Served): Pick<FleetLimit, "value" | "use"> =>
    step === 0 || decision === null
      ? { value: null, use: null }
      : { value: axis.valueAt(step), use: useOf(problem, decision) };

  const beyond = step >= axis.most ? null : sureAt(step + 1);
  return {
    input: input.name,
    unit: input.unit,
    ...found(step, sureAt(Math.max(1, step))),
    confidence,
    expected: found(predicted, predictedAt(Math.max(1, predicted))),
    violated: beyond === null ? [] : violatedBy(limitedTo(beyond.problem, gpus)),
    assumed: named.assumed,
  };
}

/** A problem as it is sized at a step, and one of its cheapest decisions. */
interface Served {
  readonly problem: Problem;
  readonly decision: Decision | null;
}

const useOf = (problem: Problem, decision: Decision): FleetUse => ({
  gpus: gpusBought(problem, decision),
  gpusPerReplica: decision.gpusPerReplica,
  replicas: decision.replicas,
  ...(decision.split === undefined ? {} : { split: decision.split }),
  maxBatchSize: maxBatchSize(decision),
});

/** What the closest decision of as many replicas as there may be violates. */
function violatedBy(problem: Problem): readonly ConstraintResult[] {
  const candidates = problem.space.gpusPerReplica
    .map((size) => ({ size, replicas: replicasWithin(problem, size) }))
    .filter(({ replicas }) => replicas > 0)
    .map(({ size, replicas }) => closest(problem, size, replicas));
  if (candidates.length === 0) return [];
  const { results } = candidates.reduce((one, other) => (isCloser(other, one) ? other : one));
  return results.filter(({ satisfied }) => !satisfied);
}
