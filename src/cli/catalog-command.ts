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
import { formatAmount, formatNumber, formatSeconds } from "./format.js";
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

function addList<Entry>(
  catalog: Command,
  name: string,
  search: (words: string) => readonly Entry[],
  render: (entries: readonly Entry[]) => string,
  asPublished: (name: string, entries: readonly Entry[]) => readonly Entry[] = (_, entries) => entries,
): void {
  catalog
    .command(name)
    .argument("[search...]", "words that the entry must contain")
    .option("--json", "print the entries, with their sources")
    .description(`list ${name}`)
    .action((words: readonly string[], { json }: { readonly json?: boolean }) => {
      const found = search(words.join(" "));
      print(
        json ? asPublished(name, found) : found,
        json,
        () => `${found.length === 0 ? "nothing found" : render(found)}\n`,
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

const renderGpus = (entries: readonly Gpu[]): string =>
  formatTable(
    ["id", "memory", "TB/s", "TFLOP/s 16 bit", "link"],
    entries.map((gpu) => [
      gpu.id,
      formatAmount(gpu.memory.marketedBytes, "bytes"),
      formatNumber(tera(gpu.memoryBandwidthBytesPerSecond)),
      formatNumber(tera(gpu.peakFlopsPerSecond.bf16 ?? gpu.peakFlopsPerSecond.fp16 ?? 0)),
      linkText(gpu.interconnect),
    ]),
    [1, 2, 3],
  );

/** Sixteen lanes are usual. */
const linkText = ({ kind, lanes = 16, peerAccess, bridge }: Gpu["interconnect"]): string =>
  `${kind}${lanes === 16 ? "" : ` x${lanes}`}${peerAccess === false ? ", host" : ""}${bridge === null ? "" : ", bridged"}`;

const renderEngines = (entries: typeof engines): string =>
  formatTable(
    ["engine", "versions", "rules"],
    entries.map(({ engine, id, fromVersion, belowVersion }) => [
      engine,
      `${fromVersion} ${belowVersion === null ? "and later" : `to below ${belowVersion}`}`,
      id,
    ]),
    [],
  );

const renderInstances = (
  entries: readonly { readonly name: string; readonly gpu: string; readonly gpus: number | null }[],
): string =>
  formatTable(
    ["machine", "GPUs", "GPU"],
    entries.map(({ name, gpu, gpus: count }) => [name, count === null ? "?" : String(count), gpu]),
    [1],
  );

const renderPresets = (entries: typeof workloadPresets): string =>
  formatTable(
    ["preset", "prompt", "answer", "prefix cached", "thinking"],
    entries.map(({ id, inputTokens, outputTokens, prefixCacheHitRate, thinkSeconds }) => [
      id,
      formatNumber(inputTokens.mean),
      formatNumber(outputTokens.mean),
      formatNumber(prefixCacheHitRate),
      thinkSeconds === null ? "" : formatSeconds(thinkSeconds),
    ]),
    [1, 2, 3, 4],
  );

const renderModels = (entries: readonly Model[]): string =>
  formatTable(
    ["id", "parameters", "active", "layers"],
    entries.map((model) => [
      model.id,
      `${formatNumber(billions(model.parameters.total))} B`,
      model.kind ?? `${formatNumber(billions(model.parameters.active))} B`,
      String(layerCount(model)),
    ]),
    [1, 2, 3],
  );
