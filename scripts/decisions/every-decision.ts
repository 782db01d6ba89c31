import {
  engineModel,
  estimateGpus,
  evaluateConstraint,
  requestsInFlight,
  standardConstraints,
  type Constraint,
  type Decision,
  type EstimateRequest,
  type FeasibleEstimate,
  type PerformanceModel,
  type Scenario,
} from "../../src/index.js";

/** A scenario as constraints see it, and the model that they stand on. */
export interface Asked {
  readonly performance: PerformanceModel;
  readonly scenario: Scenario;
  readonly constraints: readonly Constraint[];
  readonly estimate: ReturnType<typeof estimateGpus>;
}

/** An estimate through the public door, with what its constraints were asked. */
export function ask(request: EstimateRequest): Asked {
  const { engine, ...rest } = request;
  const performance = engineModel(engine);
  let scenario: Scenario | undefined;
  const spy: Constraint = {
    name: "spy",
    unit: "",
    withMoreReplicas: "easier",
    evaluate: (_, given) => {
      scenario ??= given;
      return { demand: 0, limit: 1 };
    },
  };
  // By predictions as they are: so do the constraints that every other decision is held against.
  const options = { confidence: "expected", band: { confidence: 0 } } as const;
  const estimate = estimateGpus(rest, { performance, constraints: [spy], ...options });
  if (scenario === undefined) throw new Error("no constraint was asked");
  return {
    performance,
    scenario,
    estimate,
    constraints: standardConstraints(
      performance,
      scenario.targets,
      scenario.workload.arrivals.kind === "open" ? 1 : null,
    ),
  };
}

/** Slack against rounding in Q: far below any difference that is looked for. */
const ROUNDING = 1e-12;

/** N replicas of a size, split and batch limit, with the queue ratio that holds all requests; null where more come than can be answered. */
export function decide({ performance, scenario }: Asked, purchase: Omit<Decision, "queueRatio">): Decision | null {
  const alone = { ...purchase, queueRatio: 1 };
  const requests = requestsInFlight(performance, alone, scenario);
  if (!Number.isFinite(requests)) return null;
  const { minQueueRatio } = performance.searchDefaults(scenario);
  return {
    ...purchase,
    queueRatio: Math.max(
      minQueueRatio,
      (requests / purchase.replicas / performance.slots(alone, scenario)) * (1 + ROUNDING),
    ),
  };
}

/** True when every constraint holds at a decision. */
export const holds = ({ constraints, scenario }: Asked, decision: Decision): boolean =>
  constraints.every((constraint) => evaluateConstraint(constraint, decision, scenario).satisfied);

/** Every size, split and batch limit that so many GPUs may be run as. */
export function* everyPurchase(
  { performance, scenario }: Asked,
  gpus: number,
): Generator<Omit<Decision, "queueRatio">> {
  const {
    gpusPerReplica: sizes,
    batchExponent: [least, most],
  } = performance.searchDefaults(scenario);
  for (const gpusPerReplica of sizes) {
    if (gpus % gpusPerReplica !== 0) continue;
    for (const split of performance.splits?.(gpusPerReplica, scenario) ?? [])
      for (let batchExponent = least; batchExponent <= most; batchExponent += 1)
        yield { gpusPerReplica, replicas: gpus / gpusPerReplica, batchExponent, split };
  }
}

/** Smaller numbers of GPUs that serve the request all the same, by trying every one of them. */
export function beatenBy(asked: Asked, { gpus }: FeasibleEstimate): Decision | null {
  for (let fewer = gpus - 1; fewer >= 1; fewer -= 1)
    for (const purchase of everyPurchase(asked, fewer)) {
      const decision = decide(asked, purchase);
      if (decision !== null && holds(asked, decision)) return decision;
    }
  return null;
}

/** How many times shorter the p95 of first tokens could be with as many GPUs, every target held; 1 where the answer has the shortest. */
export function avoidable(
  asked: Asked,
  estimate: FeasibleEstimate,
): { readonly times: number; readonly decision: Decision | null } {
  const firstTokens = (decision: Decision): number => {
    const waiting = asked.performance.waiting?.(decision, asked.scenario);
    return waiting?.stable === true ? waiting.ttftSeconds.p95 : Infinity;
  };
  const own = estimate.waiting?.stable === true ? estimate.waiting.ttftSeconds.p95 : Infinity;
  let best: { readonly times: number; readonly decision: Decision | null } = { times: 1, decision: null };
  for (const purchase of everyPurchase(asked, estimate.gpus)) {
    const decision = decide(asked, purchase);
    if (decision === null || !holds(asked, decision)) continue;
    const times = own / firstTokens(decision);
    if (times > best.times) best = { times, decision };
  }
  return best;
}
