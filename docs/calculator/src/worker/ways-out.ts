import { estimateGpus, gpus, InfrascaleError, type EstimateRequest } from "infrascale";
import type { Question } from "../scenario/question.js";
import { listedGpu } from "./catalogue.js";
import { requestOf } from "./named.js";
import type { WayOut } from "./protocol.js";

const MOST_WAYS = 3;

/** The first GPUs that are tried: those with the fastest memory, which most often do what others cannot. */
const fastest = [...gpus]
  .sort((one, other) => other.memoryBandwidthBytesPerSecond - one.memoryBandwidthBytesPerSecond)
  .slice(0, 8);

/**
 * Up to three changes with which some number of GPUs does: the limit that has to move, fewer bytes for each weight, another GPU.
 *
 * @param question - one that no number of GPUs answers.
 * @returns changes, the smallest first.
 */
export async function waysOut(question: Question): Promise<readonly WayOut[]> {
  const request = await requestOf(question);
  const gpusFor = (changed: EstimateRequest): number | null => {
    try {
      const estimate = estimateGpus(changed, question.options);
      return estimate.status === "feasible" ? estimate.gpus : null;
    } catch (error) {
      if (error instanceof InfrascaleError) return null;
      throw error;
    }
  };
  const ways: WayOut[] = [];
  const asked = estimateGpus(request, question.options);
  if (asked.status === "feasible") return ways;
  const [change, ...others] = asked.nearest.changes;
  if (change?.side === "limit" && others.length === 0)
    ways.push({
      kind: "limit",
      constraint: change.constraint,
      unit: change.unit,
      to: change.to,
      gpus: asked.nearest.gpus,
    });
  for (const weights of ["fp8", "int4"] as const) {
    const needed = gpusFor({ ...request, precision: { ...request.precision, weights } });
    if (needed !== null) {
      ways.push({ kind: "weights", weights, gpus: needed });
      break;
    }
  }
  for (const gpu of fastest) {
    if (ways.length >= MOST_WAYS) break;
    const needed = gpu.id === asked.gpu ? null : gpusFor({ ...request, gpu: gpu.id });
    if (needed !== null) ways.push({ kind: "gpu", gpu: listedGpu(gpu), gpus: needed });
    if (needed !== null) break;
  }
  return ways;
}
