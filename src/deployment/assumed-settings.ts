import type { Engine } from "../catalog/engine.js";
import { hasStates } from "../catalog/mixers.js";
import type { Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import type { EngineSettings } from "./deployment.js";

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
