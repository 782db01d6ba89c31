import { namedModel } from "../shipped/resolve-names.js";
import { rootBetween } from "../internal/root.js";
import type { ServingPrediction } from "../performance/serving-prediction.js";
import { estimatedDeployment, type ReplayableEstimate } from "../shipped/estimated-deployment.js";
import { predictServing } from "../shipped/predict-serving.js";
import { asRead } from "../workload/as-read.js";
import { LENGTH_FIELDS, resolveLengths, uncachedInput, type RequestLengths } from "../workload/request-lengths.js";

/** Lengths of an estimate's requests, as they were asked. */
const lengthsOf = ({ request: { workload } }: ReplayableEstimate): RequestLengths =>
  Object.fromEntries(
    Object.entries(workload).filter(([field]) => LENGTH_FIELDS.some((name) => name === field)),
  ) as unknown as RequestLengths;

/** Tokens of a request, mean. */
export interface RequestTokens {
  /** Of its prompt, those that have to be read. */
  readonly inputTokens: number;
  /** Of its prompt, those that a prefix cache holds. */
  readonly cachedTokens: number;
  /** Of its output. */
  readonly outputTokens: number;
}

/** Tokens of the requests that an estimate was made for. */
export function requestTokens(estimate: ReplayableEstimate): RequestTokens {
  const lengths = asRead(
    resolveLengths(lengthsOf(estimate), "workload."),
    namedModel(estimate.request.model).model,
    "workload.",
  );
  const inputTokens = uncachedInput(lengths).mean;
  return {
    inputTokens,
    cachedTokens: Math.max(0, lengths.input.mean - inputTokens),
    outputTokens: lengths.output.mean,
  };
}

/** Under less load requests take less time: of those in flight at the pace of the whole load so many are left at least. */
const LEAST_IN_FLIGHT = 1e-3;

/**
 * What the fleet of an estimate does under a share of its load: as many requests in flight as make that share of its requests per second.
 *
 * @param estimate - a feasible one, by the engine model.
 * @returns the prediction by the share, in (0, 1], spare replicas aside.
 * @throws {@link InfrascaleError} `contradictory-options`, see `estimatedDeployment`.
 */
export function operatingStates(estimate: ReplayableEstimate): (loadShare: number) => ServingPrediction {
  const deployment = estimatedDeployment(estimate);
  const { replicas, requestsInFlight } = estimate;
  const lengths = lengthsOf(estimate);
  const withInFlight = (inFlight: number): ServingPrediction =>
    predictServing({
      ...deployment,
      ...lengths,
      replicas,
      load: { kind: "closed-loop", requestsInFlight: inFlight, rounds: Infinity },
    });
  const whole = withInFlight(requestsInFlight);
  return (loadShare) => {
    if (loadShare === 1) return whole;
    const rate = loadShare * whole.requestsPerSecond;
    const most = loadShare * requestsInFlight;
    return withInFlight(
      rootBetween((inFlight) => withInFlight(inFlight).requestsPerSecond - rate, LEAST_IN_FLIGHT * most, most),
    );
  };
}
