import { listed, rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of those who ask, of what they send, and of what they expect. */
export const WORKLOAD_RULES = {
  "one-count-of-users": () => "must name either concurrentUsers or namedUsers with activeFraction, not both",
  "one-pause": () => "must name either thinkSeconds or requestsPerUser, not both",
  "one-load": () => "must name exactly one of concurrentUsers, namedUsers, requestsInFlight and requestsPerSecond",
  "users-beside": ({ fields }: { fields: readonly string[] }) => `must name users beside ${listed(fields)}`,
  "rate-beside-cv": () => "must name requestsPerSecond beside arrivalCv",
  "keeps-no-cache": () => "must be 0: an encoder keeps no cache",
  "some-target": ({ names }: { names: readonly string[] }) => `must name at least one of ${listed(names)}`,
  "some-length": () => "must hold at least one length",
  "comes-with": ({ missing }: { missing: string }) => `must come with ${missing}`,
  "reads-no-images": () => "must be left out: how the model reads images is not known, or it reads none",
};

export const workloadRule: Breaks<typeof WORKLOAD_RULES> = rulesOf(WORKLOAD_RULES);
