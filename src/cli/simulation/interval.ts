import { predictServing, resolveWorkload } from "../../index.js";
import type { SimulationRequest } from "../../simulate.js";
import { sourceOf } from "../../workload/loads.js";

/** Intervals that a run has, at least: two for each column of a plot. */
const INTERVALS = 140;

/** Round lengths, times a power of ten. */
const ROUND = [5, 2, 1] as const;

/**
 * Length of the intervals of a time series, a round number of seconds: short enough for a run that is over as soon as its
 * requests have come and a fleet that is never idle has served them.
 *
 * @param request - a fleet and its traffic.
 * @param requests - how many come.
 * @returns seconds.
 */
export function intervalSeconds(request: SimulationRequest, requests: number): number {
  const { workload, trace } = request;
  const { inputTokens, outputTokens } =
    workload === undefined
      ? { inputTokens: mean(trace?.inputTokens ?? []), outputTokens: mean(trace?.outputTokens ?? []) }
      : resolveWorkload(workload);
  const { model, gpu, engine, precision, parallelism, settings, replicas } = request;
  const { requestsPerSecond } = predictServing({
    model,
    gpu,
    inputTokens,
    outputTokens,
    load: { kind: "burst" },
    ...(engine === undefined ? {} : { engine }),
    ...(precision === undefined ? {} : { precision }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(settings === undefined ? {} : { settings }),
    ...(replicas === undefined ? {} : { replicas }),
  });
  return roundDown(Math.max(comingSeconds(request, requests), requests / requestsPerSecond) / INTERVALS);
}

/** Within which requests come, as far as it does not depend on answers. */
function comingSeconds({ workload, trace }: SimulationRequest, requests: number): number {
  if (workload === undefined) return trace?.arrivalSeconds[requests - 1] ?? 0;
  const source = sourceOf(resolveWorkload(workload).arrivals);
  return "users" in source ? (requests / source.users) * source.thinkSeconds : requests / source.requestsPerSecond;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum / values.length;
}

function roundDown(seconds: number): number {
  const power = 10 ** Math.floor(Math.log10(seconds));
  return power * (ROUND.find((step) => step * power <= seconds) ?? 1);
}
