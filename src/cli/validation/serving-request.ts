import type { ServingRequest, EngineSettings } from "../../index.js";
import { cacheOf, storageOf } from "../../measurements/deployment-formats.js";
import type { ResolvedDemand } from "../../measurements/resolve-row.js";
import { parallelismOf } from "./parallelism-of.js";
import { servingLoad } from "./serving-load.js";

/**
 * The request to `predictServing` that a row of a table of speeds describes. What was measured is not looked at.
 *
 * @param row - deployment, load and lengths of a row.
 * @returns the request; settings that the row leaves open are the engine's defaults.
 */
export function servingRequest(row: ResolvedDemand): ServingRequest {
  const { engine, engineVersion, model, gpu, weights, cache, parallelism, lengths } = row;
  return {
    model,
    gpu,
    engine: engineVersion === null ? engine : `${engine}@${engineVersion}`,
    precision: { ...storageOf(model, weights), kvCache: cacheOf(cache, engine, weights.weights) },
    parallelism: parallelismOf(model, parallelism),
    replicas: parallelism.replicas,
    load: servingLoad(row.load, lengths),
    inputTokens: Math.max(1, lengths.inputTokens),
    outputTokens: Math.max(1, lengths.outputTokens),
    settings: settingsOf(row),
  };
}

function settingsOf({ engine, load, maxNumSeqs, parallelism, cacheShare }: ResolvedDemand): EngineSettings {
  const { replicas, data } = parallelism;
  // A limit of requests in flight is the deployment's; the engine's own counts for each rank.
  const inFlight = load.kind === "offline" && load.mostInFlight !== null ? Math.ceil(load.mostInFlight / (replicas * data)) : null;
  const limit = maxNumSeqs ?? inFlight;
  return {
    ...(limit === null ? {} : { maxNumSeqs: limit }),
    ...(cacheShare !== null && engine === "tensorrt-llm" ? { utilization: cacheShare } : {}),
  };
}
