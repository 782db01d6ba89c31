import type { TraceNote } from "../../trace/trace-note.js";
import { figures, plural } from "./figures.js";

const { number, percent, count, seconds } = figures;

const requestsOf = (requests: number): string => `${count(requests)} request${requests === 1 ? "" : "s"}`;

/** What `infrascale simulate` prints, and a replay of an estimate. */
export const simulation = {
  fleet: (gpus: number, replicas: number): string =>
    `${plural(gpus, "GPU")} = ${plural(replicas, "replica")} x ${gpus / replicas}`,
  requestsIn: (requests: number, time: number): string => `${requestsOf(requests)} in ${seconds(time)}`,
  replay: (requests: number, replicas: number): string =>
    `replay of ${requestsOf(requests)} on ${plural(replicas, "replica")}`,
  meets: "meets the targets",
  misses: (names: string): string => `misses ${names}`,
  withinLimits: (share: number): string => `; ${percent(share)} of requests within every limit`,
  tooShort:
    "too short a run to say what a steady load comes to: after the warm-up fewer than ten requests fit one behind the other; send more --requests",
  target: "target",
  limit: "limit",
  simulated: "simulated",
  none: "none",
  missed: "missed",
  subject: (model: string, gpu: string, engine: string, source: string): string =>
    `${model} on ${gpu}, ${engine} (constants: ${source})`,
  slots: (slots: number, cacheTokens: number | null, replicas: number, routing: string): string =>
    `${count(slots)} slots and ${cacheTokens === null ? "no cache to fill" : `a cache of ${number(cacheTokens)} tokens`} in ${replicas === 1 ? "the replica" : `each replica, ${routing}`}`,
  otherProfile: (fields: string): string => `the profile was fitted to another ${fields}`,
  traffic: "fleet",
  requests: "requests, finished, in the figures",
  rejected: "longer than the cache, turned away",
  preemptions: "put back for want of cache",
  rates: "requests/s, output tokens/s",
  running: "running, waiting (mean)",
  steps: "steps under way",
  inUse: "slots, cache in use",
  requestsRunning: "requests running",
  requestsWaiting: "requests waiting",
  outputTokensPerSecond: "output tokens/s",
  unknown: "unknown",
  certainty: (seed: number, firstToken: string, lastToken: string): string =>
    `seed ${seed}; 95 % confidence of the means: first token +-${firstToken}, last token +-${lastToken}`,
};

/** What is to be known of a trace. */
export const traceNote = ({ message }: TraceNote): string => message;
