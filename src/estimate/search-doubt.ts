/** Why a minimum is not proven, by its code. Codes may be added, never renamed. */
export interface SearchDoubtValues {
  /** Something does not change with more replicas as it promised. */
  readonly "broken-promise": {
    /** Names of the constraints, or of the objective. */
    readonly names: readonly string[];
  };
  /** Nothing is promised about more replicas, and not all numbers of them were tried. */
  readonly "not-all-tried": {
    /** Names of the constraints. */
    readonly names: readonly string[];
    /** Numbers of replicas that were. */
    readonly tried: number;
  };
}

/** Why a minimum is not proven. */
export type SearchDoubt = {
  readonly [Code in keyof SearchDoubtValues]: {
    /** Which reason it is. */
    readonly code: Code;
    /** What it speaks of. */
    readonly values: SearchDoubtValues[Code];
  };
}[keyof SearchDoubtValues];

const MESSAGES: { readonly [Code in keyof SearchDoubtValues]: (values: SearchDoubtValues[Code]) => string } = {
  "broken-promise": ({ names }) =>
    `${names.join(", ")}: with more replicas it does not change as it promises, so that nothing is proven`,
  "not-all-tried": ({ names, tried }) =>
    `${names.join(", ")}: nothing is promised about more replicas, and only ${tried} were tried one by one; declare withMoreReplicas, or set search.maxGpus`,
};

/** What a doubt says in English. */
export const doubtMessage = ({ code, values }: SearchDoubt): string =>
  (MESSAGES[code] as (values: SearchDoubt["values"]) => string)(values);
