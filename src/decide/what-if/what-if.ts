import type { FeasibleEstimate } from "../../estimate/estimate.js";
import type { Problem } from "../../estimate/problem.js";
import { resolveProblem } from "../../estimate/resolve-problem.js";
import { withFactors } from "../../estimate/uncertain-problem.js";
import { followed } from "../../internal/follow.js";
import { estimateGpus } from "../../shipped/estimate-gpus.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedRequest } from "../../shipped/named-request.js";
import type { NamedEstimate } from "../../shipped/verified.js";
import { inputsOf, type Input } from "../inputs.js";
import { neededFor } from "../needed.js";
import { partsOf, sortedChanges, trialsOf, type Change, type WhatIfOptions } from "./changes.js";
import { sensitivitiesTo, type Sensitivity } from "./sensitivities.js";
import { thresholdOf, type Threshold } from "./thresholds.js";

/** What a request costs, and what each part of it costs. */
export interface WhatIf {
  /** As it is asked. */
  readonly estimate: NamedEstimate;
  /** Every change, the one that saves most first. */
  readonly changes: readonly Change[];
  /** How far each input that asks more one way may move; none where nothing serves the request. */
  readonly thresholds: readonly Threshold[];
  /** How fast each constraint fills up with each input on the GPUs that are bought; none where nothing serves the request. */
  readonly sensitivities: readonly Sensitivity[];
}

/**
 * What would take fewer GPUs, and what more: every input of a request 10, 25 and 50 % less and more, other number formats, engines and routings,
 * each by an estimate of its own; how far each input may move before the GPUs that are bought are others; and how fast the constraints fill up on
 * the same GPUs.
 *
 * @param request - model, GPU, workload and targets.
 * @param options - of the estimates, and what else is tried.
 * @returns the estimate, the changes by what they save, the thresholds, exact, and the sensitivities.
 * @throws {@link InfrascaleError} as `estimateGpus` does; `stopped` where `options.signal` says so.
 * @example
 * ```ts
 * import { whatIf } from "infrascale/decide";
 *
 * const { estimate, changes, thresholds } = whatIf({
 *   model: "llama-3.1-70b",
 *   gpu: "h100",
 *   workload: { concurrentUsers: 1000, inputTokens: 1155, outputTokens: 211 },
 *   targets: { tokensPerSecond: 20 },
 * });
 * const [users] = thresholds;
 * estimate.status === "feasible" && users?.gpus === estimate.gpus; // => true
 * (changes[0]?.saves ?? 0) > 0; // => true
 * ```
 */
export function whatIf(request: EstimateRequest, options: WhatIfOptions = {}): WhatIf {
  const { others, following } = partsOf(options);
  const estimate = estimateGpus(request, others);
  const named = namedRequest(request, others);
  const problemOf =
    (input: Input) =>
    (value: number): Problem =>
      resolveProblem(input.in(named.request, value), named.options);
  const inputs = inputsOf(named.request);
  const asked = neededFor(resolveProblem(named.request, named.options));
  const trials = trialsOf(request, options);
  const directed = asked === null ? [] : inputs.filter(({ harder }) => harder !== null);
  // One step more: the estimate, and what its own numbers tell.
  const step = followed(following, trials.length + directed.length + 1);
  const changes = sortedChanges(trials, step);
  const thresholds = directed.flatMap((input) => {
    const found = asked === null ? [] : [thresholdOf(input, problemOf(input), asked)];
    step();
    return found;
  });
  const found: WhatIf = {
    estimate,
    changes,
    thresholds,
    sensitivities:
      estimate.status === "infeasible"
        ? []
        : inputs.flatMap((input) => sensitivitiesTo(input, sizedFor(problemOf(input), estimate), estimate)),
  };
  step();
  return found;
}

/** Problems with predictions as an estimate is sized by. */
const sizedFor =
  (problemOf: (value: number) => Problem, { confidence }: FeasibleEstimate) =>
  (value: number): Problem =>
    confidence === null ? problemOf(value) : withFactors(problemOf(value), () => confidence.factors);
