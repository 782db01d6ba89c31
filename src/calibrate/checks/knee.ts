import { median } from "../../internal/median.js";
import { MOST_FAILURES, drains, least, streamingSeconds } from "./quantities.js";
import type { Sweep } from "./sweep.js";

/** Requests that a sweep shows to be served at once at most, and the points that show it. */
export interface Knee {
  readonly slots: number;
  readonly sweep: Sweep;
  /** Indices of the observations whose requests waited. */
  readonly observations: readonly number[];
}

/** One run, as the knee sees it. */
interface Run {
  readonly index: number;
  readonly concurrency: number;
  readonly ttftSeconds: number;
  readonly streamingSeconds: number;
  readonly isBurst: boolean;
  /** Whether the wait is one for slots; the prompts of a static batch delay its first tokens too, but all of them alike. */
  readonly mayWait: boolean;
}

/** More in flight than slots by this factor: the wait is then longer than the scatter of the time to the first token. */
const WAITING = 1.2;
/** Farthest of the estimates of one sweep from their median: what waits for slots bends once, what waits for prompts all along. */
export const AGREEMENT = 0.15;
/** The highest concurrency over the slots that a knee needs to be seen. */
const REACH = 1.5;
const FEWEST_WAITING = 2;

/**
 * The number of slots $k$ at which a sweep bends: beyond it, requests wait. In a closed loop of $C$ requests they are in
 * service for a share of their time; in a burst the mean wait is $T (Q-1)^2 / (2 Q)$ with $Q = C/k$:
 *
 * $$k = C \frac{T + t_0}{T + t} \qquad\text{or}\qquad Q = 1 + w + \sqrt{(1+w)^2 - 1}, \quad w = \frac{t - t_0}{T}$$
 *
 * with $T$ the time from the first token to the last, $t$ the time to the first, and $t_0$ that time at the last point
 * where nothing waits: the first point, by concurrency, for which all points beyond it agree on $k$.
 *
 * @param sweep - the sweep; points with failures, medians or open arrivals are passed over.
 * @returns the knee; null where fewer than two points wait, or where they do not agree.
 */
export function kneeOf(sweep: Sweep): Knee | null {
  const runs = runsOf(sweep);
  const lowestSeconds = least(runs.map(({ ttftSeconds }) => ttftSeconds));
  for (const last of runs) {
    // All prompts of a burst come together, so that its first tokens wait for them below the knee too.
    if (!last.isBurst && last.concurrency > WAITING * slotsOf(last, lowestSeconds)) return null;
    const waiting = runs.filter(({ concurrency }) => concurrency > last.concurrency);
    if (waiting.length < FEWEST_WAITING) return null;
    const estimates = waiting.map((run) => slotsOf(run, last.ttftSeconds));
    const slots = median(estimates);
    const isAgreed =
      estimates.every((estimate) => Math.abs(estimate / slots - 1) <= AGREEMENT) &&
      last.concurrency <= slots * (1 + AGREEMENT);
    const isBeyond = waiting.every(
      ({ concurrency, mayWait }, index) => mayWait && concurrency > WAITING * (estimates[index] as number),
    );
    const isReached = waiting.some(({ concurrency }) => concurrency >= REACH * slots);
    if (isAgreed && isBeyond && isReached) return { slots, sweep, observations: waiting.map(({ index }) => index) };
  }
  return null;
}

function slotsOf({ concurrency, ttftSeconds, streamingSeconds, isBurst }: Run, unhurriedSeconds: number): number {
  const waitSeconds = Math.max(0, ttftSeconds - unhurriedSeconds);
  if (!isBurst)
    return (concurrency * (streamingSeconds + ttftSeconds - waitSeconds)) / (streamingSeconds + ttftSeconds);
  const w = waitSeconds / streamingSeconds;
  return concurrency / (1 + w + Math.sqrt((1 + w) ** 2 - 1));
}

function runsOf(sweep: Sweep): readonly Run[] {
  const runs: Run[] = [];
  for (const { index, concurrency, observation } of sweep) {
    const { ttftSeconds, arrivals, statistic, failedFraction = 0 } = observation;
    const streaming = streamingSeconds(observation);
    if (
      ttftSeconds === undefined ||
      streaming === undefined ||
      arrivals === "open" ||
      statistic !== "mean" ||
      failedFraction > MOST_FAILURES
    )
      continue;
    runs.push({
      index,
      concurrency,
      ttftSeconds,
      streamingSeconds: streaming,
      isBurst: arrivals === "burst",
      mayWait: arrivals !== "burst" || drains(observation),
    });
  }
  return runs;
}
