import type { Gpu } from "../gpu.js";
import type { Model } from "../model.js";
import { parseModelName } from "./parse-model-name.js";

const MOST_SUGGESTIONS = 3;

/** Words of a name that say nothing about which model it is. */
const NOISE = new Set(["instruct", "chat", "it", "hf", "base", "thinking", "meta", "nvidia", "amd", "intel", "v"]);

/** What a name says: words, the number that tells generations apart, and the size. */
interface Meaning {
  readonly words: readonly string[];
  readonly version: number | null;
  readonly size: number | null;
}

/** How far a name is from another, the most telling first. */
type Distance = readonly [firstWord: number, words: number, version: number, size: number, spelling: number];

/**
 * Ids of the models that a name comes nearest to: of the same family first, then of the nearest generation, then size.
 *
 * @param name - a name that no entry has.
 * @param models - the catalog.
 * @returns three ids at most.
 */
export const nearestModels = (name: string, models: readonly Model[]): readonly string[] =>
  nearest(parseModelName(name).base, models, modelMeaning);

/**
 * Ids of the GPUs that a name comes nearest to, by its words first and then by memory.
 *
 * @param name - a name that no entry has.
 * @param gpus - the catalog.
 * @returns three ids at most.
 */
export const nearestGpus = (name: string, gpus: readonly Gpu[]): readonly string[] => nearest(name, gpus, gpuMeaning);

function nearest(
  name: string,
  entries: readonly (Gpu | Model)[],
  meaningOf: (name: string) => Meaning,
): readonly string[] {
  const bare = withoutOrganisation(name);
  const asked = meaningOf(bare);
  const distances = entries.map((entry) => ({
    id: entry.id,
    distance: [withoutOrganisation(entry.id), ...entry.aliases]
      .map((known) => distanceOf(asked, meaningOf(known), bare, known))
      .reduce((a, b) => (compare(a, b) <= 0 ? a : b)),
  }));
  return distances
    .sort((a, b) => compare(a.distance, b.distance))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ id }) => id);
}

const withoutOrganisation = (name: string): string => name.slice(name.lastIndexOf("/") + 1).toLowerCase();

/** `llama-3.1-8b`: llama, 3.1, 8. Of `30b-a3b` and `8x7b` the first number with a b is the size. */
function modelMeaning(name: string): Meaning {
  const size = /(?<![a-z0-9.])(\d+(?:\.\d+)?)(?:x\d+)?b(?![a-z])/.exec(name)?.[1];
  const rest = name.replaceAll(/(?<![a-z0-9.])[a-z]?\d+(?:\.\d+)?(?:x\d+)?b(?![a-z])/g, " ");
  const version = /\d+(?:\.\d+)?/.exec(rest.replaceAll("_", "."))?.[0];
  return {
    words: wordsIn(rest, /[a-z]+/g),
    version: version === undefined ? null : Number(version),
    size: size === undefined ? null : Number(size),
  };
}

/** `h100-sxm5-80gb`: h100 and sxm5, 80. Of a GPU the number is part of the name. */
function gpuMeaning(name: string): Meaning {
  const size = /(\d+)\s*gb/.exec(name)?.[1];
  return {
    words: wordsIn(name.replace(/\d+\s*gb/, " "), /[a-z0-9]+/g),
    version: null,
    size: size === undefined ? null : Number(size),
  };
}

const wordsIn = (text: string, pattern: RegExp): readonly string[] =>
  (text.match(pattern) ?? []).filter((word) => !NOISE.has(word));

function distanceOf(asked: Meaning, known: Meaning, askedName: string, knownName: string): Distance {
  return [
    wordDistance(asked.words.slice(0, 1), known.words.slice(0, 1)),
    wordDistance(asked.words, known.words),
    gap(asked.version, known.version, (a, b) => Math.abs(a - b)),
    gap(asked.size, known.size, (a, b) => Math.abs(Math.log(a / b))),
    editDistance(askedName, knownName.toLowerCase()),
  ];
}

/** Each word that was asked, by the nearest of the other name; words that the other has besides count half. */
function wordDistance(asked: readonly string[], known: readonly string[]): number {
  const missing = asked.reduce(
    (sum, word) =>
      sum + Math.min(1, ...known.map((other) => editDistance(word, other) / Math.max(word.length, other.length))),
    0,
  );
  return missing + Math.max(0, known.length - asked.length) / 2;
}

/** Between two numbers; what only one of the names has is far, what neither has no distance. */
const gap = (a: number | null, b: number | null, between: (a: number, b: number) => number): number =>
  a !== null && b !== null ? between(a, b) : a === b ? 0 : FAR;

const FAR = 1000;

function compare(a: Distance, b: Distance): number {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place < 0 ? 0 : (a[place] as number) - (b[place] as number);
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
