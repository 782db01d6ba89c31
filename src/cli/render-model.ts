import { mixerRule, mixersOf } from "../catalog/mixers.js";
import { layerCount, type FeedForward, type LayerGroup } from "../core.js";
import type { Model } from "../index.js";
import { kvCacheBytesPerToken } from "../deployment/memory/kv-cache.js";
import { billions } from "../units.js";
import { colours } from "./colours.js";
import { formatNumber } from "./format.js";
import { formatTable } from "./table.js";
import { wrap } from "./wrap.js";

/** A model for a terminal of 80 columns, or a pipe. */
export function renderModel(model: Model): string {
  const { id, layers, provenance } = model;
  const paragraphs = [
    colours.bold(id),
    formatTable(["layers", "attention", "feed-forward"], layers.map(layerCells), [0]),
    sizeTable(model),
    ...(provenance?.notes == null ? [] : [wrap(provenance.notes).join("\n")]),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

const layerCells = ({ count, mixer, feedForward }: LayerGroup): readonly string[] => [
  String(count),
  mixer === null ? "" : mixerRule(mixer).text(mixer),
  feedForwardText(feedForward),
];

function sizeTable(model: Model): string {
  const { parameters, hiddenSize, vocabularySize, maxContextTokens, checkpoint } = model;
  return formatTable(
    ["layers in all", String(layerCount(model))],
    [
      ["parameters", `${inBillions(parameters.total)} B, ${inBillions(parameters.active)} B active`],
      ["hidden size, vocabulary", `${hiddenSize}, ${vocabularySize}`],
      ["longest context", maxContextTokens === null ? "not stated" : `${maxContextTokens} tokens`],
      ["checkpoint", checkpointText(checkpoint)],
      [
        "KV cache in 16 bit",
        `${kvCacheBytesPerToken(model, { tensor: 1, kvCache: "bf16" })} bytes per token${hasWindow(model) ? ", within the windows" : ""}`,
      ],
    ],
  );
}

const hasWindow = (model: Model): boolean =>
  mixersOf(model).some((mixer) => mixerRule(mixer).sizes(mixer).windowTokens !== undefined);

const inBillions = (count: number): string => formatNumber(billions(count));

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
  return [
    weights,
    ...(scaling === undefined ? [] : [`${scaling} scales`]),
    ...(weightOnly === true ? ["weights only"] : []),
  ].join(", ");
}
