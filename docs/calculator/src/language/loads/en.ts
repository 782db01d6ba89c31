import { numbersIn } from "../numbers.js";

const n = numbersIn("en-GB");
const gpus = (count: number): string => `${n.count(count)} ${n.plural(count, "GPU", "GPUs")}`;

/** What the parts on other loads than today's say in English: curves, steps, fleet, replay. Its type is what every other language has to say. */
export const en = {
  loads: {
    axis: {
      people: "people at the same time",
      named: "people who may use it",
      rate: "requests per second",
      flight: "requests in flight",
    },
    amount: {
      people: (value: number) => `${n.exact(value)} ${n.plural(value, "person", "people")}`,
      named: (value: number) => `${n.exact(value)} ${n.plural(value, "person", "people")}`,
      rate: (value: number) => `${n.exact(value)} ${n.plural(value, "request", "requests")} per second`,
      flight: (value: number) => `${n.exact(value)} ${n.plural(value, "request", "requests")} in flight`,
    },
    today: (load: string) => `today: ${load}`,
  },

  charts: {
    table: "The same as a table",
    tableOf: (what: string) => `Table: ${what}`,
    save: "Save as",
    saveAs: (kind: string, what: string) => `Save as ${kind}: ${what}`,
    underWay: "Computing…",
  },

  speed: {
    titles: { ttft: "First token", tpot: "Each further token", e2e: "Whole request" },
    tables: { ttft: "First token by load", tpot: "Each further token by load", e2e: "Whole request by load" },
    today: (statistic: string, time: string) => `Today: ${time} for ${statistic}.`,
    tipping: (limit: string, amount: string) => `As predicted, the limit of ${limit} is kept up to ${amount}.`,
    farWithin: (limit: string) => `As predicted, the limit of ${limit} is kept up to eight times today's load.`,
    beyond: (limit: string) => `That is beyond the limit of ${limit}.`,
    tippingMark: (load: string) => `limit reached: ${load}`,
    limit: (limit: string) => `limit: ${limit}`,
    band: (confidence: number) => `${n.percent(confidence)} of measurements lie here`,
    from: (confidence: number) => `${n.percent(confidence)} band, from`,
    to: (confidence: number) => `${n.percent(confidence)} band, to`,
    replicas: (count: number) =>
      `Times of ${n.plural(count, "the copy that meets", `the ${n.count(count)} copies that meet`)} the targets, by formulas; spare copies stand aside.`,
    capacity: (rate: number) => `More than ${n.about(rate)} requests per second cannot be served.`,
    loadTest: "In steady service: the load test that your targets are for starts all at once and takes longer.",
  },

  gpuSteps: {
    looking: "Looking for the steps…",
    always: (count: number) => `${gpus(count)} at every load that was looked at.`,
    until: (count: number, amount: string) => `${n.count(count)} up to ${amount}`,
    then: (until: string, count: number, amount: string) => `${until}, ${n.count(count)} from ${amount}.`,
    thenNone: (until: string, amount: string) => `${until}; from ${amount} on no number does.`,
    sure: (confidence: number | null) =>
      confidence === null
        ? "Each step is exact, by predictions as they are."
        : `Each step is exact, and as sure as the answer: ${n.percent(confidence)}.`,
    columns: { from: "From", until: "Up to", gpus: "GPUs" },
    less: "less",
    more: "more",
    none: "no number",
  },

  fleet: {
    bears: (count: number, gpu: string, amount: string, confidence: number | null) =>
      `${n.count(count)} ${gpu} bear up to ${amount}${confidence === null ? ", as predicted" : `, with a probability of ${n.percent(confidence)}`}.`,
    bearsNone: (count: number, gpu: string, confidence: number | null) =>
      `${n.count(count)} ${gpu} do not bear even the least${confidence === null ? ", as predicted" : `, with a probability of ${n.percent(confidence)}`}.`,
    evenLeast: (amount: string, breaks: string) => `Even with ${amount}, ${breaks}.`,
    leastTakes: (count: number, gpu: string) => `That takes at least ${n.count(count)} ${gpu}.`,
    asAnswer: (asked: number) =>
      `You asked for ${n.percent(asked)}. The answer reaches less, and these figures are as sure as it.`,
    expected: (amount: string) => `Predictions alone say ${amount}.`,
    oneMore: (limit: string) => `The limit that gives way first is "${limit}".`,
  },

  replay: {
    explain: "Formulas know means and tails. A replay runs every request through the copies, step by step.",
    seed: "Seed",
    seedHint: "Another seed draws other requests; the same seed gives the same replay.",
    start: "Replay",
    stop: "Stop",
    underWay: "Replaying…",
    met: "Every target held.",
    missed: "Not every target held.",
    served: (requests: number, time: string) => `${n.count(requests)} requests in ${time} of service.`,
    within: (share: number) => `${n.percent(share)} of them kept every limit on times by themselves.`,
    rejected: (count: number) => `${n.count(count)} were longer than the whole cache and turned away.`,
    tooShort: "The replay ended before its figures had settled.",
    targets: "Targets in the replay",
    columns: { target: "Target", limit: "Limit", value: "Replayed", kept: "Kept" },
    kept: "yes",
    broken: "no",
    none: "none",
    time: "time",
    requests: "requests",
    running: "requests that run",
    waiting: "requests that wait",
    counted: "counted from here",
    table: "Requests over time",
    picture: (met: boolean, running: number, waiting: number) =>
      `Requests over time. At most ${n.about(running)} run and ${n.about(waiting)} wait, as means of an interval. ${met ? "Every target held." : "Not every target held."}`,
  },
};

/** What every language has to say in those parts. */
export type LoadWords = typeof en;
