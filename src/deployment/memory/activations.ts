import type { Engine } from "../../catalog/engine.js";
import type { MixtureOfExperts, Model } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";
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
}

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
 * sets the peak for vocabularies of 100,000 and more, whatever the size of the model. It does not depend on the context.
 *
 * @param model - a model.
 * @param stage - a pipeline stage.
 * @param options - engine, parallelism, precision and batch limits.
 * @returns bytes per GPU.
 * @see vllm/v1/worker/gpu_model_runner.py (`profile_run`); 71 logs, median error 0.015 GiB. Engines of 2024 and 2025 with a
 * sampler other than PyTorch's stay up to 3 GiB below; vision encoders add 0.2-0.3 GiB.
 */
export function activationBytes(model: Model, stage: PipelineStage, options: ActivationOptions): number {
  const { engine, parallelism, weights, maxNumSeqs, maxBatchedTokens } = options;
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
  const samplerBytes =
    (bytes + samplerBytesPerLogit) * maxNumSeqs * vocabularySize + bytes * maxBatchedTokens * (hiddenSize + workspace);
  return (stage.last ? Math.max(samplerBytes, forwardBytes) : forwardBytes) + floorBytes;
}

/** Elements per token of the workspace that a mixture keeps; none for 4-bit experts with kernels of their own (gpt-oss). */
function expertWorkspaceElements(feedForward: MixtureOfExperts, { hiddenSize, family }: Model, parallelism: Parallelism): number {
  if (/gpt-oss/i.test(family)) return 0;
  const { expertIntermediateSize, expertsPerToken, gated, latentSize = hiddenSize } = feedForward;
  const width = expertIntermediateSize / (parallelism.expert > 1 ? 1 : expertGpus(parallelism));
  return expertsPerToken * (Math.max(gated ? 2 * width : width, latentSize) + width);
}
