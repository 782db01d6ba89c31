import type { Checkpoint, Model } from "../model.js";
import type { Assumption } from "./assumption.js";
import { isTooLong } from "./longest-name.js";
import { modelIndex, type ModelIndex } from "./model-index.js";
import type { NameRefusal, NameRefusalReason } from "./name-refusal.js";
import { has, keyOf, PARTS, without, withoutPublishers, wordsOf } from "./name-words.js";
import { nearestModels } from "./nearest.js";
import { normaliseName } from "./normalise-name.js";
import { ollamaName } from "./ollama.js";
import { parseModelName } from "./parse-model-name.js";
import { AMBIGUOUS, ENCODER_DECODER, NO_PUBLIC_CONFIG } from "./refused-names.js";
import { QWEN2_5_ENCODER, SAME_SHAPE } from "./same-shape.js";

/** A model by a name that people give it. */
export interface NamedModel {
  /** As it is served: the entry, with the checkpoint and the context that the name states. */
  readonly model: Model;
  /** Entry of the catalog that has its shape. */
  readonly entry: Model;
  /** True when the name states the number format of the weights. */
  readonly statesFormat: boolean;
  /** What the name left open, or says of another model than the entry. */
  readonly assumed: readonly Assumption[];
}

/** What the words of a name mean. */
interface Meaning {
  readonly entry: Model;
  /** True for other weights in the shape of the entry. */
  readonly isOther: boolean;
  /** True when the name does not say which size it means. */
  readonly isOpen: boolean;
  /** What it has of its own. */
  readonly own: Partial<Pick<Model, "maxContextTokens" | "kind">> & { readonly vision?: number };
}

/**
 * The model of a name: an id or alias as it stands; else what its words mean, one ending after the other taken off. A quantised
 * copy (`RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16`) keeps its own name and has the format that the name states, and a
 * dated version has its own context.
 *
 * @param name - of a repository, a file, a tag of Ollama, or an alias.
 * @param models - the catalog.
 * @returns the model, or why there is none.
 */
export function resolveModelName(name: string, models: readonly Model[]): NamedModel | NameRefusal {
  if (isTooLong(name)) return { refusal: "unknown", nearest: [] };
  const asked = name.trim();
  const index = modelIndex(models);
  const bare = asked.slice(asked.lastIndexOf("/") + 1);
  const exact = index.exact.get(normaliseName(asked)) ?? index.exact.get(normaliseName(bare));
  const tagged = ollamaName(asked);
  if (exact !== undefined && tagged === null)
    return exact.length === 1
      ? named(asked, byName(exact[0] as Model, wordsOf(asked)), null)
      : { refusal: "ambiguous", nearest: exact.map(({ id }) => id) };
  const refuse = (refusal: NameRefusalReason, nearest = nearestModels(asked, models)): NameRefusal => ({
    refusal,
    nearest,
  });
  if (/\bexl[23]\b/i.test(bare)) return refuse("bits-not-stated", []);
  let rest = tagged ?? asked;
  let format: Checkpoint | null = null;
  for (;;) {
    const words = wordsOf(rest);
    const meaning = meaningOf(words, index);
    if (meaning !== null)
      return "refusal" in meaning
        ? refuse(meaning.refusal, meaning.nearest)
        : named(asked, meaning, ownFormat(meaning.entry, format, tagged ?? asked));
    if (words.some((word) => ENCODER_DECODER.test(word))) return refuse("encoder-decoder", []);
    const { base, checkpoint } = parseModelName(rest);
    const shorter = checkpoint === null ? rest.replace(ENDING, "") : base;
    if (shorter === rest) return ambiguous(words, models) ?? refuse("unknown");
    format ??= checkpoint;
    rest = shorter;
  }
}

/** Endings that say nothing of the shape: training stages, drafts in the checkpoint, training for 4 bit, tuning of the quantisation. */
const ENDING =
  /[-_](?:Instruct|chat|it|hf|Base|MTP|qat|tuning|preview|abliterated|uncensored|heretic|unsloth|dynamic|fast|turbo)$/i;

/** Files of a published 4-bit model are in its own format, and embedding models of Ollama are not quantised. */
function ownFormat(entry: Model, format: Checkpoint | null, name: string): Checkpoint | null {
  const byCustom = /-Q4_K_M$|-GGUF$/i.test(name);
  return byCustom && (entry.checkpoint.weights === "fp4" || entry.kind !== undefined) ? null : format;
}

