import { valueAt } from "../../internal/remembered.js";
import { normaliseName } from "./normalise-name.js";
import type { Model } from "../model.js";
import { dashedKeyOf, keyOf, without, withoutPublishers, wordsOf, type NamePart } from "./name-words.js";
import { parseModelName } from "./parse-model-name.js";

/** What a key may mean. */
export interface IndexedModel {
  readonly model: Model;
  /** Parts of its name that the key leaves out and that tell models apart: the size more than a date. */
  readonly left: number;
  /** True when the key leaves out its size. */
  readonly open: boolean;
}

/** Models by keys. */
export interface ModelIndex {
  /** By id and alias, without punctuation. */
  readonly exact: ReadonlyMap<string, readonly Model[]>;
  /** By alias, as words. */
  readonly aliases: ReadonlyMap<string, Model>;
  /** By what is left of the id, for all parts that may be left out. */
  readonly shortened: ReadonlyMap<string, readonly IndexedModel[]>;
}

const indexes = new WeakMap<readonly Model[], ModelIndex>();

/** The index of a list, made once. */
export const modelIndex = (models: readonly Model[]): ModelIndex => valueAt(indexes, models, makeIndex);

function makeIndex(models: readonly Model[]): ModelIndex {
  const ids = new Map<string, Model[]>();
  const bare = new Map<string, Model[]>();
  const aliases = new Map<string, Model>();
  const shortened = new Map<string, IndexedModel[]>();
  for (const model of models) {
    push(ids, normaliseName(model.id), model);
    if (model.id.includes("/")) push(bare, normaliseName(model.id.slice(model.id.lastIndexOf("/") + 1)), model);
    for (const alias of model.aliases) {
      push(bare, normaliseName(alias), model);
      aliases.set(keyOf(wordsOf(alias)), model);
    }
    for (const [key, left, open] of keysOf(model))
      push(shortened, key, { model, left, open }, ({ model: other }) => other === model);
  }
  // An id is its entry's own: an alias of another entry does not make it ambiguous.
  return { exact: new Map([...bare, ...ids]), aliases, shortened };
}

/** Parts that the name of an entry may leave out, with what each counts. */
const OPTIONAL: readonly (readonly [parts: readonly NamePart[], left: number])[] = [
  [["stage"], 0],
  [["active"], 0.01],
  [["version"], 0.1],
  [["date"], 0.1],
  [["context"], 0.1],
  [["size", "active"], 10],
];

/** All shorter forms of an entry's name: each with what it leaves out, the fullest first. */
function keysOf({ id }: Model): readonly (readonly [key: string, left: number, open: boolean])[] {
  const forms: (readonly [words: readonly string[], left: number, open: boolean])[] = withoutPublishers(
    wordsOf(parseModelName(id).base),
  ).map((words) => [words, 0, false]);
  for (const [parts, left] of OPTIONAL)
    for (const [words, before, open] of [...forms]) {
      const rest = without(words, ...parts);
      if (rest.length > 0 && rest.length < words.length)
        forms.push([rest, before + left, open || parts.includes("size")]);
    }
  return forms
    .sort(([, a], [, b]) => a - b)
    .flatMap(([words, left, open]) =>
      [...new Set([keyOf(words), dashedKeyOf(words)])].map((key) => [key, left, open] as const),
    );
}

function push<Value>(
  map: Map<string, Value[]>,
  key: string,
  value: Value,
  isSame: (other: Value) => boolean = (other) => other === value,
): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else if (!values.some(isSame)) values.push(value);
}
