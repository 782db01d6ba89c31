import { InfrascaleError } from "../errors.js";
import type { Gpu } from "./gpu.js";
import type { Model } from "./model.js";

const MOST_SUGGESTIONS = 3;

/** A name without case, spaces and punctuation: `H100-SXM5 80GB` and `h100_sxm5_80gb` are one. */
export const normaliseName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

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
export const findGpu = (id: string, gpus: readonly Gpu[]): Gpu =>
  find(id, gpus, "gpu", (name) => [name, name.replace(/^(nvidia|amd|intel)[\s-]+/i, "")]);

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
export const findModel = (id: string, models: readonly Model[]): Model =>
  find(id, models, "model", (name) => [name, name.slice(name.lastIndexOf("/") + 1)]);

/**
 * Entries that contain every word of a text in their id, name, family or aliases.
 *
 * @param entries - GPUs or models.
 * @param text - words; empty finds everything.
 * @returns the entries, in their order.
 * @example
 * ```ts
 * import { gpus, searchCatalog } from "infrascale";
 *
 * searchCatalog(gpus, "h200 nvl").map(({ id }) => id); // => ["h200-nvl-141gb"]
 * ```
 */
export function searchCatalog<Entry extends Gpu | Model>(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text.split(/\s+/).map(normaliseName).filter((word) => word !== "");
  return entries.filter((entry) => {
    const described = "family" in entry ? entry.family : entry.name;
    const names = [entry.id, described, ...entry.aliases].map(normaliseName);
    return words.every((word) => names.some((name) => name.includes(word)));
  });
}

function find<Entry extends Gpu | Model>(id: string, entries: readonly Entry[], field: string, variants: (name: string) => readonly string[]): Entry {
  if (typeof id !== "string") throw new InfrascaleError({ code: "invalid-type", field, rule: "must be an id, or an object of your own", value: id });
  const index = indexOf(entries);
  for (const variant of variants(id)) {
    const [found, ...others] = index.get(normaliseName(variant)) ?? [];
    if (found === undefined) continue;
    if (others.length === 0) return found;
    throw new InfrascaleError({ code: "unknown-id", field, rule: `must name one ${field}, not ${others.length + 1}`, value: id, suggestions: [found, ...others].map((entry) => entry.id) });
  }
  throw new InfrascaleError({ code: "unknown-id", field, rule: `must be the id or alias of a known ${field}`, value: id, suggestions: nearestIds(id, entries) });
}

type NameIndex<Entry> = ReadonlyMap<string, readonly Entry[]>;

const indexes = new WeakMap<readonly (Gpu | Model)[], NameIndex<Gpu | Model>>();

/** Entries by normalised name; made once for each list. More than one only where a list of the user's gives a name twice. */
function indexOf<Entry extends Gpu | Model>(entries: readonly Entry[]): NameIndex<Entry> {
  const known = indexes.get(entries) as NameIndex<Entry> | undefined;
  if (known !== undefined) return known;
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

function nearestIds(id: string, entries: readonly (Gpu | Model)[]): readonly string[] {
  const wanted = normaliseName(id.slice(id.lastIndexOf("/") + 1));
  const distances = entries.map((entry) => ({
    id: entry.id,
    distance: Math.min(...[entry.id.slice(entry.id.lastIndexOf("/") + 1), ...entry.aliases].map((name) => editDistance(wanted, normaliseName(name)))),
  }));
  return distances
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTIONS)
    .map((entry) => entry.id);
}

/** Levenshtein's distance: insertions, deletions and substitutions that make one word of another. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] as number) + 1, (current[j - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
