import { isPoolingModel } from "../catalog/model.js";
import type { Fleet } from "../queueing/fleet.js";
import { waitingAt } from "../queueing/waiting.js";
import {
  USUAL_ROUNDS,
  type ArrivalsOf,
  type ClosedLoopArrivals,
  type Arrivals,
  type Load,
  type Source,
  type StaticBatchArrivals,
  type TraceArrivals,
  type UserArrivals,
} from "../workload/arrivals.js";
import { isBatch, kindsThatCome, resized, sizeOf, sourceOf } from "../workload/loads.js";
import { checkArrivals } from "../workload/check-arrivals.js";
import type { OperatingPoint } from "./operating-point.js";
import { finiteRun, roomOf, waveSeconds, type FiniteRun } from "./finite-run.js";
import type { Replica } from "./replica.js";
import type { ServingStep } from "./timing/step-timing.js";

/** Loads that `predictServing` knows: users who think are asked for with percentiles. */
export type ServingLoad = Exclude<Arrivals, UserArrivals | TraceArrivals>;

/** What one engine does under its share of a load. */
export interface ReplicaPrediction {
  readonly ttftSeconds: number | null;
  readonly tpotSeconds: number;
  readonly e2eSeconds: number | null;
  readonly queueSeconds: number | null;
  readonly requestsPerSecond: number;
  readonly running: number;
  readonly waiting: number | null;
  readonly stable: boolean;
  readonly decode: ServingStep;
  readonly prompt: ServingStep;
}

/** How a kind of load is predicted, from the share of one engine, the requests that it runs at once, and the engines that share the load. */
type Law<Kind> = (replica: Replica, load: Kind, slots: number, engines: number) => ReplicaPrediction;

/** How every kind is predicted; one without a law of its own by {@link queued}. */
export const LAWS: { readonly [Kind in ServingLoad["kind"]]: Law<ArrivalsOf<Kind>> } = {
  "static-batch": staticBatch,
  "closed-loop": closedLoop,
  burst: (replica, load, slots, engines) => burst(replica, sizeOf(load), slots, engines),
  open: queued,
};

/** Refuses what is no load of one of them. */
export const checkLoad = (load: unknown): ServingLoad =>
  checkArrivals(
    load,
    "load",
    kindsThatCome("steadily", "at-once", "in-batches").filter((kind): kind is ServingLoad["kind"] => kind !== "users"),
  );

/**
 * What one engine of a replica does under its share of a load.
 *
 * @param replica - the replica.
 * @param load - the share of one engine.
 * @param slots - requests that the engine runs at once, > 0.
 * @param engines - that share the load: a run ends with the last answer of all of them.
 * @returns times and rates.
 */
export function predictReplica(replica: Replica, load: ServingLoad, slots: number, engines = 1): ReplicaPrediction {
  const law = (isPoolingModel(replica.deployment.model) ? onePass : LAWS[load.kind]) as Law<ServingLoad>;
  return law(replica, load, slots, engines);
}

/** The share of a load that one of several engines gets. */
export const shareOf = (load: ServingLoad, engines: number): ServingLoad => resized(load, (size) => size / engines);

/** Batches as large as the engine is told to run, each handed over when the one before has been answered; the last one is the rest. */
function staticBatch(
  replica: Replica,
  { requests }: StaticBatchArrivals,
  slots: number,
  engines: number,
): ReplicaPrediction {
  const { maxNumSeqs, ranks } = replica.memory();
  const size = Math.min(requests, (maxNumSeqs * ranks) / replica.engines);
  const batches = Math.floor(requests / size);
  const rest = requests - batches * size;
  const whole = burst(replica, size, slots, engines);
  if (rest <= 0) return { ...whole, waiting: requests - size };
  const last = burst(replica, rest, slots, engines);
  const mean = (read: (batch: ReplicaPrediction) => number | null): number =>
    (batches * size * (read(whole) ?? 0) + rest * (read(last) ?? 0)) / requests;
  return {
    ...whole,
    ttftSeconds: mean(({ ttftSeconds }) => ttftSeconds),
    tpotSeconds: mean(({ tpotSeconds }) => tpotSeconds),
    e2eSeconds: mean(({ e2eSeconds }) => e2eSeconds),
    queueSeconds: mean(({ queueSeconds }) => queueSeconds),
    requestsPerSecond: requests / ((batches * size) / whole.requestsPerSecond + rest / last.requestsPerSecond),
    waiting: requests - size,
  };
}

/** Clients that each have a slot, or more than there are slots for: by Little's law these wait for one. */
function closedLoop(
  replica: Replica,
  { requestsInFlight: clients, rounds = USUAL_ROUNDS }: ClosedLoopArrivals,
  slots: number,
  engines: number,
): ReplicaPrediction {
  const free = replica.at(clients);
  const haveSlots = slotsTaken(free) <= slots;
  // Who is on the way holds no slot.
  const at = haveSlots ? { ...free, running: Math.min(free.running, slots) } : inFlight(replica.inSlots(slots));
  const startsAtOnce = rounds !== Infinity;
  // In load tests, requests of about equal lengths lose step sooner than those that are equal by the token: see `FirstTokenTiming`.
  if (!startsAtOnce || replica.lengths.output.squaredCv === 0) {
    const queueSeconds = haveSlots ? 0 : Math.max(0, clients / at.requestsPerSecond - at.residenceSeconds);
    return inLoop(
      at,
      queueSeconds,
      at.requestsPerSecond * queueSeconds,
      startsAtOnce ? startSeconds(replica, at, rounds) : 0,
      true,
    );
  }
  const requests = rounds * Math.max(1, clients);
  const places = Math.max(1, haveSlots ? clients : slots);
  const turnSeconds = haveSlots ? at.gateSeconds + at.deliverySeconds : 0;
  const run = finiteRun(replica.served, {
    requests,
    places,
    engines: engines * Math.min(1, clients),
    full: haveSlots ? at : replica.inSlots(slots),
    turnSeconds,
  });
  // Who comes first finds no step under way.
  const gateSeconds = haveSlots ? at.gateSeconds * (1 - 1 / rounds) : 0;
  const queueSeconds = haveSlots ? 0 : ((clients - places) / requests) * run.seconds;
  return inRun(at, { ...run, queueSeconds: queueSeconds + gateSeconds }, rounds * clients, clients - places);
}

