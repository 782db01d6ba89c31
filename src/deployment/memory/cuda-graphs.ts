import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { hasExperts, hasLatentAttention, layerCount, type Model } from "../../catalog/model.js";
import { isAmd } from "./non-torch.js";
import { visibleMemoryBytes } from "./visible-memory.js";

/**
 * Memory of captured CUDA graphs, bytes of one GPU, at the default list of capture sizes:
 * $G = g_0 + g_L L + g_x [\text{experts or latent attention}]$ for $L$ layers, scaled on GPUs of large memory.
 *
 * It holds to about 0.1 GiB on an H100 and to half of itself elsewhere; longer capture lists cost more.
 *
 * @param model - a model.
 * @param engine - an engine.
 * @param gpu - a GPU.
 * @param pipeline - pipeline stages; each captures its own layers.
 * @returns bytes per GPU.
 */
export function cudaGraphBytes(model: Model, engine: Engine, gpu: Gpu, pipeline: number): number {
  const { baseBytes, perLayerBytes, expertsOrLatentBytes, largeMemory, amdBytes } = engine.memory.graphs;
  if (isAmd(gpu)) return amdBytes;
  const latent = hasLatentAttention(model);
  const layers = Math.ceil(layerCount(model) / pipeline);
  const bytes = baseBytes + perLayerBytes * layers + (latent || hasExperts(model) ? expertsOrLatentBytes : 0);
  if (visibleMemoryBytes(gpu) < largeMemory.minVisibleBytes) return bytes;
  return bytes * largeMemory.factor + (latent ? largeMemory.latentBytes : 0);
}
