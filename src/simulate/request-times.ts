import type { Fleet } from "./fleet.js";
import type { RequestTargets } from "./options.js";
import { STATE, type Requests } from "./requests.js";
import { timeSummary, type TimeSummary } from "./time-summary.js";

/** Times of the counted requests, and the targets that they kept. */
export interface SimulatedTimes {
  /** Requests that came after the warm-up and finished: those that times are of. */
  readonly counted: number;
  /** From sending a request to a slot; null when no request is counted. */
  readonly queueSeconds: TimeSummary | null;
  /** From sending a request to its first token. */
  readonly ttftSeconds: TimeSummary | null;
  /** Between the output tokens of a request after the first, mean of each; null when no answer has two. */
  readonly tpotSeconds: TimeSummary | null;
  /** From sending a request to its last token. */
  readonly e2eSeconds: TimeSummary | null;
  /** Share of the requests after the warm-up that kept every target, those turned away among the others; null without targets. */
  readonly withinTargets: number | null;
  /** The same for each target alone. */
  readonly withinTarget: RequestTargets;
}

const QUANTITIES = ["queueSeconds", "ttftSeconds", "tpotSeconds", "e2eSeconds"] as const;

/** Summaries and kept targets of the requests but those that came first, all of which have been answered. */
export function requestTimes(
  { requests, order }: Pick<Fleet, "requests" | "order">,
  first: number,
  targets: RequestTargets,
): SimulatedTimes {
  const { state, outputTokens } = requests;
  const sent = order.subarray(first);
  const finished = sent.filter((request) => state[request] === STATE.finished);
  const several = finished.filter((request) => (outputTokens[request] as number) > 1);
  const withinShare = (limits: RequestTargets): number => keptAll(requests, sent, limits) / sent.length;
  return {
    counted: finished.length,
    withinTargets: Object.values(targets).every((target) => target === undefined) ? null : withinShare(targets),
    withinTarget: Object.fromEntries(
      QUANTITIES.filter((name) => targets[name] !== undefined).map((name) => [
        name,
        withinShare({ [name]: targets[name] }),
      ]),
    ),
    queueSeconds: timeSummary(sinceSent(requests, finished, requests.slotSeconds)),
    ttftSeconds: timeSummary(sinceSent(requests, finished, requests.firstTokenSeconds)),
    tpotSeconds: timeSummary(new Float64Array(several).map((request) => tpotSeconds(requests, request))),
    e2eSeconds: timeSummary(sinceSent(requests, finished, requests.finishSeconds)),
  };
}

/** Times from sending requests to a moment of each. */
const sinceSent = ({ arrivalSeconds }: Requests, of: Int32Array, moments: Float64Array): Float64Array =>
  new Float64Array(of).map((request) => (moments[request] as number) - (arrivalSeconds[request] as number));

const tpotSeconds = ({ outputTokens, firstTokenSeconds, finishSeconds }: Requests, request: number): number =>
  ((finishSeconds[request] as number) - (firstTokenSeconds[request] as number)) /
  ((outputTokens[request] as number) - 1);

/** Requests that kept all of some targets; an answer of one token, or none, has no time between tokens. */
function keptAll(
  requests: Requests,
  of: Int32Array,
  {
    queueSeconds = Infinity,
    ttftSeconds = Infinity,
    tpotSeconds: tpot = Infinity,
    e2eSeconds = Infinity,
  }: RequestTargets,
): number {
  const { state, outputTokens, arrivalSeconds, slotSeconds, firstTokenSeconds, finishSeconds } = requests;
  let kept = 0;
  for (const request of of) {
    const sent = arrivalSeconds[request] as number;
    if (
      state[request] === STATE.finished &&
      (slotSeconds[request] as number) - sent <= queueSeconds &&
      (firstTokenSeconds[request] as number) - sent <= ttftSeconds &&
      (finishSeconds[request] as number) - sent <= e2eSeconds &&
      ((outputTokens[request] as number) <= 1 || tpotSeconds(requests, request) <= tpot)
    )
      kept += 1;
  }
  return kept;
}
