import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { layerCount } from "../core.js";
import {
  engines,
  gpus,
  instances,
  models,
  normaliseName,
  searchCatalog,
  workloadPresets,
  type Gpu,
  type Model,
} from "../index.js";
import { billions, tera } from "../units.js";
import type { CommandLanguage } from "./language/command-language.js";
import { addLanguageFlag, languageOf, type LanguageFlag } from "./language-flag.js";
import { print } from "./print.js";
import { formatTable } from "./table.js";

const EXAMPLES = `
Examples:
  $ infrascale catalog gpus h100
  $ infrascale catalog models llama 70b --json
  $ infrascale catalog instances h100`;

/** The lists of `infrascale catalog gpus|models|engines|instances|presets [search]`. */
export function catalogCommand(catalog: Command): void {
  catalog.addHelpText("after", EXAMPLES);
  addList(catalog, "gpus", (words) => searchCatalog(gpus, words), renderGpus, withSources);
  addList(catalog, "models", (words) => searchCatalog(models, words), renderModels, withSources);
  addList(
    catalog,
    "engines",
    searchOf(engines, ({ id }) => id),
    renderEngines,
  );
  addList(
    catalog,
    "instances",
    searchOf(
      [...instances].map(([name, instance]) => ({ name, ...instance })),
      ({ name, gpu }) => `${name} ${gpu}`,
    ),
    renderInstances,
  );
  addList(
    catalog,
    "presets",
    searchOf(workloadPresets, ({ id }) => id),
    renderPresets,
  );
}

/** Entries with a text that contains every word. */
const searchOf =
  <Entry>(entries: readonly Entry[], textOf: (entry: Entry) => string) =>
  (words: string): readonly Entry[] =>
    entries.filter((entry) =>
      words.split(/\s+/).every((word) => normaliseName(textOf(entry)).includes(normaliseName(word))),
    );

interface ListFlags extends LanguageFlag {
  readonly json?: boolean;
}

function addList<Entry>(
  catalog: Command,
  name: string,
  search: (words: string) => readonly Entry[],
  render: (entries: readonly Entry[], language: CommandLanguage) => string,
  asPublished: (name: string, entries: readonly Entry[]) => readonly Entry[] = (_, entries) => entries,
): void {
  addLanguageFlag(catalog.command(name))
    .argument("[search...]", "words that the entry must contain")
    .option("--json", "print the entries, with their sources")
    .description(`list ${name}`)
    .action(async (words: readonly string[], flags: ListFlags) => {
      const { json } = flags;
      const found = search(words.join(" "));
      const language = await languageOf(flags);
      print(
        json ? asPublished(name, found) : found,
        json,
        () => `${found.length === 0 ? language.words.catalog.nothing : render(found, language)}\n`,
      );
    });
}

/** Entries as they are published: each figure with its source, which the library itself leaves out. */
function withSources<Entry extends Gpu | Model>(name: string, entries: readonly Entry[]): readonly Entry[] {
  const published = JSON.parse(
    readFileSync(new URL(`../../catalogs/${name}.json`, import.meta.url), "utf8"),
  ) as readonly Entry[];
  const ids = new Set(entries.map(({ id }) => id));
  return published.filter(({ id }) => ids.has(id));
}

const renderGpus = (entries: readonly Gpu[], { words: { catalog: words }, figures }: CommandLanguage): string =>
  formatTable(
    [words.id, words.memory, words.bandwidth, words.flops16, words.link],
    entries.map((gpu) => [
      gpu.id,
      figures.amount(gpu.memory.marketedBytes, "bytes"),
      figures.number(tera(gpu.memoryBandwidthBytesPerSecond)),
      figures.number(tera(gpu.peakFlopsPerSecond.bf16 ?? gpu.peakFlopsPerSecond.fp16 ?? 0)),
      linkText(gpu.interconnect, words),
    ]),
    [1, 2, 3],
  );

/** Sixteen lanes are usual. */
const linkText = (
  { kind, lanes = 16, peerAccess, bridge }: Gpu["interconnect"],
  words: CommandLanguage["words"]["catalog"],
): string =>
  [
    `${kind}${lanes === 16 ? "" : ` x${lanes}`}`,
    ...(peerAccess === false ? [words.throughHost] : []),
    ...(bridge === null ? [] : [words.bridged]),
  ].join(", ");

const renderEngines = (entries: typeof engines, { words: { catalog: words } }: CommandLanguage): string =>
  formatTable(
    [words.engine, words.versions, words.rules],
    entries.map(({ engine, id, fromVersion, belowVersion }) => [
      engine,
      `${fromVersion} ${belowVersion === null ? words.andLater : words.toBelow(belowVersion)}`,
      id,
    ]),
    [],
  );

const renderInstances = (
  entries: readonly { readonly name: string; readonly gpu: string; readonly gpus: number | null }[],
  { words }: CommandLanguage,
): string =>
  formatTable(
    [words.catalog.machine, words.catalog.gpus, "GPU"],
    entries.map(({ name, gpu, gpus: count }) => [name, count === null ? "?" : String(count), gpu]),
    [1],
  );

const renderPresets = (
  entries: typeof workloadPresets,
  { words: { catalog: words }, figures }: CommandLanguage,
): string =>
  formatTable(
    [words.preset, words.prompt, words.answer, words.prefixCached, words.thinking],
    entries.map(({ id, inputTokens, outputTokens, prefixCacheHitRate, thinkSeconds }) => [
      id,
      figures.number(inputTokens.mean),
      figures.number(outputTokens.mean),
      figures.number(prefixCacheHitRate),
      thinkSeconds === null ? "" : figures.seconds(thinkSeconds),
    ]),
    [1, 2, 3, 4],
  );

const renderModels = (entries: readonly Model[], { words: { catalog: words } }: CommandLanguage): string =>
  formatTable(
    [words.id, words.parameters, words.active, words.layers],
    entries.map((model) => [
      model.id,
      words.billions(billions(model.parameters.total)),
      model.kind === undefined ? words.billions(billions(model.parameters.active)) : words.kinds[model.kind],
      String(layerCount(model)),
    ]),
    [1, 2, 3],
  );
