import { figures, plural } from "./figures.js";
import { inWholePercent } from "../../../internal/whole-percent.js";

const { number, percent, count, seconds } = figures;

/** Requests in flight, and how many come in a second where that is not said already. */
function inFlight(requestsInFlight: number | null, perSecond: number | null): string {
  if (requestsInFlight === null) return "requests in flight grow without end";
  return `${number(requestsInFlight)} requests in flight${perSecond === null ? "" : `, ${number(perSecond)} per second`}`;
}

/** What `infrascale estimate` prints. */
export const estimate = {
  subject: (model: string, gpu: string, performanceModel: string): string =>
    `${model} on ${gpu}, ${performanceModel} model`,
  loadTest: (rounds: number, areLengthsEqual: boolean): string =>
    `in a load test of ${number(rounds)} rounds${areLengthsEqual ? ", all of equal lengths" : ""}`,
  lessSure: (asked: number): string =>
    `${percent(asked)} would take more than twice what predictions ask for: measure before you buy`,
  band: (expected: number, fewest: number, most: number | null, confidence: number): string => {
    const range =
      most === null
        ? `${plural(fewest, "GPU")} to no purchase that would do`
        : fewest === most
          ? plural(most, "GPU")
          : `${fewest} to ${plural(most, "GPU")}`;
    return `${plural(expected, "GPU")} as predicted, ${range} with ${percent(confidence)} confidence`;
  },
  gpus: (gpus: number): string => plural(gpus, "GPU"),
  constraint: (sure: number | null): string =>
    sure === null ? "constraint" : `constraint, ${percent(inWholePercent(sure))} sure`,
  demand: "demand",
  limit: "limit",
  margin: "margin",
  binds: "binds",
  violated: "violated",
  adds: "adds",
  expected: "expected",
  timeToFirstToken: "time to first token",
  timeToAnswer: "time to the answer",
  inQueue: "of that in the queue",
  timePerOutputToken: "time per output token",
  endToEnd: "end to end",
  speedOfRequest: "tokens/s per request",
  speedInAll: "tokens/s in all",
  utilisation: "utilisation",
  requestsPerSecond: "requests/s",
  weightsAndWorkSpace: "weights, work space",
  cacheInUse: "KV cache, in use",
  batchAndQueue: "batch size, queue ratio",
  headroom: "all targets hold up to",
  timesLoad: (factor: number): string => `${number(factor)} x the load`,
  eachReplica: (source: string): string => `each replica (constants: ${source})`,
  parallelSizes: "tensor x pipeline x data",
  expertGpus: "GPUs that whole experts are spread over",
  weightsAndCache: "weights, KV cache",
  weights: "weights",
  requestsAndTokens: "requests, tokens of a step",
  longestRequest: "longest request",
  tokens: (tokens: number): string => `${count(tokens)} tokens`,
  memoryShare: "share of memory",
  fewerGpus: "fewer GPUs",
  wouldViolate: "would violate",
  evaluations: (evaluations: number): string => `(${evaluations} evaluations)`,
};

/** From what was given to requests in flight. */
export const load = {
  active: (named: number, active: number, users: number): string =>
    `${number(named)} named users x ${number(active)} active = ${number(users)} in a session`,
  usersAtPeak: (users: number, factor: number): string =>
    `${number(users)} users x ${number(factor)} at the peak = ${number(users * factor)}`,
  users: (users: number): string => `${number(users)} users`,
  each: (requests: number): string => `${number(requests)} requests in flight each`,
  thinks: (thinkSeconds: number, e2eSeconds: number | null): string =>
    `each thinks ${seconds(thinkSeconds)}${e2eSeconds === null ? "" : ` and is answered in ${seconds(e2eSeconds)}`}:`,
  takes: (e2eSeconds: number): string => `each takes ${seconds(e2eSeconds)}:`,
  rate: (perSecond: number, factor: number): string =>
    `${number(perSecond)} requests per second${factor === 1 ? "" : ` x ${number(factor)} at the peak = ${number(perSecond * factor)}`}`,
  requestsAtPeak: (requests: number, factor: number): string => `${number(requests)} x ${number(factor)} at the peak`,
  inFlight,
};

/** Times of requests, by formulas and of a simulation. */
export const times = {
  time: "time",
  mean: "mean",
  max: "max",
  toPass: "to a pass",
  toAnswer: "to the answer",
  toSlot: "to a slot",
  toFirstToken: "to the first token",
  perOutputToken: "per output token",
  toLastToken: "to the last token",
  none: "none",
};
