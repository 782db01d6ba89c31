import type { Gpu } from "../catalog/gpu.js";
import { hasLatentAttention, mixerRule, mixersOf } from "../catalog/mixers.js";
import { hasExperts, isPoolingModel, layerCount, type Model } from "../catalog/model.js";
import type { Parallelism } from "./parallelism.js";

const LARGEST_REPLICA = 64;

/**
 * GPUs that talk fast enough for tensor parallelism: the scale-up domain, or the server where cards only share PCIe; one where
 * nobody knows how they talk.
 *
 * @param gpu - a GPU.
 * @returns GPUs.
 */
export const tensorDomain = ({ interconnect, serverGpus }: Gpu): number =>
  interconnect.bytesPerSecond === null
    ? 1
    : Math.max(
        interconnect.domainGpus,
        interconnect.domainGpus > 1 && interconnect.domainGpus < serverGpus ? 1 : serverGpus,
        1,
      );

/**
 * The ways to spread one replica over S GPUs, the plainest first: tensor parallel within the fast domain, pipeline stages
 * across domains; for a mixture of experts also experts kept whole, and attention in data-parallel ranks where it would
 * be replicated anyhow. A size that is no power of two (6) has the largest tensor size that divides it and the heads.
 *
 * @param model - a model.
 * @param gpu - a GPU.
 * @param gpus - S, integer >= 1.
 * @returns splits; none when the heads cannot be divided.
 */
export function splitsOf(model: Model, gpu: Gpu, gpus: number): readonly Parallelism[] {
  const tensor = tensorSize(model, gpu, gpus);
  const pipeline = gpus / tensor;
  const mostStages = isPoolingModel(model) ? 1 : layerCount(model);
  if (!Number.isInteger(pipeline) || pipeline > mostStages || !dividesHeads(model, tensor)) return [];
  const splits: Parallelism[] = [{ tensor, pipeline, expert: 1, data: 1 }];
  if (hasExperts(model) && tensor > 1) {
    splits.push({ tensor, pipeline, expert: tensor, data: 1 });
    if (hasLatentAttention(model)) splits.push({ tensor: 1, pipeline, expert: tensor, data: tensor });
  }
  return splits;
}

/**
 * Sizes of a replica that can be split: powers of two up to 64.
 *
 * @param model - a model.
 * @param gpu - a GPU.
 * @returns sizes, ascending, at least one.
 */
export function replicaSizes(model: Model, gpu: Gpu): readonly number[] {
  const sizes: number[] = [];
  for (let size = 1; size <= LARGEST_REPLICA; size *= 2) if (splitsOf(model, gpu, size).length > 0) sizes.push(size);
  return sizes.length > 0 ? sizes : [1];
}

function tensorSize(model: Model, gpu: Gpu, gpus: number): number {
  const domain = tensorDomain(gpu);
  if (Number.isInteger(Math.log2(gpus))) return Math.min(gpus, largestPowerOfTwo(domain));
  for (let size = Math.min(gpus, domain); size > 1; size--)
    if (gpus % size === 0 && dividesHeads(model, size)) return size;
  return 1;
}

const largestPowerOfTwo = (most: number): number => 2 ** Math.floor(Math.log2(most));

function dividesHeads(model: Model, tensor: number): boolean {
  return mixersOf(model).every((mixer) => {
    const { heads = tensor, keyValueHeads: shared = tensor } = mixerRule(mixer).sizes(mixer);
    return heads % tensor === 0 && (shared % tensor === 0 || tensor % shared === 0);
  });
}
