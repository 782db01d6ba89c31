import type { Lane } from "./lane.js";
import { writtenTokens } from "./lane-cache.js";
import { NONE, type Requests } from "./requests.js";
import { EXPECTED_OUTPUT } from "./scheduler.js";

/** Tokens that a request may write yet, as SGLang reckons with them. */
export const mayWriteTokens = (lane: Lane, requests: Requests, request: number): number =>
  Math.min(
    EXPECTED_OUTPUT.mostTokens,
    (requests.maxOutputTokens[request] as number) - writtenTokens(lane, requests, request),
  );

/** Tokens that those that run are expected to write yet: a share of what they may, which falls with every step. */
export function expectedTokens(lane: Lane, requests: Requests): number {
  const { firstShare, leastShare, decaySteps } = EXPECTED_OUTPUT;
  let tokens = 0;
  for (let request = lane.lastRunning; request !== NONE; request = requests.previous[request] as number)
    tokens += mayWriteTokens(lane, requests, request);
  return (
    tokens *
    Math.max(
      leastShare,
      lane.expectedShare - ((lane.decodedSteps - lane.expectedSince) * (firstShare - leastShare)) / decaySteps,
    )
  );
}

/** An engine begins with the same share whenever it has been idle. */
export function expectAtFirst(lane: Lane): void {
  lane.expectedShare = EXPECTED_OUTPUT.firstShare;
  lane.expectedSince = lane.decodedSteps;
}

/** When blocks have run out, more is expected of those that are left. */
export function expectMore(lane: Lane, requests: Requests): void {
  let written = 0;
  let most = 0;
  for (let request = lane.lastRunning; request !== NONE; request = requests.previous[request] as number) {
    written += writtenTokens(lane, requests, request) + EXPECTED_OUTPUT.stepsAfterPreemption;
    most += requests.maxOutputTokens[request] as number;
  }
  expectAtFirst(lane);
  if (most > 0) lane.expectedShare = Math.min(1, written / most);
}
