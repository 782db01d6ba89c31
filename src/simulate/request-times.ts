import type { RequestTargets } from "./options.js";
import { STATE, type Requests } from "./requests.js";
import { timeSummary, type TimeSummary } from "./time-summary.js";

/** Times of the counted requests, and the targets that they kept. */
export interface SimulatedTimes {
  /** Requests that came after the warm-up and finished: those that times are of. */
  readonly counted: number;
  /** From sending a request to a slot; null when no request is counted. */
  readonly waitSeconds: TimeSummary | null;
  /** From sending a request to its first token. */
  readonly ttftSeconds: TimeSummary | null;
  /** Between the output tokens of a request after the first, mean of each; null when no answer has two. */
  readonly tpotSeconds: TimeSummary | null;
  /** From sending a request to its last token. */
  readonly requestSeconds: TimeSummary | null;
  /** Share of the requests after the warm-up that kept every target, those turned away among the others; null without targets. */
  readonly withinTargets: number | null;
  /** The same for each target alone. */
  readonly withinTarget: RequestTargets;
}

const QUANTITIES = ["waitSeconds", "ttftSeconds", "tpotSeconds", "requestSeconds"] as const;

/** Summaries and kept targets of the requests from a number on, all of which have been answered. */
export function requestTimes(requests: Requests, first: number, targets: RequestTargets): SimulatedTimes {
  const { count, state, outputTokens } = requests;
  let counted = 0;
  let several = 0;
  for (let request = first; request < count; request += 1) {
    if (state[request] !== STATE.finished) continue;
    counted += 1;
    if ((outputTokens[request] as number) > 1) several += 1;
  }
  const times = { waitSeconds: new Float64Array(counted), ttftSeconds: new Float64Array(counted), tpotSeconds: new Float64Array(several), requestSeconds: new Float64Array(counted) };
  fillTimes(requests, first, times);
  const sent = count - first;
  return {
    counted,
    withinTargets: Object.values(targets).every((target) => target === undefined) ? null : keptAll(requests, first, targets) / sent,
    withinTarget: Object.fromEntries(
      QUANTITIES.filter((name) => targets[name] !== undefined).map((name) => [name, keptAll(requests, first, { [name]: targets[name] }) / sent]),
    ),
    waitSeconds: timeSummary(times.waitSeconds),
    ttftSeconds: timeSummary(times.ttftSeconds),
    tpotSeconds: timeSummary(times.tpotSeconds),
    requestSeconds: timeSummary(times.requestSeconds),
  };
}

function fillTimes(requests: Requests, first: number, times: Readonly<Record<(typeof QUANTITIES)[number], Float64Array>>): void {
  const { count, state, outputTokens, arrivalSeconds, slotSeconds, firstTokenSeconds, finishSeconds } = requests;
  let row = 0;
  let severalRow = 0;
  for (let request = first; request < count; request += 1) {
    if (state[request] !== STATE.finished) continue;
    const sent = arrivalSeconds[request] as number;
    times.waitSeconds[row] = (slotSeconds[request] as number) - sent;
    times.ttftSeconds[row] = (firstTokenSeconds[request] as number) - sent;
    times.requestSeconds[row] = (finishSeconds[request] as number) - sent;
    row += 1;
    if ((outputTokens[request] as number) === 1) continue;
    times.tpotSeconds[severalRow] = tpotSeconds(requests, request);
    severalRow += 1;
  }
}

const tpotSeconds = ({ outputTokens, firstTokenSeconds, finishSeconds }: Requests, request: number): number =>
  ((finishSeconds[request] as number) - (firstTokenSeconds[request] as number)) / ((outputTokens[request] as number) - 1);

/** Requests that kept all of some targets; an answer of one token has no time between tokens. */
function keptAll(requests: Requests, first: number, { waitSeconds = Infinity, ttftSeconds = Infinity, tpotSeconds: tpot = Infinity, requestSeconds = Infinity }: RequestTargets): number {
  const { count, state, outputTokens, arrivalSeconds, slotSeconds, firstTokenSeconds, finishSeconds } = requests;
  let kept = 0;
  for (let request = first; request < count; request += 1) {
    const sent = arrivalSeconds[request] as number;
    if (
      state[request] === STATE.finished &&
      (slotSeconds[request] as number) - sent <= waitSeconds &&
      (firstTokenSeconds[request] as number) - sent <= ttftSeconds &&
      (finishSeconds[request] as number) - sent <= requestSeconds &&
      (outputTokens[request] === 1 || tpotSeconds(requests, request) <= tpot)
    )
      kept += 1;
  }
  return kept;
}
