import type { ConstraintResult } from "../constraints/constraint.js";
import type { Parallelism } from "../deployment/parallelism.js";
import type { Decision } from "../performance/decision.js";
import type { DeploymentPlan, MemoryUse } from "../performance/performance-model.js";
import type { Waiting } from "../queueing/fleet-waiting.js";
import type { EstimateMargin } from "./margins.js";
import type { EstimateTraffic } from "./traffic.js";
import type { KvCacheUse } from "../performance/kv-cache-use.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import type { PredictionFactors } from "../uncertainty/scaled-performance.js";
import type { RelaxedOptimum } from "./relaxation.js";
import type { SearchDoubt } from "./search-doubt.js";
import type { SmallerPurchase } from "./smaller-purchases.js";

/** A constraint at the estimate. */
export interface EstimateConstraint extends ConstraintResult {
  /** True when every next smaller purchase would violate it. */
  readonly binding: boolean;
}

/** What users get from the deployment: means over the requests. */
export interface EstimatePerformance {
  /** From sending a request to its first token, queue included, seconds. */
  readonly ttftSeconds: number;
  /** Of these, before it has a slot, seconds. */
  readonly queueSeconds: number;
  /** From one output token to the next, seconds. */
  readonly tpotSeconds: number;
  /** From sending a request to its last token, seconds. */
  readonly e2eSeconds: number;
  /** Output tokens of one request over its whole time in the system, tokens per second. */
  readonly tokensPerSecondPerRequest: number;
  /** Output tokens of the fleet, all requests together, tokens per second. */
  readonly outputTokensPerSecond: number;
  /** Memory of one replica, bytes: what has to fit. */
  readonly memory: MemoryUse;
  /** Its KV cache, and what the running requests hold of it, bytes; null where the performance model knows no pool. */
  readonly kvCache: KvCacheUse | null;
}

/** How the answer was found. */
export interface EstimateSearch {
  /** Name of the minimizer function that the search began with; null without one. */
  readonly minimizer: string | null;
  /** The optimum over real numbers; null without a minimizer, and when it returned no point of the space. */
  readonly relaxed: RelaxedOptimum | null;
  /** Decisions evaluated to find the answer and to prove it; what stands beside it, as the band, takes more. */
  readonly evaluations: number;
  /** True when no cheaper integer decision of the search space satisfies the constraints, at the confidence that the answer reaches. */
  readonly certified: boolean;
  /** Why the answer is not certified; null when it is. */
  readonly reason: string | null;
  /** The same as a code with its values. */
  readonly doubt: SearchDoubt | null;
}

/** Fewest and most GPUs within a stated confidence. */
export interface EstimateBand {
  /** Probability that the true need lies in the band, in (0, 1). */
  readonly confidence: number;
  /** Fewest GPUs within the confidence. */
  readonly fewestGpus: number;
  /** Most GPUs within the confidence; null where at that end no purchase of the search space would do. */
  readonly mostGpus: number | null;
}

/** How sure a purchase is to meet its targets. */
export interface EstimateConfidence {
  /** Probability that was asked for, in [0.5, 0.975]. */
  readonly asked: number;
  /** Probability that the targets hold: the same, or the highest that costs at most twice what predictions ask for. */
  readonly reached: number;
  /** What predictions were multiplied by: measurements stay below that (the cache: above) with the probability reached. */
  readonly factors: PredictionFactors;
}

/** The smallest purchase by predictions as they are: as likely too small as too large. */
export interface ExpectedPurchase extends Decision {
  /** S x N, and the spare replicas. */
  readonly gpus: number;
  /** 2^B: the engine's limit on running requests. */
  readonly maxBatchSize: number;
  /** True when no cheaper decision of the search space satisfies the constraints as predicted. */
  readonly certified: boolean;
}

