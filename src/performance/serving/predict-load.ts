import type { ServingLoad } from "./load.js";
import { occupancy, uncachedTokens, type Occupancy, type ServedLengths } from "./occupancy.js";
import { decodingStep, secondsPerDecodedToken, secondsPerReading, type ServingModel, type ServingStep } from "./serving-times.js";

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

/** All prompts are read, then all answers written; requests beyond the slots form batches that wait. */
function staticBatch(model: ServingModel, requests: number, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const running = Math.min(requests, slots);
  const batches = Math.ceil(requests / running);
  // A batch of less than one request is one, now and then.
  const size = Math.max(1, running);
  const decode = secondsPerDecodedToken(model, decodingStep(model, size, lengths.inputTokens + lengths.outputTokens / 2));
  const reading = secondsPerReading(model, uncachedTokens(lengths), size).seconds;
  const batchSeconds = reading + (lengths.outputTokens - 1) * decode.seconds;
  const waitSeconds = ((batches - 1) / 2) * batchSeconds;
  return {
    ttftSeconds: waitSeconds + reading,
    tpotSeconds: decode.seconds,
    requestSeconds: waitSeconds + batchSeconds,
    waitSeconds,
    requestsPerSecond: requests / (batches * batchSeconds),
    running,
    waiting: requests - running,
    stable: true,
    decode,
    prompt: secondsPerReading(model, uncachedTokens(lengths), 1),
  };
}

/**
 * Sustained: with more clients than slots, Little's law gives those in excess a wait of (C - k) / X.
 * At the start of a run all clients send together; of `rounds` requests of each, one stands behind half the others.
 */
function closedLoop(model: ServingModel, load: ClosedLoop, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const { requestsInFlight: clients, rounds = USUAL_ROUNDS } = load;
  const at = occupancy(model, Math.min(clients, slots), lengths);
  const waitSeconds = (clients - at.running) / at.requestsPerSecond;
  const startSeconds = (Math.max(0, at.running - 1) / (2 * rounds) / model.profile.deployment.parallelism.data) * at.addedPerPromptSeconds;
  return inLoop(at, waitSeconds, clients - at.running, startSeconds, true);
}

/** Every slot is busy until the prompts run out; the mean prompt waits for half of those before it. */
function offline(model: ServingModel, requests: number, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const at = occupancy(model, Math.min(requests, slots), lengths);
  const excess = requests - at.running;
  if (!Number.isFinite(excess)) return { ...inLoop(at, 0, 0, 0, true), ttftSeconds: null, requestSeconds: null, waitSeconds: null, waiting: null };
  return inLoop(at, excess / 2 / at.requestsPerSecond, excess, 0, true);
}

/** The occupancy at which requests leave as fast as they arrive; above the capacity of all slots the queue grows. */
function openArrivals(model: ServingModel, requestsPerSecond: number, lengths: ServedLengths, slots: number): ReplicaPrediction {
  const full = occupancy(model, slots, lengths);
  if (requestsPerSecond >= full.requestsPerSecond) return { ...inLoop(full, 0, 0, 0, false), ttftSeconds: null, requestSeconds: null, waitSeconds: null, waiting: null };
  let low = 0;
  let high = slots;
  for (let i = 0; i < BISECTIONS; i += 1) {
    const middle = (low + high) / 2;
    if (middle >= requestsPerSecond * occupancy(model, middle, lengths).residenceSeconds) high = middle;
    else low = middle;
  }
  return { ...inLoop(occupancy(model, high, lengths), 0, 0, 0, true), requestsPerSecond };
}

function inLoop(at: Occupancy, waitSeconds: number, waiting: number, startSeconds: number, stable: boolean): ReplicaPrediction {
  return {
    ttftSeconds: waitSeconds + startSeconds + at.serviceTtftSeconds,
    tpotSeconds: at.tpotSeconds,
    requestSeconds: waitSeconds + startSeconds + at.residenceSeconds,
    waitSeconds,
    requestsPerSecond: at.requestsPerSecond,
    running: at.running,
    waiting,
    stable,
    decode: at.decode,
    prompt: at.reading,
  };
}
