import { expertLayerCount, layerCount } from "../../catalog/model.js";
import type { KernelTime } from "../../kernels/kernel-time.js";
import type { Parallelism } from "../../deployment/memory/parallelism.js";
import type { SpeedProfile } from "../../kernels/speed-profile.js";
import type { StepWork } from "../../kernels/layer-work.js";
import { mixedStep } from "../../kernels/step.js";
import { IDENTITY_PARAMETERS, type ProfileParameters } from "./engine-profile.js";
import type { EngineTiming } from "./engine-timing.js";

/** Seconds of a step in service, by what they are spent on. */
export interface ServingStep extends KernelTime {
  /** Sum of the parts, seconds. */
  readonly seconds: number;
}

/** Guessing tokens ahead: a draft proposes some, one step verifies them. */
export interface Speculation {
  /** Tokens proposed in a step, integer >= 1. */
  readonly draftTokens: number;
  /** Probability that a proposed token is accepted when those before it were, in [0, 1). */
  readonly acceptanceRate: number;
}

/** What the times of a replica depend on. */
export interface ServingModel {
  readonly profile: SpeedProfile;
  readonly timing: EngineTiming;
  readonly speculation?: Speculation | undefined;
  /** What one's own load tests say beyond the constants; the identity when absent. */
  readonly corrections?: ProfileParameters | undefined;
  /** Kernel times of steps where they are at hand already; those of the laws when absent. */
  readonly kernelTimes?: ((work: StepWork) => KernelTime) | undefined;
}

/** Tokens of each request that go through a step: one, and those of the draft. */
const tokensPerSequence = (speculation: Speculation | undefined): number => 1 + (speculation?.draftTokens ?? 0);

/**
 * Tokens that a step yields for each request: $(1 - \alpha^{m+1}) / (1 - \alpha)$ with $m$ guessed ahead, one without.
 *
 * @param speculation - tokens guessed ahead.
 * @returns expected tokens per step, >= 1.
 */
export const tokensPerStep = (speculation: Speculation | undefined): number =>
  speculation === undefined ? 1 : (1 - speculation.acceptanceRate ** (speculation.draftTokens + 1)) / (1 - speculation.acceptanceRate);

/**
 * Seconds of a step that only decodes. With speculation it verifies the draft's tokens of every request: their products
 * have as many more rows, the cache is read once.
 *
 * @param model - constants of the replica.
 * @param running - requests that the replica runs, real, > 0.
 * @param contextTokens - tokens of each so far, mean.
 * @returns seconds, by parts.
 */
export function decodingStep(model: ServingModel, running: number, contextTokens: number): ServingStep {
  const { decodeFactor } = correctionsOf(model);
  return inService(decodingKernels(model, running, contextTokens), model, running, decodeFactor);
}

function decodingKernels(model: ServingModel, running: number, contextTokens: number): KernelTime {
  return kernelsOf(model, { sequences: running, contextTokens, tokensPerSequence: tokensPerSequence(model.speculation), prompts: 0, promptTokens: 1 });
}

/**
 * Seconds between two tokens of a request while no prompt is read: those of a step, and of the draft before it, shared
 * among the tokens that it yields.
 *
 * @param model - constants of the replica.
 * @param step - a step that only decodes.
 * @returns seconds per token, by parts.
 */
export function secondsPerDecodedToken({ profile, speculation }: ServingModel, step: ServingStep): ServingStep {
  if (speculation === undefined) return step;
  // A draft costs about as much as one layer of the model, once for each proposed token.
  const drafting = 1 + speculation.draftTokens / layerCount(profile.deployment.model);
  return scaled(step, drafting / tokensPerStep(speculation));
}

/**
 * Seconds of a step in which a replica reads prompts while others decode beside them.
 *
 * @param model - constants of the replica.
 * @param tokens - tokens of each prompt that are not cached, >= 1.
 * @param prompts - prompts, > 0.
 * @param decoding - requests that decode in the same step, >= 0; none in an engine that halts them meanwhile.
 * @param contextTokens - tokens of each of these so far, mean.
 * @returns seconds, by parts.
 */
