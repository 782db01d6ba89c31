import { requestsInFlight, waitingOf } from "../constraints/requests-in-flight.js";
import { requestSpeed } from "../constraints/throughput.js";
import { waitSeconds } from "../constraints/wait.js";
import { checkComputed } from "../internal/check.js";
import { followed } from "../internal/follow.js";
import { maxBatchSize, type Decision } from "../performance/decision.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import { contextWarnings } from "../performance/serving-warnings.js";
import { shareTooLong } from "../workload/too-long.js";
import { DEFAULT_CONFIDENCE } from "../uncertainty/prediction-interval.js";
import type { Estimate, EstimatePerformance, FeasibleEstimate, InfeasibleEstimate } from "./estimate.js";
import { summarise } from "./summarise.js";
import { findObstacle } from "./nearest-alternative.js";
import { choose, type Choice } from "./choose.js";
import { searchIntegers } from "./integer-search.js";
import { marginsOf } from "./margins.js";
import { costOf, evaluateAll, gpusBought, type Problem } from "./problem.js";
import { relax, roundUp } from "./relaxation.js";
import { resolveProblem, type EstimateOptions, type EstimateRequest } from "./resolve-problem.js";
import { bindingNames, nextSmallerPurchases } from "./smaller-purchases.js";
import { doubtMessage } from "./search-doubt.js";
import { trafficOf, type EstimateTraffic } from "./traffic.js";
import { sizeProblem } from "./sized-problem.js";
import { warningsAt, withFactors } from "./uncertain-problem.js";
import { bandOf } from "./uncertainty-band.js";

/** Purchases as predicted and at the confidence; which of them; margins; the band; and what stands beside it. */
const STEPS = 5;

/**
 * The fewest GPUs that serve a model to these users, at this speed and this wait.
 *
 * $$ \min S N \quad \text{subject to memory, throughput, capacity, wait} $$
 *
 * A search over the allowed sizes, splits and batch limits proves the minimum; of decisions that cost the same it takes the one with the most
 * headroom. A minimizer may look for the optimum over real S, N, B and Q first, and the search begins there: that changes the work, never the answer.
 *
 * @param request - model, GPU, precision, workload and targets.
 * @param options - performance model, minimizer, constraints of your own, objective, search space.
 * @returns a feasible estimate, or an infeasible one with the reason and the nearest thing that would work.
 * @throws {@link InfrascaleError} for wrong input, by code: `invalid-type`, `out-of-range`, `missing-target`,
 * `contradictory-workload`, `contradictory-lengths`, `unsupported-precision`, `invalid-constraint`; `stopped` where `options.signal` says so.
 * @example
 * ```ts
 * import { classicModel, estimateGpus, type Gpu, type Model } from "infrascale/core";
 * import { gpus, models } from "infrascale";
 *
 * const model = models.find(({ id }) => id === "Qwen/Qwen3-8B") as Model;
 * const gpu = gpus.find(({ id }) => id === "l40s") as Gpu;
 * const workload = { requestsInFlight: 4, inputTokens: 500, outputTokens: 100 };
 * const estimate = estimateGpus({ model, gpu, workload, targets: { tokensPerSecond: 10 } }, { performance: classicModel() });
 * estimate.status; // => "feasible"
 * ```
 */
export function estimateGpus(request: EstimateRequest, options: EstimateOptions): Estimate {
  const problem = resolveProblem(request, options);
  const { minimizer } = options;
  const step = followed(options, STEPS);
  const relaxed = minimizer === undefined ? null : relax(problem, minimizer);
  const {
    expected,
    uncertain,
    sure,
    problem: sized,
    minimum: { decisions, certified, doubt, evaluations },
  } = sizeProblem(problem, relaxed === null ? null : roundUp(problem, relaxed));
  const base = {
    model: problem.scenario.model.id,
    gpu: problem.scenario.gpu.id,
    performanceModel: problem.performance.name,
    search: {
      minimizer: minimizer === undefined ? null : minimizer.name || "custom",
      relaxed,
      evaluations: (relaxed?.evaluations ?? 0) + expected.evaluations + (sure === null ? 0 : evaluations),
      certified,
      reason: doubt === null ? null : doubtMessage(doubt),
      doubt,
    },
  };
  step();
  if (decisions.length === 0) {
    const estimate = infeasible(problem, sized, base);
    step(STEPS - 1);
    return estimate;
  }
  const chosen = choose(sized, decisions);
  const { decision } = chosen;
  const plain = sure === null ? decision : choose(problem, expected.decisions).decision;
  const { spareReplicas } = problem;
  step();
  const margins = marginsOf(
    request,
    options,
    { gpus: gpusBought(problem, decision), gpusPerReplica: decision.gpusPerReplica, spareReplicas },
    (other, otherOptions) => {
      const asked = resolveProblem(other, otherOptions);
      const without = sure === null ? asked : withFactors(asked, sure.factorsAt);
      const [found] = searchIntegers(without, decision, costOf(without, decision)).decisions;
      return found === undefined ? null : gpusBought(without, found);
    },
  );
  step();
  const band =
    uncertain === null ? null : bandOf(problem, decision, uncertain, options.band?.confidence ?? DEFAULT_CONFIDENCE);
  step();
  const estimate = feasible(problem, sized, chosen, {
    ...base,
    confidence: sure === null ? null : { ...sure.confidence, factors: sure.factorsAt(decision) },
    expected: {
      ...plain,
      gpus: gpusBought(problem, plain),
      maxBatchSize: maxBatchSize(plain),
      certified: expected.certified,
    },
    margins,
    band,
  });
  step();
  return estimate;
}

