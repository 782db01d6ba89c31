import { maxUsers } from "infrascale/decide";
import { grainsWithin, inGrains, loadOf } from "./load.js";
import { requestOf } from "./named.js";
import type { FleetBears, FleetQuestion } from "./load-studies.js";

/** What `estimateGpus` is asked, the other way round: the most that so many GPUs bear. */
export async function fleetBears({ question, gpus, confidence }: FleetQuestion): Promise<FleetBears> {
  const request = await requestOf(question);
  const limit = maxUsers({ ...request, gpus }, { ...question.options, confidence });
  const { kind, grain } = loadOf(request);
  const rounded = (value: number | null): number | null =>
    value === null ? null : inGrains(grainsWithin(value, grain), grain);
  return {
    kind,
    gpus,
    most: rounded(limit.value),
    expected: rounded(limit.expected.value),
    confidence: limit.confidence,
    violated: limit.violated,
  };
}
