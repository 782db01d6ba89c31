import type { ServingLoad } from "../performance/predict-load.js";
import type { ServingRequest } from "../performance/predict-serving.js";
import type { StatedDeployment } from "./observation.js";
import { isRefused, refuse, type Refused } from "./refusal.js";
import {
  resolveDeployment,
  type Catalogs,
  type ResolvedDeployment,
  type ServedStatement,
} from "./resolve-deployment.js";
import type { Stated } from "./stated.js";
import { statedLoad } from "./stated-load.js";
import { isBatch, sizeOf } from "../workload/loads.js";
import type { Lengths } from "../workload/length-distribution.js";

/** What a source says of a deployment and its load. */
export type ServingStatement = ServedStatement & Omit<Stated, keyof StatedDeployment>;

/** What a source says of a deployment and its load, in the library's terms. */
export interface ResolvedServing extends Pick<ResolvedDeployment, "entry" | "assumed"> {
  readonly request: ServingRequest;
}

/**
 * The deployment and the load that a source means, as `predictServing` takes them.
 *
 * @param stated - in the source's words.
 * @param catalogs - where names are looked up.
 * @returns the request, or why there is none.
 */
export function resolveServing(stated: ServingStatement, catalogs: Catalogs): ResolvedServing | Refused {
  const resolved = resolveDeployment(stated, catalogs);
  if (isRefused(resolved)) return resolved;
  const load = statedLoad(stated);
  if (load === null) return refuse("load-not-stated");
  const { inputTokens, outputTokens, inputLengthCv, outputLengthCv, prefixCacheHitRate, derived } = stated;
  if (inputTokens === null || outputTokens === null) return refuse("lengths-not-stated");
  const { deployment, replicas, entry, assumed } = resolved;
  const limit = batchLimit(stated, load, replicas * deployment.parallelism.data);
  const lengths = (mean: number, cv: number | undefined): Lengths =>
    cv === undefined ? Math.max(1, mean) : { mean: Math.max(1, mean), cv };
  return {
    request: {
      ...deployment,
      settings: { ...deployment.settings, ...(limit === null ? {} : { maxNumSeqs: limit }) },
      replicas,
      load,
      inputTokens: lengths(inputTokens, inputLengthCv),
      outputTokens: lengths(outputTokens, outputLengthCv),
      ...(prefixCacheHitRate === undefined ? {} : { prefixCacheHitRate }),
    },
    entry,
    assumed: [
      ...assumed,
      ...(limit !== null && isBatch(load) ? [{ code: "batch-limit", used: limit } as const] : []),
      ...(derived.includes("inputTokens") ? [{ code: "input-tokens", used: inputTokens } as const] : []),
      ...(derived.includes("outputTokens") ? [{ code: "output-tokens", used: outputTokens } as const] : []),
    ],
  };
}

/**
 * Requests that one rank runs at once, where the source does not state its engine's limit: its share of what the
 * deployment was given at most, or of a static batch, which runs whole by its definition; null where the engine decides.
 */
function batchLimit(
  { maxNumSeqs, arrivals, inFlightLimit }: ServingStatement,
  load: ServingLoad,
  ranks: number,
): number | null {
  if (maxNumSeqs !== undefined) return null;
  const shared = isBatch(load) ? sizeOf(load) : arrivals === "burst" ? inFlightLimit : undefined;
  return shared === undefined ? null : Math.max(1, Math.ceil(shared / ranks));
}
