import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of comparisons, plans, launches and days. */
export const DECIDE_RULES = {
  "feasible-to-plan": () => "must be feasible to be planned for",
  "feasible-to-launch": () => "must be feasible to be launched",
  "gpu-compared": () => "must be of a GPU that is compared",
  "some-model": () => "must be given, or options.models",
  "some-choice": () => "must name at least one",
  "known-curve": () => "must be a known curve",
  "hour-with-load": () => "must have an hour with a load",
  "some-output": () => "must be given for a rate of output tokens",
  "number-or-mean": () => "must be a number, or a mean and its variation",
  "some-run": () => "must hold a run",
  "no-load-test": () => "must be there: load tests of models that write nothing cannot be read",
  "launchable-engine": ({ engines }: { engines: readonly string[] }) =>
    `must be one whose options are known: ${listed(engines)}`,
  "nothing-drafted": () => "must be left out where no tokens are drafted",
  "service-name": () => "must be lower-case letters, digits and hyphens, at most 63, as of a service",
  "known-zone": () => "must be a country's ISO 3166 alpha-3 code, EU or WOR",
};

export const decideRule: Breaks<typeof DECIDE_RULES> = rulesOf(DECIDE_RULES);
