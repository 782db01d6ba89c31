import { InfrascaleError } from "../errors.js";
import { checkEach, checkObject, checkPositive, checkShape, checkString, checkText, once } from "../internal/check.js";
import { instances } from "./catalog-data.js";
import type { Gpu } from "./gpu.js";
import type { Model } from "./model.js";
import { isNameRefused, nameError } from "./names/name-refusal.js";
import { normaliseName } from "./names/normalise-name.js";
import { resolveGpuName, type NamedGpu } from "./names/resolve-gpu-name.js";
import { resolveModelName, type NamedModel } from "./names/resolve-model-name.js";
import { catalogRule } from "../rules/catalog.js";

/**
 * The GPU of a name: an id or alias, a data sheet's or a driver's name, or the machine of a cloud that has it. Case, punctuation and
 * vendors are forgiven.
 *
 * @param id - `h100-sxm5-80gb`, `H100`, `NVIDIA H100 80GB HBM3`, `p5.48xlarge` ...
 * @param gpus - the list to look in.
 * @returns the GPU; of a machine with another number of them than usual, in servers of that number.
 * @throws {@link InfrascaleError} `unknown-id`, with the nearest ids; `ambiguous-name`, with those that have the name; `invalid-type`
 * when the id is no string.
 * @example
 * ```ts
 * import { findGpu, gpus } from "infrascale";
 *
 * findGpu("H100", gpus).id; // => "h100-sxm5-80gb"
 * findGpu("g6e.12xlarge", gpus).serverGpus; // => 4
 * ```
 */
export const findGpu = (id: string, gpus: readonly Gpu[]): Gpu => findNamedGpu(id, gpus).gpu;

/** The same, with the number of GPUs that the name says. */
export function findNamedGpu(id: string, gpus: readonly Gpu[]): NamedGpu {
  checkName(id, "gpu");
  checkEntries(gpus);
  checkMemories(gpus);
  const found = resolveGpuName(id, gpus, instances);
  if (isNameRefused(found)) throw nameError(id, "gpu", found);
  return found;
}

/**
 * The model of a name: an id or alias, a quantised copy, a file or a tag of it, or a model of the same shape. Case, punctuation and
 * organisations are forgiven.
 *
 * @param id - `meta-llama/Llama-3.1-70B-Instruct`, `llama-3.1-70b`, `llama3.1:70b`, `RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic` ...
 * @param models - the list to look in.
 * @returns the entry, with the number format and the context that the name states.
 * @throws {@link InfrascaleError} `unknown-id`, with the nearest ids; `ambiguous-name`, with those that have the name; `no-public-config`
 * or `unsupported-model` for a model that is known and cannot be had; `unsupported-precision` for a format of unknown bits; `invalid-type`
 * when the id is no string.
 * @example
 * ```ts
 * import { findModel, models } from "infrascale";
 *
 * findModel("llama-3.1-70b", models).id; // => "meta-llama/Llama-3.1-70B-Instruct"
 * findModel("nvidia/Qwen3-32B-NVFP4", models).checkpoint; // => { weights: "fp4", scaling: "block" }
 * ```
 */
export function findModel(id: string, models: readonly Model[]): Model {
  const { model, entry } = findNamedModel(id, models);
  return model.id === entry.id ? model : { ...model, id: entry.id };
}

/** The same, with what the name left open. */
export function findNamedModel(id: string, models: readonly Model[]): NamedModel {
  checkName(id, "model");
  checkEntries(models);
  const found = resolveModelName(id, models);
  if (isNameRefused(found)) throw nameError(id, "model", found);
  return found;
}

/** Refuses GPUs that cannot be told apart by their memory. */
const checkMemories = once((gpus: readonly Gpu[]) => {
  checkEach(gpus, "gpus", (gpu, field) =>
    checkPositive(
      checkObject((gpu as Gpu).memory, `${field}.memory`)["marketedBytes"],
      `${field}.memory.marketedBytes`,
    ),
  );
});

function checkName(id: unknown, field: string): void {
  if (typeof id !== "string")
    throw new InfrascaleError({
      code: "invalid-type",
      field,
      ...catalogRule("id-or-own"),
      value: id,
    });
}

/**
 * Entries that contain every word of a text in their id, name, family or aliases.
 *
 * @param entries - GPUs or models.
 * @param text - words; empty finds everything.
 * @returns the entries, in their order.
 * @throws {@link InfrascaleError} `invalid-type`.
 * @example
 * ```ts
 * import { gpus, searchCatalog } from "infrascale";
 *
 * searchCatalog(gpus, "h200 nvl").map(({ id }) => id); // => ["h200-nvl-141gb"]
 * ```
 */
export function searchCatalog<Entry extends Gpu | Model>(entries: readonly Entry[], text: string): readonly Entry[] {
  checkEntries(entries);
  const words = checkString(text, "text")
    .split(/\s+/)
    .map(normaliseName)
    .filter((word) => word !== "");
  return entries.filter((entry) => {
    const described = "family" in entry ? entry.family : entry.name;
    const names = [entry.id, described, ...entry.aliases].map(normaliseName);
    return words.every((word) => names.some((name) => name.includes(word)));
  });
}

/** Refuses a list that cannot be searched. */
const checkEntries = once((entries: readonly (Gpu | Model)[]) => {
  checkEach(entries, "entries", (entry, field) =>
    checkShape(entry, field, {
      id: checkText,
      aliases: (aliases, name) => checkEach(aliases, name, checkText),
      ["family" in Object(entry) ? "family" : "name"]: checkText,
    }),
  );
});
