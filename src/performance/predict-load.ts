import { USUAL_ROUNDS, type ArrivalsOf } from "../workload/arrivals.js";
import { contextTokensOf, uncachedTokens, type OperatingPoint } from "./operating-point.js";
import type { Replica } from "./replica.js";
import { shareOfStages, type ServingStep } from "./timing/step-timing.js";

/** Loads that {@link predictReplica} knows. */
export type ServingLoad = ArrivalsOf<"static-batch" | "closed-loop" | "burst" | "open">;

/** The kinds of them. */
export const SERVING_LOADS: readonly ServingLoad["kind"][] = ["static-batch", "closed-loop", "burst", "open"];

/** Halvings that leave nothing of a double's precision. */
const BISECTIONS = 60;

/** What one engine does under its share of a load. */
export interface ReplicaPrediction {
  readonly ttftSeconds: number | null;
  readonly tpotSeconds: number;
  readonly requestSeconds: number | null;
  readonly waitSeconds: number | null;
  readonly requestsPerSecond: number;
  readonly running: number;
  readonly waiting: number | null;
  readonly stable: boolean;
  readonly decode: ServingStep;
  readonly prompt: ServingStep;
}

/**
 * What one engine of a replica does under its share of a load.
 *
 * @param replica - the replica.
 * @param load - the share of one engine.
 * @param slots - requests that the engine runs at once, > 0.
 * @returns times and rates.
 */
export function predictReplica(replica: Replica, load: ServingLoad, slots: number): ReplicaPrediction {
  switch (load.kind) {
    case "static-batch":
      return staticBatch(replica, load.requests, slots);
    case "closed-loop":
      return closedLoop(replica, load, slots);
    case "burst":
      return burst(replica, load.requests ?? Number.POSITIVE_INFINITY, slots);
    case "open":
      return openArrivals(replica, load.requestsPerSecond, slots);
  }
}

/** The share of a load that one of several engines gets. */
export function shareOf(load: ServingLoad, engines: number): ServingLoad {
  switch (load.kind) {
    case "static-batch":
      return { ...load, requests: load.requests / engines };
    case "closed-loop":
      return { ...load, requestsInFlight: load.requestsInFlight / engines };
    case "burst":
      return load.requests === undefined ? load : { ...load, requests: load.requests / engines };
    case "open":
      return { ...load, requestsPerSecond: load.requestsPerSecond / engines };
  }
}

/**
 * All prompts of a batch are read, then all its answers written. Requests beyond the slots form batches that wait for those
 * before them; the last one is as small as it happens to be.
 */
function staticBatch(replica: Replica, requests: number, slots: number): ReplicaPrediction {
  const size = Math.min(requests, Math.max(1, Math.floor(slots)));
  const batches = Math.floor(requests / size);
  const rest = requests - batches * size;
  const full = batchTimes(replica, size);
  const last = rest > 0 ? batchTimes(replica, rest) : full;
  const mean = (read: (times: BatchTimes) => number): number => (batches * size * read(full) + rest * read(last)) / requests;
  const waitSeconds = (batches * full.seconds * (((batches - 1) / 2) * size + rest)) / requests;
  const beforeFirstToken = Math.max(0, replica.timing.corrections.firstTokenSeconds);
  return {
    ttftSeconds: waitSeconds + mean(({ readingSeconds }) => readingSeconds) + beforeFirstToken,
    tpotSeconds: mean(({ decode }) => decode.seconds),
    requestSeconds: waitSeconds + mean(({ seconds }) => seconds) + beforeFirstToken,
    waitSeconds,
    requestsPerSecond: requests / (batches * full.seconds + (rest > 0 ? last.seconds : 0)),
    running: size,
    waiting: requests - size,
    stable: true,
    decode: full.decode,
    prompt: replica.timing.reading({ promptTokens: uncachedTokens(replica.lengths), prompts: 1 }),
  };
}

interface BatchTimes {
  readonly readingSeconds: number;
  /** Per token of a request. */
  readonly decode: ServingStep;
  readonly seconds: number;
}

