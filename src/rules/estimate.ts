import { rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of estimates, of their search and of what is decided by them. */
export const ESTIMATE_RULES = {
  "fits-context": ({ tokens }: { tokens: number }) =>
    `must fit the model's context of ${tokens} tokens, input and output together`,
  "fits-max-model-len": ({ tokens }: { tokens: number }) =>
    `must fit settings.maxModelLen of ${tokens} tokens, input and output together`,
  "knows-no-waiting": () => "must be left out with a performance model that knows no waiting",
  "knows-no-splits": () => "must be left out with a performance model that knows no splits",
  "knows-no-uncertainty": () => "must be left out for a performance model that states no uncertainty",
  unique: () => "must be unique",
  "returns-finite": () => "must return a finite number",
  "returns-number": () => "must return a number",
  "gpus-of-search": () => "must be of as many GPUs as options.search.gpusPerReplica",
  "some-split": () => "must name at least one split",
  "some-size": () => "must name at least one size",
  "known-power": () => "must be known to minimise power",
  numbers: () => "must be a non-empty array of numbers",
  "pair-for-each-coordinate": ({ coordinates }: { coordinates: number }) =>
    `must have ${coordinates} pairs, one for each coordinate`,
  "step-for-each-coordinate": ({ coordinates }: { coordinates: number }) =>
    `must have ${coordinates} steps, one for each coordinate`,
  "low-to-high": () => "must be [low, high] with low <= high and a finite number between them",
  "finite-grid": () => "must be finite for a grid",
};

export const estimateRule: Breaks<typeof ESTIMATE_RULES> = rulesOf(ESTIMATE_RULES);
