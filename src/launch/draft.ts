import { checkInteger, checkObject, checkOneOf, checkText } from "../internal/check.js";

/** Who drafts tokens: layers of the model itself, a small model trained for it, or the text so far. */
export type Drafter =
  | {
      /** Layers of the model itself. */
      readonly method: "mtp";
    }
  | {
      /** A small model trained for it. */
      readonly method: "eagle3";
      /** Repository or path of the draft model. */
      readonly model: string;
    }
  | {
      /** The text so far. */
      readonly method: "ngram";
      /** Longest run of tokens that is looked up, integer >= 1. */
      readonly lookupTokens: number;
    };

/** A drafter, and how many tokens it proposes in a step. */
export type Draft = Drafter & {
  /** Tokens that it proposes, integer >= 1. */
  readonly tokens: number;
};

const CHECKS: Readonly<
  Record<Drafter["method"], (fields: Readonly<Record<string, unknown>>, field: string) => unknown>
> = {
  mtp: () => undefined,
  eagle3: ({ model }, field) => checkText(model, `${field}.model`),
  ngram: ({ lookupTokens }, field) => checkInteger(lookupTokens, `${field}.lookupTokens`, 1),
};

/** Refuses what is no drafter. */
export function checkDrafter(drafter: unknown, field: string): void {
  const fields = checkObject(drafter, field);
  const method = checkOneOf(fields["method"], `${field}.method`, Object.keys(CHECKS) as Drafter["method"][]);
  CHECKS[method](fields, field);
}
