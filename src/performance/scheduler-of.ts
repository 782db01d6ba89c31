import type { Engine } from "../catalog/engine.js";
import { isEncoder, isPoolingModel, type Model } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { mayLookRarely, schedulerAtVersion, type SchedulerRules } from "../simulate/scheduler.js";
import { performanceRule } from "../rules/performance.js";

/**
 * How an engine schedules the requests of a model. Of those that end with one pass, vLLM plans when a pass is over, and reads the prompts of an
 * encoder whole; other engines are not known here.
 *
 * @param engine - an engine.
 * @param version - of it.
 * @param model - that it serves.
 * @param receiveSteps - decoding steps from one look for new requests to the next. @defaultValue 1
 * @returns the rules.
 * @throws {@link InfrascaleError} `contradictory-options` where the engine looks at every step; `unsupported-model` for a model that writes no text on an engine other than vLLM.
 * @see vllm-project/vllm#20930 (chunked prefill by kind of pooling); vllm/config/vllm.py (no asynchronous scheduling for pooling models).
 */
export function schedulerOf({ engine }: Engine, version: string, model: Model, receiveSteps = 1): SchedulerRules {
  if (receiveSteps > 1 && !mayLookRarely(engine))
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "settings.receiveIntervalSteps",
      ...performanceRule("looks-at-every-step", { engine }),
      value: receiveSteps,
    });
  const ofEngine = schedulerAtVersion(engine, version);
  const rules = receiveSteps === ofEngine.receiveSteps ? ofEngine : { ...ofEngine, receiveSteps };
  if (!isPoolingModel(model)) return rules;
  if (engine !== "vllm")
    throw new InfrascaleError({
      code: "unsupported-model",
      field: "engine",
      ...performanceRule("vllm-alone", { model: model.id }),
      value: engine,
    });
  return { ...rules, lagSteps: 0, chunksPrompts: rules.chunksPrompts && !isEncoder(model) };
}
