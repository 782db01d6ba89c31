import { evaluateConstraint } from "../../constraints/constraint.js";
import { decideOn, type Problem } from "../../estimate/problem.js";
import type { Decision } from "../../performance/decision.js";
import type { Input } from "../inputs.js";

/** How fast a constraint fills up with an input, on the GPUs that are bought. */
export interface Sensitivity {
  /** The input, `workload.concurrentUsers`. */
  readonly input: string;
  /** The constraint, `ttft p95`. */
  readonly constraint: string;
  /** Per cent by which demand over limit grows for each per cent of the input; 0 where it does not depend on it. */
  readonly elasticity: number;
}

/** Half of the change that a slope is taken over. */
const STEP = 0.005;

/**
 * How fast each constraint fills up with an input at a purchase that stays, by a central difference of one per cent:
 *
 * $$ \varepsilon = \frac{\mathrm d \ln (\mathrm{demand} / \mathrm{limit})}{\mathrm d \ln x} $$
 *
 * @param input - of a request.
 * @param problemOf - the problem with another value, predictions as the purchase is sized by.
 * @param decision - the purchase.
 * @returns one number for each constraint; none for those without a slope: an endless wait, or a value that has no meaning.
 */
export function sensitivitiesTo(
  input: Input,
  problemOf: (value: number) => Problem,
  decision: Decision,
): readonly Sensitivity[] {
  const [less, more] = [1 - STEP, 1 + STEP].map((factor) => input.value * factor) as [number, number];
  if (less < input.least || more > input.most) return [];
  const [before, after] = [less, more].map((value) => usedShares(problemOf(value), decision)) as [Shares, Shares];
  return [...before].flatMap(([constraint, share]) => {
    const elasticity = Math.log((after.get(constraint) ?? NaN) / share) / Math.log(more / less);
    return Number.isFinite(elasticity) ? [{ input: input.name, constraint, elasticity }] : [];
  });
}

/** Demand over limit by constraint. */
type Shares = ReadonlyMap<string, number>;

function usedShares(problem: Problem, { gpusPerReplica, batchExponent, split, replicas }: Decision): Shares {
  const branch = { gpusPerReplica, batchExponent, ...(split === undefined ? {} : { split }) };
  const decision = decideOn(problem, branch, replicas);
  return new Map(
    problem.constraints.map((constraint) => {
      const { name, demand, limit } = evaluateConstraint(constraint, decision, problem.scenario);
      return [name, demand / limit];
    }),
  );
}
