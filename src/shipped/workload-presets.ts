import presetEntries from "../../catalogs/workloads.json" with { type: "json" };
import { InfrascaleError } from "../errors.js";
import { checkObject } from "../internal/check.js";
import type { WorkloadPreset } from "../workload/preset.js";
import type { RequestLengths } from "../workload/request-lengths.js";
import { resolveWorkload } from "../workload/resolve-workload.js";
import type { Targets } from "../workload/targets.js";
import type { Workload, WorkloadLoad } from "../workload/workload.js";
import { namedRule } from "../rules/named.js";

/** Kinds of traffic that are known by name, each figure with its source in `infrascale/catalogs/workloads.json`. */
export const workloadPresets: readonly WorkloadPreset[] = presetEntries;

/**
 * A workload of a known kind: its lengths and prefix cache, with its time to think where users ask, or the variation of its
 * arrivals where a rate is given. Whatever is named in the second argument counts instead. The preset's peak factor is not
 * applied: figures are taken for those of the peak unless `peakFactor` says otherwise.
 *
 * @param id - `chat`, `long-chat`, `rag`, `summarisation`, `code-completion`, `coding-agent`, `reasoning` or `batch`.
 * @param load - users, requests in flight or a rate, and what differs from the preset.
 * @returns a workload for `estimateGpus` or `simulate`.
 * @throws {@link InfrascaleError} `unknown-id`, `invalid-type`, `out-of-range`, or `contradictory-workload` for users of traffic that has none.
 * @example
 * ```ts
 * import { presetWorkload } from "infrascale";
 *
 * presetWorkload("rag", { concurrentUsers: 200 }); // => { inputTokens: { mean: 2944, cv: 0.34 }, outputTokens: { mean: 283, cv: 0.7 }, prefixCacheHitRate: 0, thinkSeconds: 58, concurrentUsers: 200 }
 * ```
 */
export function presetWorkload(id: string, load: Partial<RequestLengths> & WorkloadLoad): Workload {
  const given = checkObject(load, "load");
  const preset = findPreset(id);
  const { inputTokens, outputTokens, prefixCacheHitRate } = preset;
  const workload = { inputTokens, outputTokens, prefixCacheHitRate, ...ofArrivals(preset, given), ...load } as Workload;
  resolveWorkload(workload);
  return workload;
}

/**
 * What users of a known kind of traffic are taken to expect: targets to begin with, until somebody states others. They are
 * limits that are published for such traffic, with their sources in `infrascale/catalogs/workloads.json`; nobody's contract.
 *
 * @param id - a preset of `presetWorkload`.
 * @returns targets for `estimateGpus` or `simulate`, seconds.
 * @throws {@link InfrascaleError} `unknown-id`, or `missing-target` for traffic that nobody waits for.
 * @example
 * ```ts
 * import { presetTargets } from "infrascale";
 *
 * presetTargets("chat"); // => { ttft: { p95: 0.5 }, tpot: { p95: 0.05 } }
 * ```
 */
export function presetTargets(id: string): Targets {
  const { targets } = findPreset(id);
  if (targets === null)
    throw new InfrascaleError({
      code: "missing-target",
      field: "targets",
      ...namedRule("stated-target", { preset: id }),
      value: "none",
    });
  return targets;
}

function findPreset(id: string): WorkloadPreset {
  const preset = workloadPresets.find((known) => known.id === id);
  if (preset !== undefined) return preset;
  throw new InfrascaleError({
    code: "unknown-id",
    field: "preset",
    ...namedRule("known-traffic"),
    value: id,
    suggestions: workloadPresets.map((known) => known.id),
  });
}

function ofArrivals(
  { id, thinkSeconds, arrivalCv }: WorkloadPreset,
  given: Readonly<Record<string, unknown>>,
): { readonly thinkSeconds?: number; readonly arrivalCv?: number } {
  if (given["requestsPerSecond"] !== undefined) return arrivalCv === null ? {} : { arrivalCv };
  const hasUsers = given["concurrentUsers"] !== undefined || given["namedUsers"] !== undefined;
  if (!hasUsers || given["thinkSeconds"] !== undefined || given["requestsPerUser"] !== undefined) return {};
  if (thinkSeconds === null)
    throw new InfrascaleError({
      code: "contradictory-workload",
      field: "workload",
      ...namedRule("stated-load", { preset: id }),
      value: Object.keys(given).join(", "),
    });
  return { thinkSeconds };
}
