import type { Engine } from "../../catalog/engine.js";
import { hasStates } from "../../catalog/mixers.js";
import { hasExperts, type Model } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";

/**
 * True for a model that runs on vLLM's second model runner: dense ones without states, more of them with each version.
 *
 * It captures graphs outside the budget, profiles without a cache of its own, and holds the tokens of one batch more in windows.
 *
 * @param engine - an engine.
 * @param model - a model.
 * @param weights - format that its weights are stored in.
 * @returns whether it does.
 * @see vllm/v1/worker/gpu/model_runner.py; vllm-project/vllm#39337, #43458, #42667, #44443.
 */
export function onSecondRunner({ memory: { secondRunner } }: Engine, model: Model, weights: Precision): boolean {
  if (secondRunner === undefined || hasStates(model) || hasExperts(model)) return false;
  if (!secondRunner.quantised && bytesPerElement(weights) < bytesPerElement("bf16")) return false;
  const family = model.family.toLowerCase().replaceAll(" ", "");
  return secondRunner.families.some((name) => family.startsWith(name));
}
