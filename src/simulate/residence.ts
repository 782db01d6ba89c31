import type { ReplicaSettings } from "./replica-settings.js";
import type { Requests } from "./requests.js";
import { sourceOf } from "../workload/loads.js";
import type { Traffic } from "./traffic.js";

/** Rounds that settle how many requests run at a rate, well enough for a warm-up. */
const ROUNDS = 50;

/** Means of requests whose lengths are known. */
function meanLengths({ count, inputTokens, outputTokens, cachedTokens, sharedTokens }: Requests): {
  readonly input: number;
  readonly output: number;
  readonly unread: number;
} {
  let input = 0;
  let output = 0;
  let found = 0;
  for (let request = 0; request < count; request += 1) {
    input += inputTokens[request] as number;
    output += outputTokens[request] as number;
    found += (cachedTokens[request] as number) + (sharedTokens[request] as number);
  }
  return { input: input / count, output: output / count, unread: Math.max(1, (input - found) / count) };
}

/**
 * About how long a request of mean lengths takes in a lane that runs n of them and has others waiting: its prompt is read, and
 * while it writes so are those of the others,
 *
 * $$ t_{prefill} + (n_{out} - 1)\, t_{decode}(n) + n\,(t_{prefill} - t_{decode}(n)), $$
 *
 * times as many as are there for each that runs. Good enough to say when a fleet has filled; nothing that is printed hangs on it.
 *
 * @param settings - of a replica.
 * @param requests - whose lengths are known.
 * @returns seconds by the requests in the system of one lane, > 0.
 */
export function residence(
  { clock, slots, maxBatchedTokens }: ReplicaSettings,
  requests: Requests,
): (inFlight: number) => number {
  const { input, output, unread } = meanLengths(requests);
  const contextTokens = input + output / 2;
  return (inFlight) => {
    const running = Math.max(1, Math.min(slots, inFlight));
    const whole = Math.round(running);
    const decode = clock.decodingSeconds(whole, whole * contextTokens);
    const beside = clock.mixesPrompts ? whole - 1 : 0;
    const room = maxBatchedTokens - beside;
    const steps = Math.max(1, unread / room);
    const prefill =
      steps * clock.prefillSeconds(beside, beside * contextTokens, Math.round(Math.min(unread, room)), 0, 0) +
      clock.attentionSeconds(0, Math.round(unread));
    const added = Math.max(0, prefill - (clock.mixesPrompts ? decode : 0));
    const service = prefill + Math.max(0, output - 1) * decode + (running - 1) * added;
    return (service * Math.max(running, inFlight)) / running;
  };
}

/**
 * About how long a request takes in a fleet, with the pause before its client's next one.
 *
 * @param traffic - how requests come.
 * @param requests - their lengths, and their times where they are known.
 * @param lanes - of all replicas.
 * @param slots - of a lane.
 * @param secondsOf - {@link residence}.
 * @returns seconds.
 */
export function cycleSeconds(
  traffic: Traffic,
  requests: Requests,
  lanes: number,
  slots: number,
  secondsOf: (inFlight: number) => number,
): number {
  const source = sourceOf(traffic);
  if ("users" in source)
    return (
      source.thinkSeconds +
      settled(
        (seconds) => secondsOf((source.users / lanes) * (seconds / (seconds + source.thinkSeconds))),
        secondsOf(1),
      )
    );
  const { arrivalSeconds, count } = requests;
  const rate =
    count / lanes / Math.max((arrivalSeconds[count - 1] as number) - (arrivalSeconds[0] as number), secondsOf(1));
  return settled((seconds) => secondsOf(Math.min(slots, rate * seconds)), secondsOf(1));
}

/** What a rising function of itself settles at. */
function settled(next: (seconds: number) => number, first: number): number {
  let seconds = first;
  for (let round = 0; round < ROUNDS; round += 1) seconds = next(seconds);
  return seconds;
}
