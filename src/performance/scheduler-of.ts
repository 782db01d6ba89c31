import type { Engine } from "../catalog/engine.js";
import { isEncoder, isPoolingModel, type Model } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { schedulerAtVersion, type SchedulerRules } from "../simulate/scheduler.js";

/**
 * How an engine schedules the requests of a model. Of those that end with one pass, vLLM plans when a pass is over, and reads the prompts of an
 * encoder whole; other engines are not known here.
 *
 * @param engine - an engine.
 * @param version - of it.
 * @param model - that it serves.
 * @returns the rules.
 * @throws {@link InfrascaleError} `unsupported-model` for a model that writes no text on an engine other than vLLM.
 * @see vllm-project/vllm#20930 (chunked prefill by kind of pooling); vllm/config/vllm.py (no asynchronous scheduling for pooling models).
 */
export function schedulerOf({ engine }: Engine, version: string, model: Model): SchedulerRules {
  const rules = schedulerAtVersion(engine, version);
  if (!isPoolingModel(model)) return rules;
  if (engine !== "vllm")
    throw new InfrascaleError({
      code: "unsupported-model",
      field: "engine",
      rule: `must be vllm: ${model.id} writes no text`,
      value: engine,
    });
  return { ...rules, lagSteps: 0, chunksPrompts: rules.chunksPrompts && !isEncoder(model) };
}
