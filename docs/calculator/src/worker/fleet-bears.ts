import { maxUsers } from "infrascale/decide";
import { loadOf } from "./load.js";
import { requestOf } from "./named.js";
import type { FleetBears, FleetQuestion } from "./protocol.js";

/** What `estimateGpus` is asked, the other way round: the most that so many GPUs bear. */
export async function fleetBears({ question, gpus, confidence }: FleetQuestion): Promise<FleetBears> {
  const request = await requestOf(question);
  const limit = maxUsers({ ...request, gpus }, { ...question.options, confidence });
  return {
    kind: loadOf(request).kind,
    gpus,
    most: limit.value,
    expected: limit.expected.value,
    confidence: limit.confidence,
    violated: limit.violated,
  };
}
