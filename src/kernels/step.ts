import { isPoolingModel } from "../catalog/model.js";
import { allReduceTime } from "./all-reduce.js";
import { gemmTime } from "./gemm.js";
import type { ConstantsSource } from "./kernel-choice.js";
import { sumTimes, totalSeconds, type KernelTime } from "./kernel-time.js";
import { layerTime } from "./layer-work.js";
import { joinedGpus, networkMessage, replicaServers } from "./network.js";
import { ACTIVATION_BYTES } from "./product.js";
import type { SpeedProfile } from "./speed-profile.js";
import { decodedTokens, stepTokens, type StepWork } from "./step-work.js";

/** Time of one step of a deployment. */
export interface StepTime extends KernelTime {
  /** Sum of the parts, seconds. */
  readonly seconds: number;
  /** Where the least certain of the constants comes from. */
  readonly source: ConstantsSource;
}

/**
 * Time of one decoding step: every sequence gets one token.
 *
 * $$ t = \sum_{layers} t_{layer}(b, c) + t_{head}(b) $$
 *
 * In a pipeline of s stages the batch is a share of the sequences, its hidden states go over s - 1 links, and the stage with the head, which
 * is the slowest, is waited for as often as batches are under way.
 *
 * Nothing is added for the host: with CUDA graphs and overlapped scheduling it hides behind the GPU.
 *
 * @param profile - constants of a deployment.
 * @param sequences - b: sequences of the deployment, > 0.
 * @param contextTokens - c: tokens of each so far, mean, >= 1.
 * @returns seconds, by parts.
 */
export const decodeStep = (profile: SpeedProfile, sequences: number, contextTokens: number): StepTime =>
  mixedStep(profile, { sequences, contextTokens, tokensPerSequence: 1, prompts: 0, promptTokens: 1 });

/**
 * Time of reading prompts in one step. Chunks are not told apart: products grow in proportion to tokens once there are a
 * few hundred.
 *
 * @param profile - constants of a deployment.
 * @param tokens - T: tokens of each prompt, >= 1.
 * @param prompts - prompts that are read together, > 0.
 * @returns seconds, by parts.
 */
export const prefillStep = (profile: SpeedProfile, tokens: number, prompts = 1): StepTime =>
  mixedStep(profile, { sequences: 0, contextTokens: 1, tokensPerSequence: 1, prompts, promptTokens: tokens });

/** Work of one step of a deployment: of all data-parallel ranks, and of the batch in a pipeline that takes longest. */
export interface DeploymentWork extends Pick<
  StepWork,
  "sequences" | "contextTokens" | "tokensPerSequence" | "promptTokens"
> {
  /** q: prompts that are read, of all ranks, >= 0. */
  readonly prompts: number;
  /** Prompts of the rank that reads most of them; an even share, one at least, when absent. */
  readonly rankPrompts?: number;
}

/**
 * Time of a step that decodes sequences and reads prompts, as engines mix them: weights are read once for both, and their
 * kernels are launched once.
 *
 * Every rank has an even share of the sequences. Prompts come to ranks as they come: the step lasts as long as the rank that
 * reads most of them, and only the experts' work is shared by all. Batches in a pipeline have an equal share of the sequences
 * each, one at least, and a token passes all stages.
 *
 * @param profile - constants of a deployment.
 * @param work - of the whole deployment.
 * @returns seconds, by parts.
 */
export function mixedStep(
  profile: SpeedProfile,
  { sequences, contextTokens, tokensPerSequence, prompts, promptTokens, rankPrompts }: DeploymentWork,
): StepTime {
  const { data, pipeline } = profile.deployment.parallelism;
  const share = sequences / data;
  const own = rankPrompts ?? Math.max(Math.min(1, prompts), prompts / data);
  return stepTime(
    profile,
    {
      sequences: Math.max(Math.min(1, share), share / pipeline),
      contextTokens,
      tokensPerSequence,
      prompts: own,
      promptTokens,
      sharedPrompts: Math.max(own, prompts),
    },
    Math.min(pipeline, Math.max(1, share)),
  );
}

/** Time of one batch through all layers. Of a pipeline, `batches` are under way at once, each in a stage of its own. */
function stepTime(profile: SpeedProfile, work: StepWork, batches: number): StepTime {
  const { model, parallelism } = profile.deployment;
  const times: [number, KernelTime][] = model.layers.map((group) => [group.count, layerTime(group, work, profile)]);
  const tokens = stepTokens(work);
  // The table of embeddings is split by words: its look-ups are summed over the GPUs.
  times.push([
    1,
    allReduceTime(tokens * model.hiddenSize * ACTIVATION_BYTES, parallelism.tensor, profile.tensorGroup.measured),
  ]);
  times.push(...handOverTimes(profile, tokens * model.hiddenSize * ACTIVATION_BYTES));
  // The stage with the head is the slowest: each batch waits until it has done with those of all other stages.
  if (!isPoolingModel(model)) times.push([batches, headTime(profile, decodedTokens(work) + work.prompts)]);
  return withTotal(sumTimes(times), profile.source);
}

/**
 * Messages from each stage of a pipeline to the next, of the hidden states of a batch: every GPU of a stage sends its share. Where the replica
 * spans several servers, as many messages less one go over their network, or all where a stage alone spans several.
 */
function handOverTimes(
  { deployment, nextStage }: SpeedProfile,
  bytes: number,
): readonly [count: number, time: KernelTime][] {
  const { gpu, parallelism } = deployment;
  const { tensor, pipeline, data } = parallelism;
  if (pipeline === 1) return [];
  const crossings = tensor * data > joinedGpus(gpu) ? pipeline - 1 : replicaServers(gpu, parallelism) - 1;
  return [
    [pipeline - 1 - crossings, allReduceTime(bytes / tensor, 2, nextStage.measured)],
    [crossings, allReduceTime(bytes / tensor, 2, [networkMessage(gpu)])],
  ];
}

/** Output head: for the last token of each sequence only. */
function headTime({ plain, deployment }: SpeedProfile, sequences: number): KernelTime {
  const { hiddenSize, vocabularySize } = deployment.model;
  const shape = {
    tokens: sequences,
    inputs: hiddenSize,
    outputs: vocabularySize / deployment.parallelism.tensor,
    weightBytes: plain.weightBytes,
    activationBytes: plain.activationBytes,
  };
  return gemmTime(shape, plain.constants, plain.peaks);
}

const withTotal = (time: KernelTime, source: ConstantsSource): StepTime => ({
  computeSeconds: time.computeSeconds,
  memorySeconds: time.memorySeconds,
  communicationSeconds: time.communicationSeconds,
  overheadSeconds: time.overheadSeconds,
  seconds: totalSeconds(time),
  source,
});
