import type { Engine } from "../catalog/engine.js";
import { hasStates } from "../catalog/mixers.js";
import { isPoolingModel, type Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import type { ResolvedLengths } from "../workload/request-lengths.js";
import type { Deployment, EngineSettings } from "./deployment.js";

/**
 * Whether prompts are kept for others that begin the same, where nobody stated it and states take room for it; elsewhere they are kept in the
 * room that is left, which changes nothing.
 *
 * @param settings - those that are stated.
 * @param model - what is served.
 * @param engine - by what.
 * @returns what was assumed: the engine's default.
 */
export const assumedSettings = (
  { prefixCaching }: Pick<EngineSettings, "prefixCaching">,
  model: Model,
  { memory: { states } }: Engine,
): readonly Assumption[] =>
  prefixCaching === undefined && states !== undefined && hasStates(model)
    ? [{ code: "prefix-caching", used: states.prefixCaching ? "on" : "off" }]
    : [];

/**
 * Whether prompts are kept for others that begin the same: as it is stated; else where the workload counts on it, and where the engine does so
 * unless it is told otherwise.
 *
 * @param deployment - a deployment.
 * @param lengths - what requests share.
 * @returns true when they are.
 */
export const keepsPrompts = (
  { settings, model, engine }: Deployment,
  { sharedPrefixTokens, prefixCacheHitRate }: Pick<ResolvedLengths, "sharedPrefixTokens" | "prefixCacheHitRate">,
): boolean =>
  settings.prefixCaching ??
  (sharedPrefixTokens > 0 ||
    prefixCacheHitRate > 0 ||
    (hasStates(model) ? engine.memory.states?.prefixCaching === true : !isPoolingModel(model)));
