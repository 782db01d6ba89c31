/** Who drafts tokens: layers of the model itself, a small model trained for it, or the text so far. */
export type Drafter =
  | { readonly method: "mtp" }
  | {
      readonly method: "eagle3";
      /** Repository or path of the draft model. */
      readonly model: string;
    }
  | {
      readonly method: "ngram";
      /** Longest run of tokens that is looked up, integer >= 1. */
      readonly lookupTokens: number;
    };

/** A drafter, and how many tokens it proposes in a step. */
export type Draft = Drafter & { readonly tokens: number };
