import type { TimeTarget, WorkloadPreset } from "infrascale";
import { FIELDS, type FieldName } from "../scenario/fields.js";
import { plainText } from "../scenario/kinds.js";
import { QUANTITIES } from "../scenario/quantities.js";
import type { DecimalMark } from "../scenario/read-number.js";
import type { Inputs } from "../scenario/scenario.js";

type Texts = Partial<Record<FieldName, string>>;

/** A value as its field shows it; nothing of what the preset leaves open. */
function shownAs(name: FieldName, value: number | string | null | undefined, mark: DecimalMark): Texts {
  const field = FIELDS[name];
  if (value === null || value === undefined) return {};
  if (typeof value === "string" || field.kind !== "number") return { [name]: String(value) };
  return { [name]: plainText(field, String(value * QUANTITIES[field.quantity].perLibraryUnit), ".", mark) };
}

/** Statistic and seconds of a target; nothing where it has none. */
const limitOf = (target: TimeTarget | undefined): readonly [string?, number?] => {
  const limits: Readonly<Record<string, number>> = typeof target === "number" ? { mean: target } : (target ?? {});
  return Object.entries(limits)[0] ?? [];
};

/** The figures of a kind of traffic, lengths and targets, as the form shows them. */
export function ofPreset(preset: WorkloadPreset, mark: DecimalMark): Texts {
  const [firstTokenOf, firstToken] = limitOf(preset.targets?.ttft);
  const [perTokenOf, perToken] = limitOf(preset.targets?.tpot);
  return {
    ...shownAs("inputTokens", preset.inputTokens.mean, mark),
    ...shownAs("inputVariation", preset.inputTokens.cv, mark),
    ...shownAs("outputTokens", preset.outputTokens.mean, mark),
    ...shownAs("outputVariation", preset.outputTokens.cv, mark),
    ...shownAs("thinkSeconds", preset.thinkSeconds, mark),
    ...shownAs("arrivalVariation", preset.arrivalCv, mark),
    ...shownAs("cachedShare", preset.prefixCacheHitRate, mark),
    ...shownAs("firstToken", firstToken, mark),
    ...shownAs("firstTokenOf", firstTokenOf, mark),
    ...shownAs("perToken", perToken, mark),
    ...shownAs("perTokenOf", perTokenOf, mark),
  };
}

/**
 * Another kind of traffic: figures that were the last kind's follow, what somebody typed stays.
 *
 * @param inputs - as typed.
 * @param presets - all kinds.
 * @param id - the kind that is chosen.
 * @param mark - before decimals.
 * @returns texts of the fields that change.
 */
export function withPreset(inputs: Inputs, presets: readonly WorkloadPreset[], id: string, mark: DecimalMark): Texts {
  const figuresOf = (of: string): Texts => {
    const preset = presets.find((known) => known.id === of);
    return preset === undefined ? {} : ofPreset(preset, mark);
  };
  const before = figuresOf(inputs.traffic);
  const followed = Object.entries(figuresOf(id)).filter(
    ([name]) => before[name as FieldName] === undefined || before[name as FieldName] === inputs[name as FieldName],
  );
  return { traffic: id, ...Object.fromEntries(followed) };
}