function named(
  asked: string,
  { entry, isOther, isOpen, own: { vision, ...own } }: Meaning,
  format: Checkpoint | null,
): NamedModel {
  const context = own.maxContextTokens;
  const model: Model = {
    ...withoutHead(entry, own.kind),
    ...own,
    ...(vision === undefined ? {} : { parameters: { ...entry.parameters, vision }, imageEncoder: QWEN2_5_ENCODER }),
    ...(format === null ? {} : { id: asked, checkpoint: format }),
  };
  const isSame = format === null && vision === undefined && Object.keys(own).length === 0;
  return {
    model: isSame ? entry : model,
    entry,
    statesFormat: format !== null,
    assumed: [
      ...(isOther ? [{ code: "same-shape", asked, used: entry.id } as const] : []),
      ...(isOpen || (format !== null && !isOther) ? [{ code: "checkpoint", asked, used: entry.id } as const] : []),
      ...(context === undefined || context === null || context === entry.maxContextTokens
        ? []
        : [{ code: "context-from-name", asked, used: context } as const]),
    ],
  };
}

/** What an id or alias means. */
/** The shape of a model that writes, without the head that a reranker does not use. */
function withoutHead(entry: Model, kind: Model["kind"]): Model {
  if (kind === undefined) return entry;
  const { total, active, head } = entry.parameters;
  return { ...entry, parameters: { ...entry.parameters, total: total - head, active: active - head, head: 0 } };
}

const byName = (entry: Model, words: readonly string[]): Meaning => ({
  entry,
  isOther: false,
  isOpen: !has(words, "size") && has(wordsOf(entry.id), "size"),
  own: {},
});

type Refused = Pick<NameRefusal, "refusal" | "nearest">;

/**
 * What words mean: themselves, then without a publisher, a training stage, a date, a context or a version; then by their end, as copies
 * are named that were trained further (`ThinkingCap-Qwen3.6-27B`). Null when nothing.
 */
function meaningOf(words: readonly string[], index: ModelIndex): Meaning | Refused | null {
  let refused: Refused | null = null;
  for (const { words: shorter, isOther, own } of shorterForms(words)) {
    const meaning = exactMeaning(shorter, index) ?? (has(shorter, "size") ? sizedMeaning(shorter, index) : null);
    if (meaning === null) continue;
    if ("refusal" in meaning) {
      // A name without its training stage may be the usual one of those that have it.
      if (meaning.refusal !== "ambiguous") return meaning;
      refused ??= meaning;
      continue;
    }
    return {
      ...meaning,
      isOther: meaning.isOther || isOther,
      own: { ...ownContext(own, meaning.entry), ...meaning.own },
    };
  }
  if (refused !== null) return refused;
  const plain = without(words, "stage", "otherStage");
  if (plain.some((word) => OTHER_SHAPE.test(word))) return null;
  for (let start = 1; start < plain.length; start += 1) {
    const tail = plain.slice(start);
    const meaning = has(tail, "size") ? exactMeaning(tail, { ...index, aliases: new Map() }) : null;
    if (meaning !== null && !("refusal" in meaning) && !meaning.isOpen) return { ...meaning, isOther: true };
  }
  return null;
}

/** Words of models that hold another model, or a part of it. */
const OTHER_SHAPE =
  /^(?:eagle\d*|medusa|draft|dflash|speculator|lora|adapter|llava|vl|vision|vlm|omni|audio|embed|embedding|rerank|reranker|reward|rm|prm|pruned|reap|distill|minitron|nano)$/;

interface Shorter {
  readonly words: readonly string[];
  readonly isOther: boolean;
  /** Words that were left out and say how long the context is. */
  readonly own: { readonly dates: readonly string[]; readonly contexts: readonly string[] };
}

function shorterForms(words: readonly string[]): readonly Shorter[] {
  const none = { dates: [], contexts: [] };
  const forms: Shorter[] = [];
  const add = (shorter: readonly string[], isOther: boolean, own: Shorter["own"] = none): void => {
    for (const form of withoutPublishers(shorter)) if (form.length > 0) forms.push({ words: form, isOther, own });
  };
  const contexts = words.filter((word) => PARTS.context.test(word));
  const dates = words.filter((word) => PARTS.date.test(word));
  const isBase = words.some((word) => /^(?:base|pt)$/.test(word));
  add(words, false);
  add(without(words, "stage"), isBase);
  add(without(words, "otherStage", "stage"), true);
  add(without(words, "otherStage", "stage", "context"), true, { dates: [], contexts });
  // Releases of one name and another date may have another size: Mistral Small 2409 has.
  if (has(words, "size"))
    for (const parts of [["date"], ["date", "version"]] as const)
      add(without(words, "otherStage", "stage", "context", ...parts), true, { dates, contexts });
  return forms;
}

