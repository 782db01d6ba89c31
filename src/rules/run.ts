import { rulesOf, type Breaks } from "./broken-rule.js";

/** Rules of simulated runs, of traces and of measured curves. */
export const RUN_RULES = {
  "both-or-neither": ({ one, other }: { one: string; other: string }) =>
    `must have both ${one} and ${other}, or neither`,
  column: () => "must be an array or a typed array",
  "length-of-arrivals": ({ count }: { count: number }) => `must be that of arrivalSeconds, ${count}`,
  "never-falls": () => "must be finite, not negative and never fall",
  "output-at-least": () => "must be an integer, the output at least",
  "prompt-at-most": () => "must be an integer >= 0, the prompt at most",
  "own-prompt-at-most": () => "must be an integer >= 0, what of the prompt is not shared at most",
  "same-of-a-prefix": () => "must be the same for all requests of a prefix",
  "not-first-chunk": () => "must not be first-chunk unless prompts are read in chunks, beside what decodes",
  "returns-between": ({ least, most }: { least: number; most: number }) =>
    `must return a number from ${least} to ${most}`,
  "some-limit": () => "must name a limit",
  "intervals-at-most": ({ most }: { most: number }) => `must divide the run into at most ${most} intervals`,
  "some-point": () => "must hold at least one point",
  "more-than-before": () => "must run more requests than the point before, and hold each at least as long",
  "time-to-decode": () => "must leave time to decode beside the prompts of all that run",
};

export const runRule: Breaks<typeof RUN_RULES> = rulesOf(RUN_RULES);
