import type { ServingLoad } from "./load.js";
import { occupancy, uncachedTokens, type Occupancy, type ServedLengths } from "./occupancy.js";
import { decodingStep, secondsPerDecodedToken, secondsPerReading, shareOfStages, type ServingModel, type ServingStep } from "./serving-times.js";

/** Requests that each client of a load test sends, unless it is said. */
const USUAL_ROUNDS = 8;

type ClosedLoop = Extract<ServingLoad, { readonly kind: "closed-loop" }>;

/** Halvings that leave nothing of a double's precision. */
const BISECTIONS = 60;

/** What one replica does under its share of a load. */
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
 * What one replica does under its share of a load.
 *
 * @param model - constants of the replica.
 * @param load - its share.
 * @param lengths - tokens of a request.
 * @param slots - requests that it runs at once, > 0.
 * @returns times and rates.
 */
export function predictReplica(model: ServingModel, load: ServingLoad, lengths: ServedLengths, slots: number): ReplicaPrediction {
  switch (load.kind) {
    case "static-batch":
      return staticBatch(model, load.requests, lengths, slots);
    case "closed-loop":
      return closedLoop(model, load, lengths, slots);
    case "offline":
      return offline(model, load.requests ?? Number.POSITIVE_INFINITY, lengths, slots);
    case "open":
      return openArrivals(model, load.requestsPerSecond, lengths, slots);
  }
}

/**
 * All prompts of a batch are read, then all its answers written. Requests beyond the slots form batches that wait for those
 * before them; the last one is as small as it happens to be.
 */
function staticBatch(model: ServingModel, requests: number, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const size = Math.min(requests, Math.max(1, Math.floor(slots)));
  const batches = Math.floor(requests / size);
  const rest = requests - batches * size;
  const full = batchTimes(model, size, lengths);
  const last = rest > 0 ? batchTimes(model, rest, lengths) : full;
  const mean = (read: (times: BatchTimes) => number): number => (batches * size * read(full) + rest * read(last)) / requests;
  const waitSeconds = (batches * full.seconds * (((batches - 1) / 2) * size + rest)) / requests;
  const beforeFirstToken = Math.max(0, model.corrections?.firstTokenSeconds ?? 0);
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
    prompt: secondsPerReading(model, uncachedTokens(lengths), 1),
  };
}

interface BatchTimes {
  readonly readingSeconds: number;
  /** Per token of a request. */
  readonly decode: ServingStep;
  readonly seconds: number;
}

/** Times of one batch; less than one request is one, now and then. */
function batchTimes(model: ServingModel, requests: number, lengths: ServedLengths): BatchTimes {
  const size = Math.max(1, requests);
  const decode = secondsPerDecodedToken(model, decodingStep(model, size, lengths.inputTokens + lengths.outputTokens / 2));
  const readingSeconds = secondsPerReading(model, uncachedTokens(lengths), size).seconds * shareOfStages(size, model.profile.deployment.parallelism);
  return { readingSeconds, decode, seconds: readingSeconds + (lengths.outputTokens - 1) * decode.seconds };
}

/**
 * Sustained: with more clients than slots, Little's law gives those in excess a wait of (C - k) / X.
 */
function closedLoop(model: ServingModel, load: ClosedLoop, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const { requestsInFlight: clients, rounds = USUAL_ROUNDS } = load;
  const at = occupancy(model, Math.min(clients, slots), lengths);
  const waitSeconds = (clients - at.running) / at.requestsPerSecond;
  return inLoop(at, waitSeconds, clients - at.running, startSeconds(model, at, rounds), true);
}

/** All slots get a request at once: of `rounds` for each, one stands behind half the prompts of the others. */
function startSeconds(model: ServingModel, at: Occupancy, rounds: number): number {
  const { data, pipeline } = model.profile.deployment.parallelism;
  return (Math.max(0, at.running - 1) / (2 * rounds) / (data * pipeline)) * at.addedPerPromptSeconds;
}

/** Every slot is busy until the prompts run out; the mean prompt waits for half of those before it. */
function offline(model: ServingModel, requests: number, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const at = occupancy(model, Math.min(requests, slots), lengths);
  const excess = requests - at.running;
  if (!Number.isFinite(excess)) return withoutEnd(at, true);
  return inLoop(at, excess / 2 / at.requestsPerSecond, excess, startSeconds(model, at, requests / at.running), true);
}

/** The occupancy at which requests leave as fast as they arrive; above the capacity of all slots the queue grows. */
function openArrivals(model: ServingModel, requestsPerSecond: number, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const full = occupancy(model, slots, lengths);
  if (requestsPerSecond >= full.requestsPerSecond) return withoutEnd(full, false);
  let low = 0;
  let high = slots;
  for (let i = 0; i < BISECTIONS; i += 1) {
    const middle = (low + high) / 2;
    if (middle >= requestsPerSecond * occupancy(model, middle, lengths).residenceSeconds) high = middle;
    else low = middle;
  }
  return { ...inLoop(occupancy(model, high, lengths), 0, 0, 0, true), requestsPerSecond };
}

/** Prompts never run out, or the queue grows: rates are known, waits are not. */
const withoutEnd = (at: Occupancy, stable: boolean): ReplicaPrediction => ({ ...inLoop(at, 0, 0, 0, stable), ttftSeconds: null, requestSeconds: null, waitSeconds: null, waiting: null });

function inLoop(at: Occupancy, waitSeconds: number, waiting: number, queueSeconds: number, stable: boolean): ReplicaPrediction {
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
