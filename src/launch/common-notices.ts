import { mixerRule, mixersOf } from "../catalog/mixers.js";
import type { Model } from "../catalog/model.js";
import type { DeploymentPrecision } from "../deployment/formats.js";
import type { Parallelism } from "../deployment/parallelism.js";
import { notice, type LaunchNotice } from "./notice.js";

/** Weights that share a scale of block FP8, in each direction. */
const BLOCK = 128;

/**
 * What engines refuse of a split, whichever they are: heads that cannot be shared evenly, and blocks of FP8 weights cut within.
 *
 * @see vllm-project/vllm vllm/model_executor/layers/quantization/utils/fp8_utils.py (`validate_fp8_block_shape`), fp8.py; the same check in
 * SGLang. Qwen3-235B-FP8: 1536 over 8 GPUs are 192.
 */
export const splitNotices = (
  model: Model,
  parallelism: Parallelism,
  { weights, scaling }: DeploymentPrecision,
): readonly LaunchNotice[] => [
  ...unevenHeads(model, parallelism),
  ...(weights === "fp8" && scaling === "block" ? cutBlocks(model, parallelism) : []),
];

function unevenHeads(model: Model, { tensor }: Parallelism): readonly LaunchNotice[] {
  const uneven = mixersOf(model)
    .map((mixer) => mixerRule(mixer).sizes(mixer).keyValueHeads)
    .find((heads) => heads !== undefined && heads % tensor !== 0 && tensor % heads !== 0);
  return uneven === undefined ? [] : [notice("key-value-heads", { heads: uneven, tensor })];
}

function cutBlocks({ layers }: Model, { tensor, data, expert }: Parallelism): readonly LaunchNotice[] {
  const shares = layers.flatMap(({ feedForward }) =>
    feedForward === null
      ? []
      : feedForward.kind === "experts"
        ? [{ width: feedForward.expertIntermediateSize, gpus: expert > 1 ? 1 : tensor * data }]
        : [{ width: feedForward.intermediateSize, gpus: tensor }],
  );
  const cut = shares.find(({ width, gpus }) => gpus > 1 && (width / gpus) % BLOCK !== 0);
  return cut === undefined ? [] : [notice("cut-blocks", { ...cut, blockSize: BLOCK })];
}