/** Times of one batch; less than one request is one, now and then. The whole batch goes through a pipeline together. */
function batchTimes({ timing, lengths }: Replica, requests: number): BatchTimes {
  const size = Math.max(1, requests);
  const { parallelism } = timing.kernels.deployment;
  const decode = timing.perToken(timing.decode(size, contextTokensOf(lengths)));
  const reading = timing.reading({ promptTokens: uncachedTokens(lengths), prompts: size * parallelism.pipeline });
  const readingSeconds = reading.seconds * shareOfStages(size, parallelism);
  return { readingSeconds, decode, seconds: readingSeconds + (lengths.output.mean - 1) * decode.seconds };
}

/** By Little's law, those beyond the slots wait for a slot. */
function closedLoop(replica: Replica, { requestsInFlight: clients, rounds = USUAL_ROUNDS }: ArrivalsOf<"closed-loop">, slots: number): ReplicaPrediction {
  const at = replica.at(clients <= slots ? clients : Math.min(clients, withSlotsBusy(replica, slots)));
  const waitSeconds = (clients - at.running) / at.requestsPerSecond;
  return inLoop(at, waitSeconds, clients - at.running, startSeconds(replica, at, rounds), true);
}

/** Rounds that settle how many requests are on their way while all slots are busy. */
const ROUNDS = 3;

/** Requests in flight that keep all slots busy and nobody waiting: some hold none, for they wait for a step, or their tokens are on their way. */
function withSlotsBusy(replica: Replica, slots: number): number {
  let running = slots;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { requestsPerSecond, awaySeconds } = replica.at(running);
    running = slots + Math.max(0, requestsPerSecond * awaySeconds);
  }
  return running;
}

/** All slots get a request at once: of `rounds` for each, one stands behind half the prompts of the others. */
const startSeconds = ({ timing }: Replica, at: OperatingPoint, rounds: number): number => (Math.max(0, at.running - 1) / (2 * rounds) / timing.lanes) * at.addedPerPromptSeconds;

/** Every slot is busy until the prompts run out; the mean prompt waits for half of those before it. */
function burst(replica: Replica, requests: number, slots: number): ReplicaPrediction {
  const at = replica.at(Math.min(requests, slots));
  const excess = requests - at.running;
  if (!Number.isFinite(excess)) return withoutEnd(at, true);
  return inLoop(at, excess / 2 / at.requestsPerSecond, excess, startSeconds(replica, at, requests / at.running), true);
}

/** The occupancy at which requests leave as fast as they arrive; above the capacity of all slots the queue grows. */
function openArrivals(replica: Replica, requestsPerSecond: number, slots: number): ReplicaPrediction {
  const full = replica.at(slots);
  if (requestsPerSecond >= full.requestsPerSecond) return withoutEnd(full, false);
  let low = 0;
  let high = slots;
  for (let i = 0; i < BISECTIONS; i += 1) {
    const middle = (low + high) / 2;
    if (middle >= requestsPerSecond * replica.at(middle).residenceSeconds) high = middle;
    else low = middle;
  }
  return { ...inLoop(replica.at(high), 0, 0, 0, true), requestsPerSecond };
}

/** Prompts never run out, or the queue grows: rates are known, waits are not. */
const withoutEnd = (at: OperatingPoint, stable: boolean): ReplicaPrediction => ({ ...inLoop(at, 0, 0, 0, stable), ttftSeconds: null, requestSeconds: null, waitSeconds: null, waiting: null });

function inLoop(at: OperatingPoint, waitSeconds: number, waiting: number, queueSeconds: number, stable: boolean): ReplicaPrediction {
  return {
    ttftSeconds: waitSeconds + queueSeconds + at.serviceTtftSeconds,
    tpotSeconds: at.tpotSeconds,
    requestSeconds: waitSeconds + queueSeconds + at.residenceSeconds,
    waitSeconds,
    requestsPerSecond: at.requestsPerSecond,
    running: at.running,
    waiting,
    stable,
    decode: at.decode,
    prompt: at.reading,
  };
}
