import { InfrascaleError } from "../errors.js";
import { checkEach, checkShape, checkString, checkText, once } from "../internal/check.js";
import type { Gpu } from "./gpu.js";
import type { Model } from "./model.js";
import { isTooLong, LONGEST_NAME } from "./names/longest-name.js";
import { nearestGpus, nearestModels } from "./names/nearest.js";

/** A name without case, spaces and punctuation: `H100-SXM5 80GB` and `h100_sxm5_80gb` are one. */
export const normaliseName = (name: string): string => checkString(name, "name").toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/**
 * The GPU of an id or alias; case and punctuation are forgiven, and so is a leading vendor name.
 *
 * @param id - `h100-sxm5-80gb`, `H100`, `NVIDIA H100 80GB HBM3` ...
 * @param gpus - the list to look in.
 * @returns the GPU.
 * @throws {@link InfrascaleError} `unknown-id`, with the nearest ids (or, for a name that several entries have, with
 * theirs); `invalid-type` when the id is no string.
 * @example
 * ```ts
 * import { findGpu, gpus } from "infrascale";
 *
 * findGpu("H100", gpus).id; // => "h100-sxm5-80gb"
 * ```
 */
export const findGpu = (id: string, gpus: readonly Gpu[]): Gpu => find(id, gpus, "gpu", gpuNames, nearestGpus);

/**
 * The model of an id or alias; case and punctuation are forgiven, and so is another organisation's copy.
 *
 * @param id - `meta-llama/Llama-3.1-70B-Instruct`, `llama-3.1-70b` ...
 * @param models - the list to look in.
 * @returns the model.
 * @throws {@link InfrascaleError} `unknown-id`, with the nearest ids (or, for a name that several entries have, with
 * theirs); `invalid-type` when the id is no string.
 * @example
 * ```ts
 * import { findModel, models } from "infrascale";
 *
 * findModel("llama-3.1-70b", models).id; // => "meta-llama/Llama-3.1-70B-Instruct"
 * ```
 */
export const findModel = (id: string, models: readonly Model[]): Model => find(id, models, "model", modelNames, nearestModels);

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
  const words = checkString(text, "text").split(/\s+/).map(normaliseName).filter((word) => word !== "");
  return entries.filter((entry) => {
    const described = "family" in entry ? entry.family : entry.name;
    const names = [entry.id, described, ...entry.aliases].map(normaliseName);
    return words.every((word) => names.some((name) => name.includes(word)));
  });
}

/** Refuses a list that cannot be searched. */
const checkEntries = once((entries: readonly (Gpu | Model)[]) => {
  checkEach(entries, "entries", (entry, field) => checkShape(entry, field, { id: checkText, aliases: (aliases, name) => checkEach(aliases, name, checkText), ["family" in Object(entry) ? "family" : "name"]: checkText }));
});

/** The GPU that {@link findGpu} finds; null where there is none, or more than one. */
export const gpuNamed = (name: string, gpus: readonly Gpu[]): Gpu | null => onlyOf(entriesNamed(gpuNames(name), gpus));

/** The model that {@link findModel} finds; null where there is none, or more than one. */
export const modelNamed = (name: string, models: readonly Model[]): Model | null => onlyOf(entriesNamed(modelNames(name), models));

const gpuNames = (name: string): readonly string[] => [name, name.replace(/^(nvidia|amd|intel)[\s-]+/i, "")];

const modelNames = (name: string): readonly string[] => [name, name.slice(name.lastIndexOf("/") + 1)];

const onlyOf = <Entry>([found, ...others]: readonly Entry[]): Entry | null => (found === undefined || others.length > 0 ? null : found);

function find<Entry extends Gpu | Model>(
  id: string,
  entries: readonly Entry[],
  field: string,
  namesOf: (name: string) => readonly string[],
  nearest: (name: string, entries: readonly Entry[]) => readonly string[],
): Entry {
  const refuse = (rule: string, suggestions: readonly string[], value: unknown = id): InfrascaleError => new InfrascaleError({ code: "unknown-id", field, rule, value, suggestions });
  if (typeof id !== "string") throw new InfrascaleError({ code: "invalid-type", field, rule: "must be an id, or an object of your own", value: id });
  if (isTooLong(id)) throw refuse(`must have at most ${LONGEST_NAME} characters`, [], id.length);
  const [found, ...others] = entriesNamed(namesOf(id), entries);
  if (found === undefined) throw refuse(`must be the id or alias of a known ${field}`, nearest(id, entries));
  if (others.length > 0) throw refuse(`must name one ${field}, not ${others.length + 1}`, [found, ...others].map((entry) => entry.id));
  return found;
}

/** Entries of the first of the names that any entry has. */
function entriesNamed<Entry extends Gpu | Model>(names: readonly string[], entries: readonly Entry[]): readonly Entry[] {
  const index = indexOf(entries);
  return names.map((name) => index.get(normaliseName(name)) ?? []).find((found) => found.length > 0) ?? [];
}

type NameIndex<Entry> = ReadonlyMap<string, readonly Entry[]>;

const indexes = new WeakMap<readonly (Gpu | Model)[], NameIndex<Gpu | Model>>();

/** Entries by normalised name; made once for each list. More than one only where a list of the user's gives a name twice. */
function indexOf<Entry extends Gpu | Model>(entries: readonly Entry[]): NameIndex<Entry> {
  const known = indexes.get(entries) as NameIndex<Entry> | undefined;
  if (known !== undefined) return known;
  checkEntries(entries);
  const byId = new Map<string, Entry[]>();
  const byAlias = new Map<string, Entry[]>();
  for (const entry of entries) {
    add(byId, entry.id, entry);
    for (const alias of entry.aliases) add(byAlias, alias, entry);
  }
  // An id is its entry's own: an alias of another entry does not make it ambiguous.
  const index = new Map([...byAlias, ...byId]);
  indexes.set(entries, index);
  return index;
}

function add<Entry>(index: Map<string, Entry[]>, name: string, entry: Entry): void {
  const key = normaliseName(name);
  const named = index.get(key);
  if (named === undefined) index.set(key, [entry]);
  else if (!named.includes(entry)) named.push(entry);
}