/** Of the requests in flight, those that hold a slot: the others wait for a step, or their tokens are on their way. */
const slotsTaken = ({ running, requestsPerSecond, gateSeconds, deliverySeconds }: OperatingPoint): number =>
  running - requestsPerSecond * (gateSeconds + deliverySeconds);

/** The times of those that waited for a slot, from then on to their last token: they get it as a step ends. */
const inFlight = (point: OperatingPoint): OperatingPoint => ({
  ...point,
  serviceTtftSeconds: point.prefillSeconds + point.deliverySeconds,
  residenceSeconds: point.residenceSeconds + point.deliverySeconds,
});

/** All slots get a request at once: of `rounds` for each, one stands behind half the prompts of the others, which full steps read together. */
function startSeconds({ served }: Replica, at: OperatingPoint, rounds: number): number {
  const { running, addedPerPromptSeconds } = at;
  if (running <= 1) return 0;
  const together = waveSeconds(served, running, roomOf(served)) / running;
  return ((running - 1) / (2 * rounds)) * Math.min(addedPerPromptSeconds / served.timing.lanes, together);
}

/** Every slot is busy until the prompts run out. */
function burst(replica: Replica, requests: number, slots: number, engines: number): ReplicaPrediction {
  if (!Number.isFinite(requests)) return withoutEnd(inFlight(replica.inSlots(slots)), true);
  const places = Math.min(Math.max(1, requests), slots);
  const full = replica.inSlots(places);
  return inRun(
    full,
    finiteRun(replica.served, { requests: Math.max(1, requests), places, engines, full, turnSeconds: 0 }),
    requests,
    requests - places,
  );
}

/** Of a model that answers after one pass, queueing says all: who comes while a pass is under way waits for the next. */
function onePass(replica: Replica, load: ServingLoad, slots: number): ReplicaPrediction {
  // Passes are full when as many wait as are read.
  const full = { ...replica.inSlots(2 * slots), running: slots };
  if (sizeOf(load) === Infinity) return withoutEnd(full, true);
  return ofSource(replica, isBatch(load) ? { requests: sizeOf(load) } : sourceOf(load), slots, full);
}

/** What queueing says in the mean; above the capacity of all slots the queue grows. */
function queued(replica: Replica, load: Load, slots: number): ReplicaPrediction {
  return ofSource(replica, sourceOf(load), slots, replica.inSlots(slots));
}

function ofSource(replica: Replica, source: Source, slots: number, full: OperatingPoint): ReplicaPrediction {
  const waiting = waitingAt(replica.queue(slots), source, ALONE);
  if (!waiting.stable) return withoutEnd(full, false);
  return {
    ...inLoop(replica.inSlots(waiting.running), 0, 0, 0, true),
    ttftSeconds: waiting.ttftSeconds.mean,
    tpotSeconds: waiting.tpotSeconds.mean,
    e2eSeconds: waiting.e2eSeconds.mean,
    queueSeconds: waiting.queueSeconds.mean,
    requestsPerSecond: waiting.requestsPerSecond,
    running: waiting.running,
    waiting: waiting.waiting,
  };
}

/** One engine, whose share of a load comes as the whole does. */
const ALONE: Fleet = { replicas: 1, routing: "random" };

/** Prompts never run out, or the queue grows: rates are known, waits are not. */
const withoutEnd = (at: OperatingPoint, stable: boolean): ReplicaPrediction => ({
  ...inLoop(at, 0, 0, 0, stable),
  ttftSeconds: null,
  e2eSeconds: null,
  queueSeconds: null,
  waiting: null,
});

function inRun(at: OperatingPoint, run: FiniteRun, requests: number, waiting: number): ReplicaPrediction {
  const { deliverySeconds } = at;
  return {
    ...inLoop(at, run.queueSeconds, Math.max(0, waiting), 0, true),
    running: Math.min(at.running, requests),
    ttftSeconds: run.queueSeconds + run.prefillSeconds + deliverySeconds,
    tpotSeconds: run.tpotSeconds,
    e2eSeconds: run.queueSeconds + run.residenceSeconds + deliverySeconds,
    requestsPerSecond: requests / (run.seconds + deliverySeconds),
  };
}

function inLoop(
  at: OperatingPoint,
  queueSeconds: number,
  waiting: number,
  atStartSeconds: number,
  stable: boolean,
): ReplicaPrediction {
  return {
    ttftSeconds: queueSeconds + atStartSeconds + at.serviceTtftSeconds,
    tpotSeconds: at.tpotSeconds,
    e2eSeconds: queueSeconds + atStartSeconds + at.residenceSeconds,
    queueSeconds,
    requestsPerSecond: at.requestsPerSecond,
    running: at.running,
    waiting,
    stable,
    decode: at.decode,
    prompt: at.reading,
  };
}