export function secondsPerReading(model: ServingModel, tokens: number, prompts: number, decoding = 0, contextTokens = 1): ServingStep {
  const { profile, timing, speculation } = model;
  const kernels = kernelsOf(model, { sequences: decoding, contextTokens, tokensPerSequence: tokensPerSequence(speculation), prompts, promptTokens: tokens });
  const step = inService(kernels, model, decoding, readingFactor(model, kernels, decoding, contextTokens));
  // No sooner done than the host has launched the kernels of all layers with experts.
  const idle = Math.max(0, expertLayerCount(profile.deployment.model) * timing.expertLayerSeconds - step.seconds);
  return idle === 0 ? step : withTotal(step.computeSeconds, step.memorySeconds, step.communicationSeconds, step.overheadSeconds + idle);
}

/**
 * Share of the time of all layers that reading many prompts takes in a pipeline: stages read them one behind the other,
 * $(q + s - 1) / (q s)$ for $q$ prompts of a rank and $s$ stages.
 *
 * @param prompts - prompts of the deployment, >= 1.
 * @param parallelism - of the deployment.
 * @returns the share, in (0, 1].
 */
export function shareOfStages(prompts: number, { data, pipeline }: Parallelism): number {
  const own = Math.max(1, prompts / data);
  return (own + pipeline - 1) / (own * pipeline);
}

/**
 * Factor on the kernels of a step that reads prompts: of its time the prompts have what it takes beyond decoding,
 * $(\phi_{decode}\, t_{decode} + \phi_{prefill}\, (t_{mixed} - t_{decode})) / t_{mixed}$.
 */
function readingFactor(model: ServingModel, mixed: KernelTime, decoding: number, contextTokens: number): number {
  const { decodeFactor, prefillFactor } = correctionsOf(model);
  if (decoding === 0 || decodeFactor === prefillFactor) return prefillFactor;
  const mixedSeconds = onGpuSeconds(mixed);
  const decodeSeconds = Math.min(mixedSeconds, onGpuSeconds(decodingKernels(model, decoding, contextTokens)));
  return (decodeFactor * decodeSeconds + prefillFactor * (mixedSeconds - decodeSeconds)) / mixedSeconds;
}

/** Kernels without communication, seconds. */
const onGpuSeconds = ({ computeSeconds, memorySeconds, overheadSeconds }: KernelTime): number => computeSeconds + memorySeconds + overheadSeconds;

const correctionsOf = ({ corrections }: ServingModel): ProfileParameters => corrections ?? IDENTITY_PARAMETERS;

const kernelsOf = ({ profile, kernelTimes }: ServingModel, work: StepWork): KernelTime => (kernelTimes === undefined ? mixedStep(profile, work) : kernelTimes(work));

/** A step with what the engine adds to its kernels, these taken `factor` times. */
function inService(step: KernelTime, model: ServingModel, running: number, factor: number): ServingStep {
  const { profile: { deployment }, timing } = model;
  const { stepOverheadSeconds, requestOverheadSeconds, communicationFactor } = correctionsOf(model);
  const { tensor, data, pipeline } = deployment.parallelism;
  const own = running / data / pipeline;
  const perRequest = timing.requestSeconds + (tensor * data > 1 ? timing.parallelRequestSeconds : 0);
  const host = layerCount(deployment.model) * timing.layerSeconds + timing.stepSeconds + own * perRequest;
  // A profile takes no more from the host than it spends.
  const corrected = Math.max(0, host + stepOverheadSeconds + own * requestOverheadSeconds);
  const communication = step.communicationSeconds * timing.communicationFactor * communicationFactor;
  return withTotal(step.computeSeconds * factor, step.memorySeconds * factor, communication, step.overheadSeconds * factor + corrected);
}

const withTotal = (computeSeconds: number, memorySeconds: number, communicationSeconds: number, overheadSeconds: number): ServingStep => ({
  computeSeconds,
  memorySeconds,
  communicationSeconds,
  overheadSeconds,
  seconds: computeSeconds + memorySeconds + communicationSeconds + overheadSeconds,
});

const scaled = (step: ServingStep, factor: number): ServingStep =>
  withTotal(step.computeSeconds * factor, step.memorySeconds * factor, step.communicationSeconds * factor, step.overheadSeconds * factor);
