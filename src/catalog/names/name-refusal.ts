import { InfrascaleError, type ErrorCode } from "../../errors.js";
import { isTooLong, LONGEST_NAME } from "./longest-name.js";
import type { Rule } from "../../rules/rule-code.js";
import { catalogRule } from "../../rules/catalog.js";

/** Why a name stands for nothing. Reasons may be added, never renamed. */
export type NameRefusalReason =
  "ambiguous" | "encoder-decoder" | "no-public-config" | "bits-not-stated" | "not-in-catalog" | "unknown";

/** A name that stands for nothing in the catalog. */
export interface NameRefusal {
  readonly refusal: NameRefusalReason;
  /** Ids that it may mean, or comes nearest to. */
  readonly nearest: readonly string[];
}

/** True for a name that stands for nothing. */
export const isNameRefused = (found: object): found is NameRefusal => "refusal" in found;

/** What a refusal says, of a kind of thing; and the code of its error. */
const SAYS: Readonly<Record<NameRefusalReason, { readonly code: ErrorCode; readonly rule: (kind: string) => Rule }>> = {
  ambiguous: { code: "ambiguous-name", rule: (kind) => catalogRule("one-name", { kind }) },
  "encoder-decoder": {
    code: "unsupported-model",
    rule: () => catalogRule("decoder"),
  },
  "no-public-config": {
    code: "no-public-config",
    rule: () => catalogRule("known-shape"),
  },
  "bits-not-stated": {
    code: "unsupported-precision",
    rule: () => catalogRule("stated-bits"),
  },
  "not-in-catalog": {
    code: "unknown-id",
    rule: (kind) => catalogRule("in-catalog", { kind }),
  },
  unknown: { code: "unknown-id", rule: (kind) => catalogRule("known-name", { kind }) },
};

/** What a refusal says, without a kind of thing before it. */
export const refusalRule = (refusal: NameRefusalReason, kind: string): string => SAYS[refusal].rule(kind).rule;

/** The error that a refused name is to who asked. */
export function nameError(name: string, kind: "model" | "gpu", { refusal, nearest }: NameRefusal): InfrascaleError {
  if (isTooLong(name))
    return new InfrascaleError({
      code: "unknown-id",
      field: kind,
      ...catalogRule("short-name", { most: LONGEST_NAME }),
      value: name.length,
      suggestions: [],
    });
  const { code, rule } = SAYS[refusal];
  return new InfrascaleError({ code, field: kind, ...rule(kind), value: name, suggestions: nearest });
}
