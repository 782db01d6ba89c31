import type { Calibration } from "../../calibrate/calibration.js";
import { detailsOf, InfrascaleError, type ErrorDetails } from "../../errors.js";
import type { EngineProfile } from "../../deployment/engine-profile.js";
import type { Observation } from "../../measurements/observation.js";
import { calibrate } from "../../shipped/calibrate.js";
import { estimateGpus } from "../../shipped/estimate-gpus.js";
import type { NamedEstimate } from "../../shipped/verified.js";
import type { TestedPlan } from "./check-launch-plan.js";

/** The same question, asked of an engine that is fitted to a load test of its first answer: how many replicas as they were tested it takes. */
export interface CalibratedAnswer {
  /** The fitted profile; null where the load test tells nothing to fit. */
  readonly profile: EngineProfile | null;
  /** What is noticed of the rows. */
  readonly warnings: Calibration["warnings"];
  /** The estimate with it; null without. */
  readonly estimate: NamedEstimate | null;
  /** Why there is none; null where there is. */
  readonly reason: string | null;
  /** The same by codes; null where one is fitted. */
  readonly refusal: ErrorDetails | null;
}

/** What is calibrated of a load test of a whole fleet is one replica of it, with its share of the requests. */
export function calibratedAnswer(
  result: readonly Observation[],
  plan: TestedPlan,
  replicas: number,
  created: string,
): CalibratedAnswer {
  const { request, confidence, loadTest, spareReplicas } = plan;
  const { tensor, pipeline, data, expert } = plan.replica;
  try {
    const { profile, warnings } = calibrate(
      result.map((observation) => ofOneReplica(observation, replicas)),
      { ...deploymentOf(plan), created, ...hitRateOf(loadTest) },
    );
    const estimate = estimateGpus(
      { ...request, profile },
      {
        confidence: confidence ?? "expected",
        spareReplicas,
        search: { splits: [{ tensor, pipeline, data, expert }] },
      },
    );
    return { profile, warnings, estimate, reason: null, refusal: null };
  } catch (error) {
    if (!(error instanceof InfrascaleError) || error.code !== "nothing-to-fit") throw error;
    return { profile: null, warnings: [], estimate: null, reason: error.message, refusal: detailsOf(error) };
  }
}

/** The replica that was planned, as its engine was told. */
function deploymentOf({ request, replica }: TestedPlan): Omit<Parameters<typeof calibrate>[1], "created"> {
  const { model, gpu, engine = "vllm", precision, speculation } = request;
  const { tensor, pipeline, data, expert, maxNumSeqs, maxBatchedTokens, utilization } = replica;
  return {
    model,
    gpu,
    engine,
    ...(precision === undefined ? {} : { precision }),
    ...(speculation === undefined ? {} : { speculation }),
    parallelism: { tensor, pipeline, data, expert },
    settings: { maxNumSeqs, maxBatchedTokens, utilization },
  };
}

const hitRateOf = ({ cachedTokens, input }: TestedPlan["loadTest"]): { readonly prefixCacheHitRate?: number } =>
  cachedTokens === 0 ? {} : { prefixCacheHitRate: cachedTokens / input.mean };

const COUNTS = [
  "concurrency",
  "inFlightLimit",
  "offeredPerSecond",
  "prompts",
  "requestsPerSecond",
  "completed",
  "outputTokensPerSecond",
] as const satisfies readonly (keyof Observation)[];

const ofOneReplica = (observation: Observation, replicas: number): Observation => ({
  ...observation,
  ...Object.fromEntries(
    COUNTS.flatMap((field) => {
      const value = observation[field];
      return typeof value === "number" ? [[field, value / replicas]] : [];
    }),
  ),
});
