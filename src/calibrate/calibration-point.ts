import type { MeasuredQuantity, ProfileParameters } from "../deployment/engine-profile.js";
import type { KernelTime } from "../kernels/kernel-time.js";
import { mixedStep, type DeploymentWork } from "../kernels/step.js";
import { predictReplica } from "../performance/predict-load.js";
import { servedLoad, type ServingRequest } from "../performance/predict-serving.js";
import { replicaOf } from "../performance/replica.js";
import type { ServingConstants } from "../performance/timing/serving-constants.js";

/** What was measured, each > 0. */
export type Measured = Readonly<Partial<Record<MeasuredQuantity, number>>>;

/** What is predicted; null without end. */
export type Predicted = Readonly<Record<MeasuredQuantity, number | null>>;

/** One observation, ready to be predicted many times. */
export interface CalibrationPoint {
  /** Its place in the list of observations. */
  readonly observation: number;
  /** How often it counts. */
  readonly count: number;
  readonly request: ServingRequest;
  readonly measured: Measured;
  /** Requests that the deployment runs at once at most. */
  readonly slots: number;
  /** Prediction by parameters of a profile. */
  readonly predict: (parameters: ProfileParameters) => Predicted;
}

/**
 * Prepares an observation: deployment, memory and kernel times are worked out once, so that a prediction is a few sums.
 *
 * @param observation - its place in the list.
 * @param request - what was deployed and asked.
 * @param measured - what was measured of it.
 * @param count - how often it counts.
 * @param constants - laws of kernels and timing of engines.
 * @returns the point.
 * @throws {@link InfrascaleError} see `predictServing`.
 */
export function calibrationPoint(
  observation: number,
  request: ServingRequest,
  measured: Measured,
  count: number,
  constants: ServingConstants,
): CalibrationPoint {
  const { replica, replicas, load, slots } = servedLoad(request, constants);
  const { deployment, lengths, timing } = replica;
  const kernelTimes = rememberedKernels((work) => mixedStep(timing.kernels, work));
  return {
    observation,
    count,
    request,
    measured,
    slots: replicas * replica.engines * slots,
    predict: (corrections) => {
      const { ttftSeconds, tpotSeconds, e2eSeconds, requestsPerSecond } = predictReplica(
        replicaOf(deployment, lengths, constants, { corrections, kernelTimes }),
        load,
        slots,
      );
      return {
        ttftSeconds,
        tpotSeconds,
        requestSeconds: e2eSeconds,
        outputTokensPerSecond: replicas * replica.engines * requestsPerSecond * lengths.output.mean,
      };
    },
  };
}

/** A load whose occupancy does not depend on times has three steps; open arrivals pass by many, which are not worth keeping. */
const MOST_REMEMBERED = 64;

/** Kernel times of steps, the first few computed once: a profile changes what an engine makes of them, never them. */
export function rememberedKernels(compute: (work: DeploymentWork) => KernelTime): (work: DeploymentWork) => KernelTime {
  const known: { readonly work: DeploymentWork; readonly time: KernelTime }[] = [];
  return (work) => {
    for (const entry of known) if (isSame(entry.work, work)) return entry.time;
    const time = compute(work);
    if (known.length < MOST_REMEMBERED) known.push({ work, time });
    return time;
  };
}

const isSame = (a: DeploymentWork, b: DeploymentWork): boolean =>
  a.sequences === b.sequences &&
  a.prompts === b.prompts &&
  a.promptTokens === b.promptTokens &&
  a.contextTokens === b.contextTokens &&
  a.tokensPerSequence === b.tokensPerSequence &&
  a.rankPrompts === b.rankPrompts;
