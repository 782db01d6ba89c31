import { mixerRule } from "../../catalog/mixers.js";
import { draftLayerCount, type LayerGroup, type Model } from "../../catalog/model.js";

/**
 * The layers of a model that predict further tokens, which an engine loads when it drafts with them: like the model's last layers, and
 * with a cache even in a hybrid.
 *
 * @param model - a model.
 * @returns a group; none where the model brings no such layers.
 * @see transformers/models/qwen3_next and vllm/model_executor/models/deepseek_mtp.py.
 */
export function draftLayers(model: Model): readonly LayerGroup[] {
  const count = draftLayerCount(model);
  const attending = model.layers
    .filter(({ mixer, feedForward }) => mixer !== null && mixerRule(mixer).part === "attention" && feedForward !== null)
    .at(-1);
  return count === 0 || attending === undefined ? [] : [{ ...attending, count }];
}
