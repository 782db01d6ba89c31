import type { RequestTargets } from "./options.js";
import { STATE, type Requests } from "./requests.js";
import { timeSummary, type TimeSummary } from "./time-summary.js";

/** Times of the counted requests. */
export interface RequestTimes {
  readonly counted: number;
  readonly waitSeconds: TimeSummary | null;
  readonly ttftSeconds: TimeSummary | null;
  readonly tpotSeconds: TimeSummary | null;
  readonly requestSeconds: TimeSummary | null;
  readonly withinTargets: number | null;
  readonly withinTarget: RequestTargets;
}

const QUANTITIES = ["waitSeconds", "ttftSeconds", "tpotSeconds", "requestSeconds"] as const;

/** Summaries and kept targets of the requests from a number on, all of which have been answered. */
export function requestTimes(requests: Requests, first: number, targets: RequestTargets): RequestTimes {
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
