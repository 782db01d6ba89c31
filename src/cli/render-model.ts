import { mixerRule, mixersOf } from "../catalog/mixers.js";
import { layerCount, type FeedForward, type LayerGroup } from "../core.js";
import { kvCacheBytesPerToken } from "../deployment/memory/kv-cache.js";
import type { Model } from "../index.js";
import { billions } from "../units.js";
import { colours } from "./colours.js";
import type { CommandLanguage } from "./language/command-language.js";
import { formatTable } from "./table.js";
import { wrap } from "./wrap.js";

/** A model for a terminal of 80 columns, or a pipe. */
export function renderModel(model: Model, language: CommandLanguage): string {
  const { words } = language;
  const { id, layers, provenance } = model;
  const paragraphs = [
    colours.bold(id),
    formatTable(
      [words.catalog.layers, words.model.attention, words.model.feedForward],
      layers.map((group) => layerCells(group, language)),
      [0],
    ),
    sizeTable(model, language),
    ...(provenance?.notes == null ? [] : [wrap(provenance.notes).join("\n")]),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

const layerCells = (
  { count, mixer, feedForward }: LayerGroup,
  { words: { model: words } }: CommandLanguage,
): readonly string[] => [String(count), mixer === null ? "" : words.mixer(mixer), feedForwardText(feedForward, words)];

function sizeTable(model: Model, { words }: CommandLanguage): string {
  const { parameters, hiddenSize, vocabularySize, maxContextTokens, checkpoint } = model;
  const sized = words.model;
  return formatTable(
    [sized.layersInAll, String(layerCount(model))],
    [
      [words.catalog.parameters, sized.billions(billions(parameters.total), billions(parameters.active))],
      [sized.sizes, `${hiddenSize}, ${vocabularySize}`],
      [sized.longestContext, maxContextTokens === null ? sized.notStated : sized.tokens(maxContextTokens)],
      [sized.checkpoint, checkpointText(checkpoint, sized)],
      [
        sized.cache16,
        sized.bytesPerToken(kvCacheBytesPerToken(model, { tensor: 1, kvCache: "bf16" }), hasWindow(model)),
      ],
    ],
  );
}

const hasWindow = (model: Model): boolean =>
  mixersOf(model).some((mixer) => mixerRule(mixer).sizes(mixer).windowTokens !== undefined);

type Words = CommandLanguage["words"]["model"];

function feedForwardText(feedForward: FeedForward | null, words: Words): string {
  switch (feedForward?.kind) {
    case "dense":
      return words.width(feedForward.intermediateSize);
    case "experts":
      return words.experts(feedForward);
    case undefined:
      return "";
  }
}

function checkpointText({ weights, scaling, weightOnly }: Model["checkpoint"], words: Words): string {
  return [
    weights,
    ...(scaling === undefined ? [] : [words.scales(scaling)]),
    ...(weightOnly === true ? [words.weightsOnly] : []),
  ].join(", ");
}
