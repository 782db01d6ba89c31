import { layerCount, type FeedForward, type LayerGroup, type Mixer, type Model } from "../index.js";
import { kvCacheBytesPerToken } from "../performance/memory/kv-cache.js";
import { billions } from "../units.js";
import { colours } from "./colours.js";
import { formatNumber } from "./format.js";
import { formatTable } from "./table.js";
import { wrap } from "./wrap.js";

/** A model for a terminal of 80 columns, or a pipe. */
export function renderModel(model: Model): string {
  const { id, parameters, layers, checkpoint, provenance } = model;
  const kvBytes = kvCacheBytesPerToken(model, { tensor: 1, kvCache: "bf16" });
  const table = formatTable(
    ["", ""],
    [
      ["layers", String(layerCount(model))],
      ...layers.map((group) => ["", `${group.count} x ${layerText(group)}`]),
      ["parameters", `${inBillions(parameters.total)} B, ${inBillions(parameters.active)} B active`],
      ["hidden size, vocabulary", `${model.hiddenSize}, ${model.vocabularySize}`],
      ["longest context", model.maxContextTokens === null ? "not stated" : `${model.maxContextTokens} tokens`],
      ["checkpoint", checkpointText(checkpoint)],
      ["KV cache, 16 bit", `${kvBytes} bytes per token`],
    ],
  ).replace(/^\n/, "");
  const notes = provenance.notes === null ? "" : `\n\n${wrap(provenance.notes).join("\n")}`;
  return `${colours.bold(id)}\n\n${table}${notes}\n`;
}

const inBillions = (count: number): string => formatNumber(billions(count));

const layerText = ({ mixer, feedForward }: LayerGroup): string => [mixerText(mixer), feedForwardText(feedForward)].filter((text) => text !== "").join(", ");

function mixerText(mixer: Mixer | null): string {
  switch (mixer?.kind) {
    case "self": {
      const window = mixer.windowTokens === undefined ? "" : `, window ${mixer.windowTokens}`;
      return `${mixer.queryHeads} heads, ${mixer.keyValueHeads} KV heads of ${mixer.headSize}${window}`;
    }
    case "latent":
      return `${mixer.heads} heads, latent ${mixer.keyValueRank} + ${mixer.ropeHeadSize}`;
    case "linear":
      return `${mixer.family}, state of ${mixer.stateElements}`;
    case undefined:
      return "";
  }
}

function feedForwardText(feedForward: FeedForward | null): string {
  switch (feedForward?.kind) {
    case "dense":
      return `width ${feedForward.intermediateSize}`;
    case "experts":
      return `${feedForward.expertsPerToken} of ${feedForward.experts} experts of ${feedForward.expertIntermediateSize}`;
    case undefined:
      return "";
  }
}

function checkpointText({ weights, scaling, weightOnly }: Model["checkpoint"]): string {
  return [weights, ...(scaling === undefined ? [] : [`${scaling} scales`]), ...(weightOnly === true ? ["weights only"] : [])].join(", ");
}