type Base = Pick<FeasibleEstimate, "model" | "gpu" | "performanceModel" | "search">;

/** The estimate of a decision that is the minimum of the problem `sized`, which `problem` is with predictions as they are. */
function feasible(
  problem: Problem,
  sized: Problem,
  { decision, headroom }: Choice,
  found: Base & Pick<FeasibleEstimate, "confidence" | "expected" | "margins" | "band">,
): FeasibleEstimate {
  const nextSmaller = nextSmallerPurchases(sized, decision);
  const binding = bindingNames(sized, decision, nextSmaller);
  const { objective, scenario } = problem;
  const traffic = trafficOf(problem, decision);
  const estimate = {
    ...found,
    status: "feasible" as const,
    requestsInFlight: traffic.requestsInFlight,
    gpus: gpusBought(problem, decision),
    ...decision,
    spareReplicas: problem.spareReplicas,
    maxBatchSize: 2 ** decision.batchExponent,
    headroom,
    objective: { name: objective.name, unit: objective.unit, value: costOf(problem, decision) },
    constraints: evaluateAll(sized, decision).map((result) => ({ ...result, binding: binding.has(result.name) })),
    nextSmaller,
    performance: predict(problem, decision, traffic),
    waiting: problem.performance.waiting?.(decision, scenario) ?? null,
    traffic,
    plan: problem.performance.plan?.(decision, scenario) ?? null,
    warnings: [
      ...(problem.performance.warnings?.(decision, scenario) ?? tooLongFor(problem)),
      ...warningsAt(problem, decision),
    ],
  };
  return { ...estimate, summary: summarise(estimate) };
}

function infeasible(problem: Problem, sized: Problem, base: Base): InfeasibleEstimate {
  const { nearest, constraints } = findObstacle(sized);
  const requests = requestsInFlight(problem.performance, nearest, problem.scenario);
  const estimate = {
    ...base,
    status: "infeasible" as const,
    requestsInFlight: Number.isFinite(requests) ? requests : null,
    constraints,
    nearest,
    warnings: [...tooLongFor(problem), ...warningsAt(problem, nearest)],
  };
  const reason = summarise(estimate);
  return { ...estimate, reason, summary: reason };
}

/** Requests longer than the context, which need no decision to be known. */
const tooLongFor = ({ scenario: { model, settings, workload } }: Problem): readonly PredictionWarning[] =>
  contextWarnings(model, settings, (limitTokens) => shareTooLong(workload, limitTokens));

function predict(
  { performance, scenario }: Problem,
  decision: Decision,
  { requestsPerSecond, e2eSeconds }: EstimateTraffic,
): EstimatePerformance {
  const waiting = waitingOf(performance, decision, scenario);
  const ttftSeconds = waitSeconds(performance, decision, scenario);
  return {
    ttftSeconds,
    queueSeconds:
      waiting?.stable === true
        ? waiting.queueSeconds.mean
        : ttftSeconds -
          checkComputed(performance.secondsToFirstToken(decision, scenario), "performance.secondsToFirstToken"),
    tpotSeconds:
      waiting?.stable === true
        ? waiting.tpotSeconds.mean
        : checkComputed(performance.secondsPerOutputToken(decision, scenario), "performance.secondsPerOutputToken"),
    e2eSeconds,
    tokensPerSecondPerRequest: requestSpeed(performance, decision, scenario),
    outputTokensPerSecond: requestsPerSecond * scenario.workload.outputTokens,
    memory: performance.memory(decision, scenario),
    kvCache: performance.kvCache?.(decision, scenario) ?? null,
  };
}
