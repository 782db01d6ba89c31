import { valueAt } from "../../internal/remembered.js";
import { gigabytesFromBytes } from "../../units.js";
import type { Gpu } from "../gpu.js";
import { normaliseName } from "./normalise-name.js";

/** Words that say nothing about which GPU it is. */
const NOISE =
  /^(?:nvidia|amd|intel|geforce|instinct|radeon|tesla|generation|edition|workstation|ws|tensor|core|graphics|gpus?|data|center|datacenter|ac|hbm\d?e?|gddr\d?x?)$/;
const FORM = /^(?:sxm\d?|pcie|nvl|hgx)$/;
const MEMORY = /^\d{1,3}gb?$/;

/** What a name says of a GPU: words, how it is built in, and its memory. */
interface GpuWords {
  readonly words: readonly string[];
  readonly forms: readonly string[];
  /** `80gb`; null where the name does not say. */
  readonly memory: string | null;
}

function gpuWords(name: string): GpuWords {
  const all = name
    .toLowerCase()
    .replaceAll(/(\d)\s*g(?:i?b)?\b/g, "$1gb")
    .split(/[^a-z0-9+]+/)
    .filter((word) => word !== "" && !NOISE.test(word));
  const memory = all.find((word) => MEMORY.test(word)) ?? null;
  return {
    words: all.filter((word) => !FORM.test(word) && word !== memory),
    forms: all.filter((word) => FORM.test(word) && word !== "hgx"),
    memory,
  };
}

const keyOf = ({ words, forms, memory }: GpuWords): string =>
  normaliseName([...words, ...forms, memory ?? ""].join(""));

/** What a name of a GPU is looked up by, whatever the order of its words and however much of its vendor's it has. */
export const gpuKey = (name: string): string => keyOf(gpuWords(name));

/** The same without the memory that the name states. */
export const gpuFamilyKey = (name: string): string => keyOf({ ...gpuWords(name), memory: null });

/** Cards that were made over for more memory: the name without it is that of another. */
const MADE_OVER = /^(?:rtx-3080-20gb|rtx-2080-ti-22gb|rtx-4090-48gb)$/;

/** What a key may mean: an entry, and how much of its name the key leaves out. */
export interface IndexedGpu {
  readonly gpu: Gpu;
  readonly left: number;
}

/** GPUs by keys. */
export interface GpuIndex {
  /** By id and alias, without punctuation. */
  readonly exact: ReadonlyMap<string, readonly Gpu[]>;
  /** By alias, as words. */
  readonly aliases: ReadonlyMap<string, Gpu>;
  /** By what is left of the id, for all parts that may be left out. */
  readonly shortened: ReadonlyMap<string, readonly IndexedGpu[]>;
}

const indexes = new WeakMap<readonly Gpu[], GpuIndex>();

/** The index of a list, made once. */
export const gpuIndex = (gpus: readonly Gpu[]): GpuIndex => valueAt(indexes, gpus, makeIndex);

function makeIndex(gpus: readonly Gpu[]): GpuIndex {
  const ids = new Map<string, Gpu[]>();
  const names = new Map<string, Gpu[]>();
  const aliases = new Map<string, Gpu>();
  const shortened = new Map<string, IndexedGpu[]>();
  for (const gpu of gpus) {
    add(ids, normaliseName(gpu.id), gpu);
    for (const alias of gpu.aliases) {
      add(names, normaliseName(alias), gpu);
      aliases.set(gpuKey(alias), gpu);
    }
    for (const [key, left] of keysOf(gpu)) {
      const found = shortened.get(key);
      if (found === undefined) shortened.set(key, [{ gpu, left }]);
      else if (!found.some((other) => other.gpu === gpu)) found.push({ gpu, left });
    }
  }
  // An id is its entry's own: an alias of another entry does not make it ambiguous.
  return { exact: new Map([...names, ...ids]), aliases, shortened };
}

/** All shorter forms of an entry's name: each with what it leaves out, the fullest first. */
function keysOf({ id, memory: { marketedBytes } }: Gpu): readonly (readonly [key: string, left: number])[] {
  const { words, forms, memory } = gpuWords(id);
  const shorter = (drop: RegExp): readonly (readonly string[])[] =>
    words.length > 1 && words.some((word) => drop.test(word)) ? [words.filter((word) => !drop.test(word))] : [];
  const namings = [words, ...shorter(/^blackwell$/), ...shorter(/^(?:rtx|rx)$/), ...shorter(/^(?:blackwell|rtx)$/)];
  const stated = memory ?? `${Math.round(gigabytesFromBytes(marketedBytes))}gb`;
  const memories: readonly (readonly [memory: string | null, left: number])[] = MADE_OVER.test(id)
    ? [[stated, 0]]
    : [
        [stated, 0],
        [null, memory === null ? 0 : 1],
      ];
  const built: readonly (readonly [forms: readonly string[], left: number])[] = [
    [forms, 0],
    ...(forms.some((form) => /\d/.test(form)) ? [[forms.map((form) => form.replace(/\d/, "")), 0] as const] : []),
    [[], forms.length],
  ];
  return namings.flatMap((naming) =>
    memories.flatMap(([known, left]) =>
      built.map(([form, missing]) => [keyOf({ words: naming, forms: form, memory: known }), left + missing] as const),
    ),
  );
}

function add(map: Map<string, Gpu[]>, key: string, gpu: Gpu): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [gpu]);
  else if (!found.includes(gpu)) found.push(gpu);
}
