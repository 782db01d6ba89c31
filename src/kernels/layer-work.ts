import type { DenseFeedForward, LayerGroup, MixtureOfExperts } from "../catalog/model.js";
import { allReduceTime } from "./all-reduce.js";
import { elementwiseTime } from "./elementwise.js";
import { expertsTime } from "./experts.js";
import { NO_TIME, sumTimes, type KernelTime } from "./kernel-time.js";
import { mixerTime } from "./mixers.js";
import { ACTIVATION_BYTES, product } from "./product.js";
import type { GemmChoice, SpeedProfile } from "./speed-profile.js";
import { decodedTokens, stepTokens, type StepWork } from "./step-work.js";

/** Norm with residual reads the block's result and the residual and writes both back. */
const NORM_PASSES = 4;
const NORMS_PER_LAYER = 2;

/**
 * Time of one layer: mixer, feed-forward block, norms and the exchange between GPUs.
 *
 * @param group - a layer.
 * @param work - the step.
 * @param profile - constants of the deployment.
 * @returns seconds by parts.
 */
export function layerTime({ mixer, feedForward }: LayerGroup, work: StepWork, profile: SpeedProfile): KernelTime {
  const { parallelism, model } = profile.deployment;
  const tokens = stepTokens(work);
  const normBytes = NORM_PASSES * tokens * model.hiddenSize * ACTIVATION_BYTES;
  const norm = elementwiseTime(normBytes, profile.elementwise.addNorm, profile.bytesPerSecond);
  const exchange = allReduceTime(
    tokens * model.hiddenSize * ACTIVATION_BYTES,
    parallelism.tensor,
    profile.tensorGroup.measured,
  );
  const norms = (mixer === null ? 0 : 1) + (feedForward === null ? 0 : 1);
  const times: [number, KernelTime][] = [[Math.min(norms, NORMS_PER_LAYER), norm]];
  if (mixer !== null) times.push([1, exchange], [1, mixerTime(mixer).time(mixer, work, profile)]);
  if (feedForward?.kind === "dense")
    times.push([1, exchange], [1, denseBlock(feedForward, tokens, profile, profile.dense)]);
  if (feedForward?.kind === "experts") times.push([1, mixtureOfExperts(feedForward, work, profile)]);
  return sumTimes(times);
}

/** Gate and up projections, the activation between, and the down projection. */
function denseBlock(
  { intermediateSize, gated }: Pick<DenseFeedForward, "intermediateSize" | "gated">,
  tokens: number,
  profile: SpeedProfile,
  choice: GemmChoice,
): KernelTime {
  const { deployment, elementwise, bytesPerSecond } = profile;
  const { hiddenSize } = deployment.model;
  const localWidth = intermediateSize / deployment.parallelism.tensor;
  const inWidth = gated ? 2 * localWidth : localWidth;
  return sumTimes([
    [1, product(tokens, hiddenSize, inWidth, choice)],
    [1, elementwiseTime(tokens * (inWidth + localWidth) * ACTIVATION_BYTES, elementwise.activation, bytesPerSecond)],
    [1, product(tokens, localWidth, hiddenSize, choice)],
  ]);
}

/** Router, routed experts of all ranks' tokens, shared expert, and the exchange of their results. */
function mixtureOfExperts(block: MixtureOfExperts, work: StepWork, profile: SpeedProfile): KernelTime {
  const { deployment, plain, experts, expertGroup } = profile;
  const { hiddenSize } = deployment.model;
  const { tensor, data, expert } = deployment.parallelism;
  const { latentSize, gated } = block;
  const gpus = tensor * data;
  const rankTokens = stepTokens(work);
  const tokens = decodedTokens(work) * data + work.sharedPrompts * work.promptTokens;
  const shape = {
    tokens,
    experts: block.experts,
    expertsPerToken: block.expertsPerToken,
    hiddenSize: latentSize ?? hiddenSize,
    intermediateSize: block.expertIntermediateSize,
    matrices: gated ? 3 : 2,
    weightBytes: experts.weightBytes,
    expertGpus: expert,
    sliceGpus: Math.max(1, gpus / expert),
  };
  const latent = latentSize === undefined ? NO_TIME : product(rankTokens, hiddenSize, (2 * latentSize) / tensor, plain);
  const routed = expertsTime(shape, experts.constants, experts.peaks);
  return sumTimes([
    [1, product(rankTokens, hiddenSize, block.experts, plain)],
    [1, routed],
    [1, latent],
    [1, sharedExpert(block, rankTokens, routed, profile)],
    // With data ranks: all tokens are gathered before, and results scattered after; together as much as an all-reduce.
    [1, allReduceTime(tokens * hiddenSize * ACTIVATION_BYTES, gpus, expertGroup.measured)],
  ]);
}

/**
 * The shared expert runs in a stream beside the routed ones, or as one of them: its launches hide behind theirs, its arithmetic and traffic do not
 * (vllm-project/vllm#26440, sgl-project/sglang `num_fused_shared_experts`, TensorRT-LLM `maybe_execute_in_parallel`).
 */
function sharedExpert(
  { sharedIntermediateSize, gated }: MixtureOfExperts,
  tokens: number,
  routed: KernelTime,
  profile: SpeedProfile,
): KernelTime {
  if (sharedIntermediateSize <= 0) return NO_TIME;
  const own = denseBlock({ intermediateSize: sharedIntermediateSize, gated }, tokens, profile, profile.shared);
  return { ...own, overheadSeconds: Math.max(0, own.overheadSeconds - routed.overheadSeconds) };
}
