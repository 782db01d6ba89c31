import { InfrascaleError, type ErrorCode } from "../../errors.js";
import { isTooLong, LONGEST_NAME } from "./longest-name.js";

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
const SAYS: Readonly<Record<NameRefusalReason, { readonly code: ErrorCode; readonly rule: (kind: string) => string }>> =
  {
    ambiguous: { code: "ambiguous-name", rule: (kind) => `must name one ${kind}: several have this name` },
    "encoder-decoder": {
      code: "unsupported-model",
      rule: () => "must be a decoder: an encoder-decoder is not modelled",
    },
    "no-public-config": {
      code: "no-public-config",
      rule: () => "must have a shape that is known: no public config was found, import one (infrascale/import)",
    },
    "bits-not-stated": {
      code: "unsupported-precision",
      rule: () => "must say how many bits a weight has: the format alone does not",
    },
    "not-in-catalog": {
      code: "unknown-id",
      rule: (kind) => `must be known: the ${kind} that it has is not in the catalog`,
    },
    unknown: { code: "unknown-id", rule: (kind) => `must be the id or alias of a known ${kind}` },
  };

/** What a refusal says, without a kind of thing before it. */
export const refusalRule = (refusal: NameRefusalReason, kind: string): string => SAYS[refusal].rule(kind);

/** The error that a refused name is to who asked. */
export function nameError(name: string, kind: "model" | "gpu", { refusal, nearest }: NameRefusal): InfrascaleError {
  if (isTooLong(name))
    return new InfrascaleError({
      code: "unknown-id",
      field: kind,
      rule: `must have at most ${LONGEST_NAME} characters`,
      value: name.length,
      suggestions: [],
    });
  const { code, rule } = SAYS[refusal];
  return new InfrascaleError({ code, field: kind, rule: rule(kind), value: name, suggestions: nearest });
}
