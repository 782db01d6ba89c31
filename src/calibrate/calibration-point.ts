import type { MeasuredQuantity, ProfileParameters } from "../performance/serving/engine-profile.js";
import { predictReplica } from "../performance/serving/predict-load.js";
import type { ServingConstants } from "../performance/serving/serving-constants.js";
import { servingReplica } from "../performance/serving/serving-replica.js";
import type { ServingRequest } from "../performance/serving/serving-request.js";
import type { KernelTime } from "../kernels/kernel-time.js";
import type { StepWork } from "../kernels/layer-work.js";
import type { SpeedProfile } from "../kernels/speed-profile.js";
import { mixedStep } from "../kernels/step.js";

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
export function calibrationPoint(observation: number, request: ServingRequest, measured: Measured, count: number, constants: ServingConstants): CalibrationPoint {
  const { model: { profile, timing, speculation }, load, lengths, slots, replicas } = servingReplica(request, constants);
  const kernelTimes = rememberedKernels(profile);
  return {
    observation,
    count,
    request,
    measured,
    predict: (corrections) => {
      const { ttftSeconds, tpotSeconds, requestSeconds, requestsPerSecond } = predictReplica({ profile, timing, speculation, corrections, kernelTimes }, load, lengths, slots);
      return { ttftSeconds, tpotSeconds, requestSeconds, outputTokensPerSecond: replicas * requestsPerSecond * lengths.outputTokens };
    },
  };
}

/** A load whose occupancy does not depend on times has three steps; open arrivals pass by many, which are not worth keeping. */
const MOST_REMEMBERED = 8;

/** Kernel times of steps, the first few computed once: a profile changes what an engine makes of them, never them. */
function rememberedKernels(profile: SpeedProfile): (work: StepWork) => KernelTime {
  const known: { readonly work: StepWork; readonly time: KernelTime }[] = [];
  return (work) => {
    for (const entry of known) if (isSame(entry.work, work)) return entry.time;
    const time = mixedStep(profile, work);
    if (known.length < MOST_REMEMBERED) known.push({ work, time });
    return time;
  };
}

const isSame = (a: StepWork, b: StepWork): boolean =>
  a.sequences === b.sequences && a.prompts === b.prompts && a.promptTokens === b.promptTokens && a.contextTokens === b.contextTokens && a.tokensPerSequence === b.tokensPerSequence;