/** Qwen 3 of July 2025 has a context of its own; others may name theirs in thousands. */
function ownContext({ dates, contexts }: Shorter["own"], entry: Model): Meaning["own"] {
  const [context] = contexts;
  if (context !== undefined) return { maxContextTokens: Number.parseInt(context, 10) * TOKENS_PER_K };
  return dates.includes("2507") && entry.family.startsWith("Qwen3") ? { maxContextTokens: QWEN_2507_TOKENS } : {};
}

const TOKENS_PER_K = 1024;
/** max_position_embeddings of Qwen3-235B-A22B-Instruct-2507 and its kin. */
const QWEN_2507_TOKENS = 262_144;

function exactMeaning(words: readonly string[], index: ModelIndex): Meaning | Refused | null {
  const key = keyOf(words);
  if (NO_CONFIG_KEYS.has(key)) return { refusal: "no-public-config", nearest: [] };
  const alias = index.aliases.get(key);
  if (alias !== undefined) return byName(alias, words);
  const same = SAME_KEYS.get(key);
  const shape = same === undefined ? undefined : index.exact.get(normaliseName(same.shape))?.[0];
  const least = index.shortened.get(key)?.reduce((a, b) => (b.left < a.left ? b : a));
  // A name that says its size is another model than one that leaves it out.
  if (same !== undefined && shape !== undefined && (least === undefined || least.left > 0)) {
    const { contextTokens, vision, kind } = same;
    return {
      entry: shape,
      isOther: true,
      isOpen: false,
      own: {
        ...(contextTokens !== undefined && { maxContextTokens: contextTokens }),
        ...(vision !== undefined && { vision }),
        ...(kind !== undefined && { kind }),
      },
    };
  }
  if (least === undefined) return null;
  if (AMBIGUOUS_KEYS.has(key)) return { refusal: "ambiguous", nearest: [] };
  const found = index.shortened.get(key)?.filter(({ left }) => left === least.left) ?? [];
  return found.length > 1
    ? { refusal: "ambiguous", nearest: found.map(({ model }) => model.id) }
    : { entry: least.model, isOther: false, isOpen: least.open, own: {} };
}

/** How far a stated size may be from the weights of an entry that does not name its own. */
const SIZE_TOLERANCE = 0.15;

/** What words mean without their size, where the entry has as many weights: `phi4:14b`, `deepseek-v3:671b`. */
function sizedMeaning(words: readonly string[], index: ModelIndex): Meaning | null {
  const meaning = exactMeaning(without(words, "size"), index);
  const size = words.find((word) => PARTS.size.test(word)) ?? "";
  if (meaning === null || "refusal" in meaning || meaning.isOpen) return null;
  const { total, vision } = meaning.entry.parameters;
  const stated = Number.parseFloat(size) * (UNITS[size.at(-1) ?? ""] ?? NaN);
  return Math.abs((total + vision) / stated - 1) <= SIZE_TOLERANCE ? { ...meaning, isOpen: false } : null;
}

const UNITS: Readonly<Record<string, number>> = { m: 1e6, b: 1e9, t: 1e12 };

/** A name that several entries begin with says too little. */
function ambiguous(words: readonly string[], models: readonly Model[]): NameRefusal | null {
  const key = `${keyOf(words)}-`;
  const ids = models
    .filter(({ id }) => withoutPublishers(wordsOf(id)).some((form) => `${keyOf(form)}-`.startsWith(key)))
    .map(({ id }) => id);
  return key !== "-" && (ids.length > 1 || AMBIGUOUS_KEYS.has(key.slice(0, -1)))
    ? { refusal: "ambiguous", nearest: ids.slice(0, MOST_CANDIDATES) }
    : null;
}

const MOST_CANDIDATES = 8;

const keysOfNames = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => keyOf(wordsOf(name))));
const NO_CONFIG_KEYS = keysOfNames(NO_PUBLIC_CONFIG);
const AMBIGUOUS_KEYS = keysOfNames(AMBIGUOUS);
const SAME_KEYS = new Map([...SAME_SHAPE].map(([name, same]) => [keyOf(wordsOf(name)), same]));
