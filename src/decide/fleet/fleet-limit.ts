import type { Assumption } from "../../catalog/names/assumption.js";
import type { ConstraintResult } from "../../constraints/constraint.js";
import type { Parallelism } from "../../deployment/parallelism.js";
import { closest, isCloser } from "../../estimate/closest-decision.js";
import { searchIntegers } from "../../estimate/integer-search.js";
import { gpusBought, replicasWithin, type Problem } from "../../estimate/problem.js";
import { resolveProblem } from "../../estimate/resolve-problem.js";
import { uncertainProblem, withFactors } from "../../estimate/uncertain-problem.js";
import { checkInteger, checkObject } from "../../internal/check.js";
import { remembered } from "../../internal/remembered.js";
import { maxBatchSize, type Decision } from "../../performance/decision.js";
import type { EstimateOptions } from "../../shipped/estimate-gpus.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest } from "../../shipped/named-request.js";
import { axisOf, type Axis } from "../axis.js";
import { hardestSure } from "../hardest-sure.js";
import { hardest, type Hardest } from "../hardest.js";
import type { Input } from "../inputs.js";

/** What is asked of GPUs that are there. */
export interface FleetRequest extends EstimateRequest {
  /** GPUs of the fleet, spare replicas included, integer >= 1. */
  readonly gpus: number;
}

/** How it is found; `search` says which replicas may be built of the GPUs. */
export type FleetOptions = Omit<EstimateOptions, "verify" | "band" | "minimizer" | "objective">;

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
  const maxGpus = checkInteger(gpus, "request.gpus", 1);
  const named = namedRequest(asked, { ...options, search: { ...options.search, maxGpus } });
  const base = resolveProblem(named.request, named.options);
  const axis = axisOf(input, mostOf(input, base));
  const problemAt = remembered((step) => resolveProblem(input.in(named.request, axis.valueAt(step)), named.options));
  const expected = hardest(problemAt, axis);
  const sure =
    expected === null || base.confidence === null ? null : sureLimit(problemAt, axis, expected, base.confidence);
  const found = (at: Hardest | null): Pick<FleetLimit, "value" | "use"> =>
    at === null
      ? { value: null, use: null }
      : { value: axis.valueAt(at.step), use: useOf(problemAt(at.step), at.decision) };
  const { at, sized } = sure ?? { at: expected, sized: problemAt };
  const next = (at?.step ?? 0) + 1;
  return {
    input: input.name,
    unit: input.unit,
    ...found(at),
    confidence: sure === null ? null : base.confidence,
    expected: found(expected),
    violated: next > axis.most ? [] : violatedBy(sized(next)),
    assumed: named.assumed,
  };
}

/** The last step at a probability, and the problem that it is the last of. */
function sureLimit(
  problemAt: (step: number) => Problem,
  axis: Axis,
  expected: Hardest,
  probability: number,
): { readonly at: Hardest | null; readonly sized: (step: number) => Problem } | null {
  const decisionAt = remembered((step): Decision | null => {
    const [first] = searchIntegers(problemAt(step), null).decisions;
    const uncertain = first === undefined ? null : uncertainProblem(problemAt(step), first);
    return uncertain?.unfavourable(probability).minimum().decisions[0] ?? null;
  });
  const last = hardestSure(problemAt, axis, expected, probability, (step) => decisionAt(step) !== null);
  if (last === null) return null;
  const { step, factors } = last;
  const decision = step === 0 ? null : (last.decision ?? decisionAt(step));
  return {
    at: decision === null ? null : { step, decision },
    sized: (other) => withFactors(problemAt(other), factors),
  };
}

/** Largest value of an input that its request can be asked with: of prompts, what the context leaves. */
function mostOf({ name, value, most }: Input, { scenario: { model, settings, workload } }: Problem): number {
  if (name !== "workload.inputTokens") return most;
  const context = Math.min(model.maxContextTokens ?? Infinity, settings.maxModelLen ?? Infinity);
  return Math.min(most, context - workload.outputTokens - (workload.inputTokens - value));
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