interface EstimateBase {
  /** Id of the model. */
  readonly model: string;
  /** Id of the GPU. */
  readonly gpu: string;
  /** Name of the performance model. */
  readonly performanceModel: string;
  /** How the answer was found. */
  readonly search: EstimateSearch;
  /** What is not served as it was asked, and where the question lies outside of what predictions were compared with. */
  readonly warnings: readonly PredictionWarning[];
  /** One sentence. */
  readonly summary: string;
}

/** The smallest purchase that meets every constraint. */
export interface FeasibleEstimate extends EstimateBase {
  /** Every constraint holds. */
  readonly status: "feasible";
  /** How sure it is; null with `confidence: "expected"`, and where the performance model does not state its uncertainty. */
  readonly confidence: EstimateConfidence | null;
  /** The smallest purchase by predictions as they are; the same without a confidence. */
  readonly expected: ExpectedPurchase;
  /** Requests in the system at once, running and waiting, mean. */
  readonly requestsInFlight: number;
  /** S x N, and the GPUs of the spare replicas. */
  readonly gpus: number;
  /** S. */
  readonly gpusPerReplica: number;
  /** N: replicas that meet the targets. */
  readonly replicas: number;
  /** Replicas bought beyond them: the targets hold with as many down. */
  readonly spareReplicas: number;
  /** B. */
  readonly batchExponent: number;
  /** 2^B: the engine's limit on running requests. */
  readonly maxBatchSize: number;
  /** Q. */
  readonly queueRatio: number;
  /** How a replica is spread over its GPUs; absent where the performance model knows no splits. */
  readonly split?: Parallelism;
  /** Largest factor on the load at which every constraint still holds here, to three digits; null where the load has none up to a thousand. */
  readonly headroom: number | null;
  /** What was minimised. */
  readonly objective: {
    /** Name of the objective. */
    readonly name: string;
    /** Unit of the value. */
    readonly unit: string;
    /** Its value at the answer. */
    readonly value: number;
  };
  /** Every constraint at the answer, by predictions at the probability that it reaches. */
  readonly constraints: readonly EstimateConstraint[];
  /** The two nearest cheaper purchases that could be built, and what each would violate. */
  readonly nextSmaller: readonly SmallerPurchase[];
  /** What users are expected to get: predictions as they are. */
  readonly performance: EstimatePerformance;
  /** Waits and times with their percentiles; null where the performance model knows none. */
  readonly waiting: Waiting | null;
  /** From users to requests, every step. */
  readonly traffic: EstimateTraffic;
  /** The margins that were asked for, and what each adds. */
  readonly margins: readonly EstimateMargin[];
  /** How one replica is run; null where the performance model knows no engine. */
  readonly plan: DeploymentPlan | null;
  /** Fewest and most GPUs; null where the performance model does not state its uncertainty. */
  readonly band: EstimateBand | null;
}

/** A limit that would have to move. */
export interface RequiredChange {
  /** Name of the constraint. */
  readonly constraint: string;
  /** Unit of `from` and `to`. */
  readonly unit: string;
  /** What is asked for or available now. */
  readonly from: number;
  /** What the nearest decision needs it to be. */
  readonly to: number;
  /** Which side moves: the demand has to fall, or the limit has to rise. */
  readonly side: "demand" | "limit";
}

/** What would work instead. */
export interface NearestAlternative extends Decision {
  /** S x N, and the spare replicas. */
  readonly gpus: number;
  /** All that would have to change; with these changes the decision holds. */
  readonly changes: readonly RequiredChange[];
}

/** Nothing in the search space meets every constraint. */
export interface InfeasibleEstimate extends EstimateBase {
  /** No decision of the search space meets every constraint. */
  readonly status: "infeasible";
  /** Requests in the system at once at the nearest decision; null when their number grows without end. */
  readonly requestsInFlight: number | null;
  /** What stands in the way. */
  readonly reason: string;
  /** Constraints at the nearest decision. */
  readonly constraints: readonly ConstraintResult[];
  /** The nearest decision, and what would have to change for it to hold. */
  readonly nearest: NearestAlternative;
}

/** The answer of `estimateGpus`. */
export type Estimate = FeasibleEstimate | InfeasibleEstimate;
