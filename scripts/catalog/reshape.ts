/**
 * Compares the catalogs with the facts that were gathered for them, or writes them anew:
 *
 *     npx tsx scripts/catalog/reshape.ts [--write] [FACTS_DIRECTORY]
 *
 * FACTS_DIRECTORY holds `gpus.json`, `models.json`, a second part of each, and `aliases.csv` with the machines of clouds;
 * `../shared/catalog` when absent. Aliases and the precision of
 * recurrent states are in no fact: they are kept as they stand in the catalog. Entries that the facts do not know are
 * left as they are. Exits 1 when something differs; without the facts it says so and exits 0.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Gpu } from "../../src/catalog/gpu.js";
import type { InstanceFamily } from "../../src/catalog/instance.js";
import type { Model } from "../../src/catalog/model.js";
import { readCsv } from "../measurements/read-csv.js";
import { differences } from "./differences.js";
import type { GpuFacts, ModelFacts } from "./facts.js";
import { curatedOf, gatheredFacts, type Gathered } from "./gathered.js";
import { reshapeGpu } from "./reshape-gpu.js";
import { reshapeInstances } from "./reshape-instances.js";
import { reshapeModel } from "./reshape-model.js";

const CATALOGS = resolve(import.meta.dirname, "../../catalogs");
const DEFAULT_FACTS = resolve(import.meta.dirname, "../../../shared/catalog");

const INSTANCES = join(CATALOGS, "instances.json");

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;

interface Entry {
  readonly id: string;
}

/** Catalog with every entry that the facts know made anew, the others as they are. */
function renew<Facts extends Entry, T extends Entry>(
  gathered: readonly Gathered<Facts>[],
  present: readonly T[],
  reshape: (gathered: Gathered<Facts>, present: T | undefined) => T,
): readonly T[] {
  const byId = new Map(present.map((entry) => [entry.id, entry]));
  const known = new Set(gathered.map(({ facts }) => facts.id));
  return [
    ...gathered.map((one) => reshape(one, byId.get(one.facts.id))),
    ...present.filter(({ id }) => !known.has(id)),
  ];
}

function report(name: string, expected: readonly Entry[], actual: readonly Entry[]): number {
  const byId = new Map(actual.map((entry) => [entry.id, entry]));
  const lines = expected.map((entry) => differences(entry, byId.get(entry.id), entry.id));
  for (const line of lines.flat()) console.log(line);
  const different = lines.filter((found) => found.length > 0).length;
  console.log(`${name}: ${expected.length - different} of ${expected.length} entries agree with the facts`);
  return different;
}

function main(words: readonly string[]): number {
  const write = words.includes("--write");
  const directory = words.find((word) => !word.startsWith("--")) ?? DEFAULT_FACTS;
  if (!existsSync(join(directory, "gpus.json"))) {
    console.log(`skipped: the facts are not in ${directory}`);
    return 0;
  }
  const gpus = read<readonly Gpu[]>(join(CATALOGS, "gpus.json"));
  const models = read<readonly Model[]>(join(CATALOGS, "models.json"));
  const newGpus = renew(gatheredFacts<GpuFacts>(directory, "gpus"), gpus, ({ facts, gathered }, entry) =>
    reshapeGpu(facts, { aliases: entry?.aliases ?? [], gathered }),
  );
  const newModels = renew(gatheredFacts<ModelFacts>(directory, "models"), models, ({ facts, gathered }, entry) =>
    reshapeModel(facts, curatedOf(entry, gathered)),
  );
  const instances = existsSync(INSTANCES) ? read<readonly InstanceFamily[]>(INSTANCES) : [];
  const newInstances = reshapeInstances(readCsv(join(directory, "aliases.csv")));
  if (write) {
    writeFileSync(INSTANCES, `${JSON.stringify(newInstances, null, 2)}\n`);
    writeFileSync(join(CATALOGS, "gpus.json"), `${JSON.stringify(newGpus, null, 2)}\n`);
    writeFileSync(join(CATALOGS, "models.json"), `${JSON.stringify(newModels, null, 2)}\n`);
    return 0;
  }
  const byFamily = (families: readonly InstanceFamily[]) =>
    families.map((family) => ({ ...family, id: `${family.gpu}, ${family.source ?? ""}` }));
  return report("gpus", newGpus, gpus) +
    report("models", newModels, models) +
    report("instances", byFamily(newInstances), byFamily(instances)) >
    0
    ? 1
    : 0;
}

process.exitCode = main(process.argv.slice(2));
