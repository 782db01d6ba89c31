import { allReduceTime } from "./all-reduce.js";
import { gemmTime } from "./gemm.js";
import type { Calibration } from "./kernel-choice.js";
import { sumTimes, totalSeconds, type KernelTime } from "./kernel-time.js";
import { layerTime, stepTokens, type StepWork } from "./layer-work.js";
import type { SpeedProfile } from "./speed-profile.js";

/** Time of one step of a deployment. */
export interface StepTime extends KernelTime {
  /** Sum of the parts, seconds. */
  readonly seconds: number;
  /** Where the least certain of the constants comes from. */
  readonly source: Calibration;
}

/** Lengths of requests, tokens. */
export interface RequestLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const ACTIVATION_BYTES = 2;

/**
 * Time of one decoding step: every sequence gets one token.
 *
 * $$ t = \sum_{layers} t_{layer}(b, c) + t_{head}(b) $$
 *
 * Nothing is added for the host: with CUDA graphs and overlapped scheduling it hides behind the GPU. Sequences are shared
 * evenly over data-parallel ranks; stages of a pipeline work on an equal share of the batch each, and a token passes all
 * of them.
 *
 * @param profile - constants of a deployment.
 * @param sequences - b: sequences of the deployment, > 0.
 * @param contextTokens - c: tokens of each so far, mean, >= 1.
 * @returns seconds, by parts.
 */
export function decodeStep(profile: SpeedProfile, sequences: number, contextTokens: number): StepTime {
  const { data, pipeline } = profile.deployment.parallelism;
  return stepTime(profile, { kind: "decode", sequences: sequences / data / pipeline, contextTokens });
}

/**
 * Time of reading prompts in one step. Chunks are not told apart: products grow in proportion to tokens once there are a
 * few hundred.
 *
 * @param profile - constants of a deployment.
 * @param tokens - T: tokens of each prompt, >= 1.
 * @param sequences - prompts that are read together, > 0.
 * @returns seconds, by parts.
 */
export function prefillStep(profile: SpeedProfile, tokens: number, sequences = 1): StepTime {
  // A single prompt keeps one rank busy while the others wait for it at the experts.
  const perRank = Math.max(Math.min(1, sequences), sequences / profile.deployment.parallelism.data);
  return stepTime(profile, { kind: "prefill", sequences: perRank, tokens });
}

/**
 * Time per output token in a closed loop: a decoding step, and the share of the other requests' prompts that interrupt it.
 *
 * $$ t = t_{decode}(b, n_{in} + n_{out}/2) + \frac{b - 1}{n_{out}}\, t_{prefill}(n_{in}) $$
 *
 * @param profile - constants of a deployment.
 * @param requests - b: requests in flight, >= 1.
 * @param lengths - tokens of a request.
 * @returns seconds, by parts.
 */
export function closedLoopTokenTime(profile: SpeedProfile, requests: number, { inputTokens, outputTokens }: RequestLengths): StepTime {
  const decode = decodeStep(profile, requests, inputTokens + outputTokens / 2);
  const prefill = prefillStep(profile, inputTokens);
  return withTotal(sumTimes([[1, decode], [Math.max(0, requests - 1) / outputTokens / profile.deployment.parallelism.data, prefill]]), profile.source);
}

/**
 * Time per output token of a static batch, whose prompts are all read before.
 *
 * $$ t = t_{decode}(b, n_{in} + n_{out}/2) $$
 *
 * @param profile - constants of a deployment.
 * @param requests - b: requests of the batch, >= 1.
 * @param lengths - tokens of a request.
 * @returns seconds, by parts.
 */
export const staticBatchTokenTime = (profile: SpeedProfile, requests: number, { inputTokens, outputTokens }: RequestLengths): StepTime =>
  decodeStep(profile, requests, inputTokens + outputTokens / 2);

function stepTime(profile: SpeedProfile, work: StepWork): StepTime {
  const { model, parallelism } = profile.deployment;
  const times: [number, KernelTime][] = model.layers.map((group) => [group.count, layerTime(group, work, profile)]);
  const tokens = stepTokens(work);
  // The table of embeddings is split by words: its look-ups are summed over the GPUs.
  times.push([1, allReduceTime(tokens * model.hiddenSize * ACTIVATION_BYTES, parallelism.tensor, profile.tensorGroup.measured)], [1, headTime(profile, work.sequences)]);
  return withTotal(sumTimes(times), profile.source);
}

/** Output head: for the last token of each sequence only. */
function headTime({ plain, deployment }: SpeedProfile, sequences: number): KernelTime {
  const { hiddenSize, vocabularySize } = deployment.model;
  const shape = { tokens: sequences, inputs: hiddenSize, outputs: vocabularySize / deployment.parallelism.tensor, weightBytes: plain.weightBytes, activationBytes: plain.activationBytes };
  return gemmTime(shape, plain.constants, plain.peaks);
}

const withTotal = (time: KernelTime, source: Calibration): StepTime => ({ ...time, seconds: totalSeconds(time), source });
