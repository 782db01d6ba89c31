import { rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of what is asked by name, and of what is replayed. */
export const NAMED_RULES = {
  "known-engine": () => "must be a known engine, with or without @version",
  "version-once": () => "must be left out beside the name of an engine, which may state it: vllm@0.19",
  "known-traffic": () => "must be a known kind of traffic",
  "stated-target": ({ preset }: { preset: string }) =>
    `must be stated: nobody waits for the answers of the preset ${preset}`,
  "stated-load": ({ preset }: { preset: string }) =>
    `must name requestsInFlight, requestsPerSecond or thinkSeconds: nobody reads and thinks in the preset ${preset}`,
  "beside-performance": () => "must be left out beside options.performance",
  "knows-no-plan": () => "must be left out with a performance model that has no plan of an engine",
  feasible: () => "must be feasible",
  "of-the-engine-model": () => "must come from estimateGpus by the engine model",
  "one-traffic": () => "must have just one of workload, load and trace",
  "lengths-of-their-own": () => "must be left out without a load: a workload and a trace have lengths of their own",
  "requests-of-its-own": () => "must be left out beside a trace, which has its own",
};

export const namedRule: Breaks<typeof NAMED_RULES> = rulesOf(NAMED_RULES);
