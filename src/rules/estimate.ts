import { rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of estimates, of their search and of what is decided by them. */
export const ESTIMATE_RULES = {
  "fits-context": ({ tokens }: { tokens: number }) =>
    `must fit the model's context of ${tokens} tokens, input and output together`,
  "fits-max-model-len": ({ tokens }: { tokens: number }) =>
    `must fit settings.maxModelLen of ${tokens} tokens, input and output together`,
  "knows-no-waiting": () => "must be left out with a performance model that knows no waiting",
  "knows-no-splits": () => "must be left out with a performance model that knows no splits",
  "knows-no-plan": () => "must be left out with a performance model that has no plan of an engine",
  "knows-no-uncertainty": () => "must be left out for a performance model that states no uncertainty",
  "beside-performance": () => "must be left out beside options.performance",
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
  feasible: () => "must be feasible",
  "feasible-to-plan": () => "must be feasible to be planned for",
  "feasible-to-launch": () => "must be feasible to be launched",
  "of-the-engine-model": () => "must come from estimateGpus by the engine model",
  "gpu-compared": () => "must be of a GPU that is compared",
  "some-model": () => "must be given, or options.models",
  "some-choice": () => "must name at least one",
  "known-curve": () => "must be a known curve",
  "hour-with-load": () => "must have an hour with a load",
  "some-output": () => "must be given for a rate of output tokens",
  "number-or-mean": () => "must be a number, or a mean and its variation",
  "some-run": () => "must hold a run",
  "no-load-test": () => "must be there: load tests of models that write nothing cannot be read",
};

export const estimateRule: Breaks<typeof ESTIMATE_RULES> = rulesOf(ESTIMATE_RULES);
