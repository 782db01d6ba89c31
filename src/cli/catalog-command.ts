import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { layerCount } from "../core.js";
import { gpus, models, searchCatalog, type Gpu, type Model } from "../index.js";
import { billions, tera } from "../units.js";
import { formatAmount, formatNumber } from "./format.js";
import { print } from "./print.js";
import { formatTable } from "./table.js";

const EXAMPLES = `
Examples:
  $ infrascale catalog gpus h100
  $ infrascale catalog models llama 70b --json`;

/** The lists of `infrascale catalog gpus|models [search]`. */
export function catalogCommand(catalog: Command): void {
  catalog.addHelpText("after", EXAMPLES);
  addList(catalog, "gpus", gpus, renderGpus);
  addList(catalog, "models", models, renderModels);
}

function addList<Entry extends Gpu | Model>(
  catalog: Command,
  name: string,
  entries: readonly Entry[],
  render: (entries: readonly Entry[]) => string,
): void {
  catalog
    .command(name)
    .argument("[search...]", "words that the entry must contain")
    .option("--json", "print the entries, with their sources")
    .description(`list ${name}`)
    .action((words: readonly string[], { json }: { readonly json?: boolean }) => {
      const found = searchCatalog(entries, words.join(" "));
      print(json ? withSources(name, found) : found, json, () => `${found.length === 0 ? "nothing found" : render(found)}\n`);
    });
}

/** Entries as they are published: each figure with its source, which the library itself leaves out. */
function withSources(name: string, entries: readonly (Gpu | Model)[]): readonly (Gpu | Model)[] {
  const published = JSON.parse(readFileSync(new URL(`../../catalogs/${name}.json`, import.meta.url), "utf8")) as readonly (Gpu | Model)[];
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
      gpu.interconnect.kind,
    ]),
    [1, 2, 3],
  );

const renderModels = (entries: readonly Model[]): string =>
  formatTable(
    ["id", "parameters", "active", "layers"],
    entries.map((model) => [
      model.id,
      `${formatNumber(billions(model.parameters.total))} B`,
      `${formatNumber(billions(model.parameters.active))} B`,
      String(layerCount(model)),
    ]),
    [1, 2, 3],
  );
