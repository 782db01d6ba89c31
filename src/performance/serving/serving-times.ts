import { layerCount } from "../../catalog/model.js";
import type { KernelTime } from "../speed/kernel-time.js";
import { totalSeconds } from "../speed/kernel-time.js";
import type { SpeedProfile } from "../speed/speed-profile.js";
import { decodeStep, prefillStep } from "../speed/step.js";
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
}

/**
 * Seconds between two tokens of a request while nothing is prefilled.
 *
 * With speculation a step verifies the draft's tokens of every sequence, and yields
 * $(1 - \alpha^{m+1}) / (1 - \alpha)$ tokens of each.
 *
 * @param model - constants of the replica.
 * @param running - requests that the replica runs, real, > 0.
 * @param contextTokens - tokens of each so far, mean.
 * @returns seconds per token, by parts.
 */
export function secondsPerDecodedToken(model: ServingModel, running: number, contextTokens: number): ServingStep {
  const { profile, timing, speculation } = model;
  if (speculation === undefined) return inService(decodeStep(profile, running, contextTokens), profile, timing, running);
  const { draftTokens, acceptanceRate } = speculation;
  const verified = draftTokens + 1;
  // As many rows as tokens are verified, while the cache is read once for all tokens of a sequence.
  const step = inService(decodeStep(profile, running * verified, contextTokens / verified), profile, timing, running);
  const yielded = (1 - acceptanceRate ** verified) / (1 - acceptanceRate);
  // A draft layer costs about as much as one layer of the model, once for each proposed token.
  const drafting = 1 + draftTokens / layerCount(profile.deployment.model);
  return scaled(step, drafting / yielded);
}

/**
 * Seconds in which a replica reads one prompt, as other requests feel it: with data-parallel ranks it holds up one of them.
 *
 * @param model - constants of the replica.
 * @param tokens - tokens that are not cached, >= 1.
 * @returns seconds, by parts.
 */
export function secondsPerPrompt({ profile, timing }: ServingModel, tokens: number): ServingStep {
  return inService(prefillStep(profile, tokens), profile, timing, 0);
}

/**
 * Seconds in which a replica reads the prompts of a whole batch at once.
 *
 * @param model - constants of the replica.
 * @param tokens - tokens of each prompt, >= 1.
 * @param prompts - prompts, > 0.
 * @returns seconds, by parts.
 */
export function secondsPerPromptBatch({ profile, timing }: ServingModel, tokens: number, prompts: number): ServingStep {
  return inService(prefillStep(profile, tokens, prompts), profile, timing, prompts);
}

/** A step with what the engine adds to its kernels. */
function inService(step: KernelTime, { deployment }: SpeedProfile, timing: EngineTiming, running: number): ServingStep {
  const { tensor, data, pipeline } = deployment.parallelism;
  const own = running / data / pipeline;
  const perRequest = timing.requestSeconds + (tensor * data > 1 ? timing.parallelRequestSeconds : 0);
  const host = layerCount(deployment.model) * timing.layerSeconds + timing.stepSeconds + own * perRequest;
  return withTotal({
    ...step,
    communicationSeconds: step.communicationSeconds * timing.communicationFactor,
    overheadSeconds: step.overheadSeconds + host,
  });
}

const withTotal = ({ computeSeconds, memorySeconds, communicationSeconds, overheadSeconds }: KernelTime): ServingStep => {
  const parts = { computeSeconds, memorySeconds, communicationSeconds, overheadSeconds };
  return { ...parts, seconds: totalSeconds(parts) };
};

const scaled = (step: ServingStep, factor: number): ServingStep =>
  withTotal({
    computeSeconds: step.computeSeconds * factor,
    memorySeconds: step.memorySeconds * factor,
    communicationSeconds: step.communicationSeconds * factor,
    overheadSeconds: step.overheadSeconds * factor,
  });
