import { shown } from "../checks/quantities.js";
import type { Reading } from "./draft.js";

/** Seconds per token, longer than which no served request is: the slowest of 4,719 published rows takes 0.8 s. */
const SLOWEST_TOKEN = 2;
/** Seconds per token, shorter than which none is: the fastest published rows take 0.0017 s on GPUs, and 0.0003 s on wafers. */
const FASTEST_TOKEN = 1e-4;
/** Factor between two times that have to agree, beyond which they are in two units. */
const TWO_UNITS = 50;

/** Times of one row, seconds. */
interface MeasuredTimes {
  readonly ttftSeconds?: Reading;
  readonly tpotSeconds?: Reading;
  readonly requestSeconds?: Reading;
}

/**
 * Why times cannot be the seconds that they are said to be; null when they may.
 *
 * @param times - of one row.
 * @param outputTokens - tokens of an answer, mean.
 */
export function senseless(
  { ttftSeconds, tpotSeconds, requestSeconds }: MeasuredTimes,
  outputTokens: number,
): string | null {
  if (tpotSeconds !== undefined && tpotSeconds > SLOWEST_TOKEN)
    return `a time per token of ${shown(tpotSeconds)} s makes no sense: milliseconds may stand where seconds are said; give the unit that they are in`;
  if (tpotSeconds !== undefined && tpotSeconds < FASTEST_TOKEN)
    return `a time per token of ${tpotSeconds.toPrecision(3)} s makes no sense: seconds may stand where milliseconds are said; give the unit that they are in`;
  if (requestSeconds === undefined || (ttftSeconds === undefined && tpotSeconds === undefined)) return null;
  const parts = (ttftSeconds ?? 0) + (tpotSeconds ?? 0) * Math.max(0, outputTokens - 1);
  const isLonger = parts > TWO_UNITS * requestSeconds;
  const isShorter = ttftSeconds !== undefined && tpotSeconds !== undefined && requestSeconds > TWO_UNITS * parts;
  return isLonger || isShorter
    ? `a request of ${shown(requestSeconds)} s and its tokens of ${shown(parts)} s in all are in two units; give the unit that they are in`
    : null;
}
