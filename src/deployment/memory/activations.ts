import type { Engine } from "../../catalog/engine.js";
import { hasDeltaNets, isPoolingModel, type MixtureOfExperts, type Model } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";
import { bytesFromGib } from "../../units.js";
import { expertGpus, type Parallelism } from "../parallelism.js";
import type { PipelineStage } from "./pipeline-stage.js";

/** What decides the activation peak. */
export interface ActivationOptions {
  readonly engine: Engine;
  readonly parallelism: Parallelism;
  /** Precision that the model computes in: 4 bytes for fp32, 2 for all others. */
  readonly weights: Precision;
  /** Requests that one step runs at most. */
  readonly maxNumSeqs: number;
  /** Tokens that one step runs at most. */
  readonly maxBatchedTokens: number;
  /** Tokens guessed ahead in a step. @defaultValue 0 */
  readonly draftTokens?: number;
  /** True when no encoder is loaded (`--language-model-only`). */
  readonly languageModelOnly?: boolean;
  /** Patches of images that one step encodes at most. @defaultValue 0 */
  readonly encodedPatches?: number;
}

/** Bytes of a logit, beside activations of $b$ bytes five times over, in the pass that rejects drafted tokens: two rows for each request. */
const REJECTION_BYTES_PER_LOGIT = 16;
/**
 * Peak of a profile run that encodes 16,384 tokens of images and keeps their outputs: vLLM 0.26 to 0.29 with the encoder of 0.46 B of
 * Qwen3.5 to 3.8, whatever the batch limit up to 256 (one server with and without encoder, another with 0.85 GiB of text alone). Its heads
 * and blocks are sharded: on two GPUs four servers agree with half of it.
 */
const ENCODER_PEAK_BYTES = bytesFromGib(1.9);

/** Elements of a patch that an encoder keeps at its peak: of its blocks in widths of the hidden activation, of the rest in those of the stream. */
const ENCODER_BLOCK_WIDTHS = 2;
const ENCODER_STREAM_WIDTHS = 6;

/**
 * Peak of activation memory, bytes of one GPU: the larger of sampling and the forward pass.
 *
 * With $S$ requests, $T$ tokens, vocabulary $V$, hidden size $H$, width $I$ (three of it when gated, else two), $b$ bytes
 * per activation, $k$ experts of width $I_e$ per token, and $c$ bytes per logit of the engine's sampler:
 *
 * $$ \text{sampler} = c S V + b T H + m, \qquad \text{forward} = b T (3 I / t + 2 H) \text{ or } 4 b T H + m, \qquad
 *    m = b T k (\max(2 I_e / t, H) + I_e / t) $$
 *
 * ($I_e$ in place of $2 I_e$ when not gated, the latent width in place of $H$ where experts work in one)
 * plus a constant. The sampler runs on the last pipeline stage, over the whole vocabulary at any tensor-parallel size, so it
 * sets the peak for vocabularies of 100,000 and more, whatever the size of the model. It does not depend on the context. With drafted
 * tokens $(5 b + 16) S V$ takes the place of $c S V$ where that is less. Encoders of images have a peak of their own: of $P$ patches in a
 * step $b P (2 I_v + 6 H_v) / t$, which makes 1.9 GiB of the 65,536 patches of 16,384 tokens of Qwen3.5, as measured.
 *
 * @param model - a model.
 * @param stage - a pipeline stage.
 * @param options - engine, parallelism, precision and batch limits.
 * @returns bytes per GPU.
 * @see vllm/v1/worker/gpu_model_runner.py (`profile_run`); 71 logs, median error 0.015 GiB. Engines of 2024 and 2025 with a
 * sampler other than PyTorch's stay up to 3 GiB below; encoders of other models than Qwen3.5 to 3.8 add 0.2-0.3 GiB. Gated delta nets
 * need 0.5-1 GiB more in long prompts than profiling finds (vllm-project/vllm#52872), and compressed attention has no formula.
 */
export function activationBytes(model: Model, stage: PipelineStage, options: ActivationOptions): number {
  const {
    engine,
    parallelism,
    weights,
    maxNumSeqs,
    maxBatchedTokens,
    draftTokens = 0,
    languageModelOnly = false,
    encodedPatches = 0,
  } = options;
  const { hiddenSize, vocabularySize } = model;
  const bytes = bytesPerElement(weights === "fp32" ? "fp32" : "bf16");
  let forward = 0;
  let workspace = 0;
  for (const { feedForward } of stage.layers) {
    if (feedForward === null) continue;
    if (feedForward.kind === "experts") {
      const kept = expertWorkspaceElements(feedForward, model, parallelism);
      workspace = Math.max(workspace, kept);
      forward = Math.max(forward, 4 * hiddenSize + kept);
    } else {
      const width = ((feedForward.gated ? 3 : 2) * feedForward.intermediateSize) / parallelism.tensor;
      forward = Math.max(forward, width + 2 * hiddenSize);
    }
  }
  const { samplerBytesPerLogit, floorBytes } = engine.memory.activations;
  const forwardBytes = bytes * maxBatchedTokens * forward;
  const logitBytes =
    draftTokens > 0
      ? Math.max(bytes + samplerBytesPerLogit, 5 * bytes + REJECTION_BYTES_PER_LOGIT)
      : bytes + samplerBytesPerLogit;
  const samplerBytes =
    (isPoolingModel(model) ? 0 : logitBytes * maxNumSeqs * vocabularySize) +
    bytes * maxBatchedTokens * (hiddenSize + workspace);
  const textBytes = (stage.last ? Math.max(samplerBytes, forwardBytes) : forwardBytes) + floorBytes;
  const encodes = stage.first && model.parameters.vision > 0 && hasDeltaNets(model) && !languageModelOnly;
  const { intermediateSize = 0, width = 0 } = (stage.first ? model.imageEncoder : undefined) ?? {};
  const imageBytes =
    (bytes * encodedPatches * (ENCODER_BLOCK_WIDTHS * intermediateSize + ENCODER_STREAM_WIDTHS * width)) /
    parallelism.tensor;
  return Math.max(textBytes, imageBytes, encodes ? ENCODER_PEAK_BYTES / parallelism.tensor : 0);
}

/** Elements per token of the workspace that a mixture keeps; none for 4-bit experts with kernels of their own (gpt-oss). */
function expertWorkspaceElements(
  feedForward: MixtureOfExperts,
  { hiddenSize, family }: Model,
  parallelism: Parallelism,
): number {
  if (/gpt-oss/i.test(family)) return 0;
  const { expertIntermediateSize, expertsPerToken, gated, latentSize = hiddenSize } = feedForward;
  const width = expertIntermediateSize / (parallelism.expert > 1 ? 1 : expertGpus(parallelism));
  return expertsPerToken * (Math.max(gated ? 2 * width : width, latentSize) + width);
}
