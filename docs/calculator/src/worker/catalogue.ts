import {
  findModel,
  gpus,
  InfrascaleError,
  models,
  searchCatalog,
  workloadPresets,
  type Gpu,
  type Model,
} from "infrascale";
import { gridZones } from "infrascale/decide";
import type { Catalogue, FoundModel, ListedGpu } from "./protocol.js";

/** What the form has to choose from. */
export const catalogue = (): Catalogue => ({
  presets: workloadPresets,
  gpus: gpus.map(listedGpu),
  zones: gridZones.map(({ zone }) => zone),
});

/** Memory in a name, which every language writes in its own way. */
const MEMORY = /\s*\b\d+ ?GB\b/;

/** All GPUs, those with the fastest memory first. */
export const fastestFirst: readonly Gpu[] = gpus.toSorted(
  (one, other) => other.memoryBandwidthBytesPerSecond - one.memoryBandwidthBytesPerSecond,
);

/** A GPU as a list shows it: by the name on its box, without the vendor's and its memory. */
export const listedGpu = ({ id, name, vendor, memory, interconnect }: Gpu): ListedGpu => ({
  id,
  name: (name.startsWith(`${vendor} `) ? name.slice(vendor.length + 1) : name).replace(MEMORY, ""),
  vendor,
  memoryBytes: memory.marketedBytes,
  link: interconnect.bytesPerSecond === null ? null : interconnect.kind,
});

/** A model as a list shows it. */
export const foundModel = ({ id, parameters }: Model): FoundModel => ({
  id,
  parameters: parameters.total,
  activeParameters: parameters.active,
});

const MOST_SHOWN = 8;

/**
 * Models whose names have every word; where none has, the one that the words are another name of.
 *
 * @param words - as typed.
 * @returns a few.
 */
export function findModels(words: string): readonly FoundModel[] {
  const found = searchCatalog(models, words);
  return (found.length > 0 ? found : otherName(words)).slice(0, MOST_SHOWN).map(foundModel);
}

function otherName(name: string): readonly Model[] {
  try {
    return [findModel(name, models)];
  } catch (error) {
    if (!(error instanceof InfrascaleError)) throw error;
    return error.suggestions.flatMap((id) => models.filter((model) => model.id === id));
  }
}
