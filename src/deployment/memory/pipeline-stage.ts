import { layerCount, type LayerGroup, type Model } from "../../catalog/model.js";

/** One stage of a pipeline: its layers, and whether it embeds the input or makes the logits. */
export interface PipelineStage {
  readonly layers: readonly LayerGroup[];
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * Splits a model into the stages of a pipeline.
 *
 * Layers are shared out evenly; those that remain go to the stages before the last (which has the output head), as in
 * vllm/distributed/utils.py (`get_pp_indices`). Layers of several shapes are taken to alternate, so that each stage gets
 * its share of every shape.
 *
 * @param model - a model.
 * @param pipeline - number of stages, integer >= 1 and at most the number of layers.
 * @returns the stages in order.
 */
export function pipelineStages(model: Model, pipeline: number): PipelineStage[] {
  if (pipeline === 1) return [{ layers: model.layers, first: true, last: true }];
  const total = layerCount(model);
  const sizes = Array.from({ length: pipeline }, () => Math.floor(total / pipeline));
  const remaining = total % pipeline;
  for (let i = 2; i < remaining + 2; i++) {
    const stage = pipeline - i;
    sizes[stage] = (sizes[stage] ?? 0) + 1;
  }
  const stages: PipelineStage[] = [];
  let begin = 0;
  for (const [index, size] of sizes.entries()) {
    const end = begin + size;
    const layers = model.layers
      .map((group) => ({ ...group, count: shareUpTo(group.count, end, total) - shareUpTo(group.count, begin, total) }))
      .filter(({ count }) => count > 0);
    stages.push({ layers, first: index === 0, last: index === pipeline - 1 });
    begin = end;
  }
  return stages;
}

const shareUpTo = (count: number, layer: number, total: number): number => Math.round((count * layer) / total);
