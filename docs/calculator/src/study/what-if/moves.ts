import type { WhatIf } from "infrascale/decide";
import type { FieldName } from "../../scenario/fields.js";
import { fieldOf } from "../../scenario/paths.js";
import type { DecimalMark } from "../../scenario/read-number.js";
import type { Inputs } from "../../scenario/scenario.js";
import { shownAs } from "../../scenario/shown-as.js";

/** One thing that would be otherwise. */
export type Move = WhatIf["changes"][number];

/** Moves by what becomes of them. */
export interface Moves {
  /** The most saved first; of one input and as much saved, the smallest change. */
  readonly saving: readonly Move[];
  /** The dearest last. */
  readonly costing: readonly Move[];
  /** As many GPUs as now. */
  readonly same: readonly Move[];
  /** Refused, or served by nothing. */
  readonly impossible: readonly Move[];
}

/**
 * Moves as they are shown.
 *
 * @param changes - what the library tried.
 * @returns the same by what becomes of them, without those that a smaller one of the same input equals.
 */
export function movesOf(changes: readonly Move[]): Moves {
  const size = ({ share }: Move): number => Math.abs(share ?? 0);
  const isNeeded = (move: Move): boolean =>
    !changes.some(
      (other) =>
        other.input === move.input &&
        other.share !== null &&
        move.share !== null &&
        Math.sign(other.share) === Math.sign(move.share) &&
        size(other) < size(move) &&
        other.saves === move.saves,
    );
  const needed = changes.filter(isNeeded);
  const bySaving = (one: Move, other: Move): number => (other.saves ?? 0) - (one.saves ?? 0) || size(one) - size(other);
  return {
    saving: needed.filter(({ saves }) => (saves ?? 0) > 0).sort(bySaving),
    costing: needed.filter(({ saves }) => (saves ?? 0) < 0).sort(bySaving),
    same: needed.filter(({ saves }) => saves === 0),
    impossible: needed.filter(({ saves }) => saves === null),
  };
}

/** Inputs that are not where the form has its fields. */
const WORDS: Readonly<Record<string, FieldName>> = {
  "precision.weights": "weights",
  "precision.kvCache": "kvCache",
  engine: "engine",
  routing: "routing",
  speculation: "draftTokens",
};

/** The field of an input; null where the form has none. */
export const fieldOfInput = (input: string, inputs: Inputs): FieldName | null => WORDS[input] ?? fieldOf(input, inputs);

/**
 * What a move types into the form.
 *
 * @param move - input and value.
 * @param inputs - as typed.
 * @param mark - before decimals.
 * @returns texts; null where the form has no field for it.
 */
export function textsOf(
  { input, to }: Pick<Move, "input" | "to">,
  inputs: Inputs,
  mark: DecimalMark,
): Partial<Inputs> | null {
  const field = fieldOfInput(input, inputs);
  if (field === null) return null;
  if (input === "speculation") return to === "none" ? { draftTokens: "0" } : null;
  return { ...shownAs(field, to, mark), ...(field === "engine" && { engineVersion: "" }) };
}
