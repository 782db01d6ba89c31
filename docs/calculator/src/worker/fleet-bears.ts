import { estimateGpus } from "infrascale";
import { maxUsers } from "infrascale/decide";
import { grainsWithin, inGrains, loadOf } from "./load.js";
import { requestOf } from "./named.js";
import type { FleetBears, FleetQuestion, LeastLoad } from "./load-studies.js";

/** What `estimateGpus` is asked, the other way round: the most that so many GPUs bear. */
export async function fleetBears({ question, gpus, confidence }: FleetQuestion): Promise<FleetBears> {
  const request = await requestOf(question);
  const options = { ...question.options, confidence };
  const limit = maxUsers({ ...request, gpus }, options);
  const { kind, grain, at } = loadOf(request);
  const rounded = (value: number | null): number | null =>
    value === null ? null : inGrains(grainsWithin(value, grain), grain);
  const leastLoad = (): LeastLoad => {
    const estimate = estimateGpus(at(grain), options);
    return { load: grain, gpus: estimate.status === "feasible" ? estimate.gpus : null };
  };
  return {
    kind,
    gpus,
    most: rounded(limit.value),
    expected: rounded(limit.expected.value),
    confidence: limit.confidence,
    violated: limit.violated,
    least: limit.value === null ? leastLoad() : null,
  };
}
