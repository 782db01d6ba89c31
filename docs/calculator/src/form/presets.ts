import type { TimeTarget, WorkloadPreset } from "infrascale";
import type { FieldName } from "../scenario/fields.js";
import type { DecimalMark } from "../scenario/read-number.js";
import type { Inputs } from "../scenario/scenario.js";
import { shownAs } from "../scenario/shown-as.js";

type Texts = Partial<Record<FieldName, string>>;

/** A figure as its field shows it; nothing of what the preset leaves open. */
const shown = (name: FieldName, value: number | string | null | undefined, mark: DecimalMark): Texts =>
  value === null || value === undefined ? {} : shownAs(name, value, mark);

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
    ...shown("inputTokens", preset.inputTokens.mean, mark),
    ...shown("inputVariation", preset.inputTokens.cv, mark),
    ...shown("outputTokens", preset.outputTokens.mean, mark),
    ...shown("outputVariation", preset.outputTokens.cv, mark),
    ...shown("thinkSeconds", preset.thinkSeconds, mark),
    ...shown("arrivalVariation", preset.arrivalCv, mark),
    ...shown("cachedShare", preset.prefixCacheHitRate, mark),
    ...shown("firstToken", firstToken, mark),
    ...shown("firstTokenOf", firstTokenOf, mark),
    ...shown("perToken", perToken, mark),
    ...shown("perTokenOf", perTokenOf, mark),
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
