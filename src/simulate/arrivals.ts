import { eventQueue, firstTime, popEvent, pushEvent, type EventQueue } from "../internal/event-queue.js";
import { checkBetween } from "../internal/check.js";
import { exponentialVariate, gammaVariate, randomStream } from "../internal/random.js";
import type { ArrivalsOf, Load } from "../workload/arrivals.js";
import { requestsIn } from "../workload/loads.js";
import { MOST_TRACED } from "../workload/limits.js";
import type { RequestColumns } from "../workload/request-columns.js";
import { drawnRequests, tracedRequests } from "./request-lengths.js";
import { NONE, type Requests } from "./requests.js";
import { STREAM } from "./streams.js";
import type { Traffic } from "./traffic.js";

/** Requests still to come: those whose time is known, in order, and those that follow an answer. */
export interface Arrivals {
  readonly requests: Requests;
  /** The first of those with known times that has not come. */
  scheduled: number;
  /** Those before this number have known times. */
  scheduledEnd: number;
  /** Requests of a session that follow an answer, by time; in a closed loop, times at which any client sends the next. */
  readonly followUps: EventQueue;
  /** Of a closed loop: requests that have come, which get their numbers, and with these their lengths, as they come. */
  sent: number;
  /** Who comes next when a request has been answered. */
  readonly followed: "nobody" | "client" | "session" | "batch";
  /** Requests of a static batch; 0 else. */
  readonly batch: number;
  /** Of static batches: requests that have been answered, and when the last of these answers was there. */
  answered: number;
  answeredSeconds: number;
  /** The next request of the same session; undefined without sessions. */
  readonly nextOfSession: Int32Array | undefined;
  /** 1 for requests that follow another of their session. */
  readonly follows: Uint8Array | undefined;
  /** From an answer to the next request: to this one of a session, or to any of a client; seconds. */
  readonly thinkSeconds: (request: number) => number;
}

/** What arrivals need to know of the fleet that they come to. */
export interface ArrivalsOptions {
  readonly seed: number;
  /** Requests that the fleet runs at once. */
  readonly slots: number;
  /** About as long as a request takes, seconds: clients of a loop without a start are spread over it. */
  readonly cycleSeconds: (requests: Requests) => number;
}

/** How requests of a kind are sent, whose lengths are drawn. */
export type Sending<Kind> = (requests: Requests, load: Kind, options: ArrivalsOptions) => Arrivals;

/** How those of every kind are sent. */
export const SENDING: { readonly [Kind in Load["kind"]]: Sending<ArrivalsOf<Kind>> } = {
  open: (requests, { requestsPerSecond, cv = 1 }, { seed }) => {
    fillOpen(requests.arrivalSeconds, requestsPerSecond, cv, randomStream(seed, STREAM.arrivals));
    return scheduledArrivals(requests);
  },
  burst: (requests) => {
    requests.arrivalSeconds.fill(0);
    return scheduledArrivals(requests);
  },
  "static-batch": (requests, _, { slots }) => {
    requests.arrivalSeconds.fill(0, 0, slots);
    return {
      ...scheduledArrivals(requests),
      scheduledEnd: Math.min(slots, requests.count),
      followed: "batch",
      batch: slots,
    };
  },
  "closed-loop": (requests, loop, { seed, cycleSeconds }) => {
    // Clients beyond the number of requests never get to send one.
    const starts = new Float64Array(Math.min(requests.count, loop.requestsInFlight));
    // Those of a load test begin together; those of a loop without a start are anywhere in a request.
    if (requestsIn(loop) === Infinity) spread(starts, cycleSeconds(requests), randomStream(seed, STREAM.arrivals));
    return loopArrivals(requests, starts, noThinking);
  },
  users: (requests, { users, thinkSeconds: mean, thinking = "exponential" }, { seed }) => {
    const uniform = randomStream(seed, STREAM.thinking);
    // Users have been asking for long: each is somewhere in a think time.
    const starts = new Float64Array(checkBetween(users, "traffic.users", 1, MOST_TRACED));
    for (let user = 0; user < users; user += 1)
      starts[user] = mean * (thinking === "fixed" ? uniform() : exponentialVariate(uniform));
    starts.sort();
    return loopArrivals(
      requests,
      starts.subarray(0, Math.min(requests.count, users)),
      thinking === "fixed" ? () => mean : () => mean * exponentialVariate(uniform),
    );
  },
};

/** The requests of traffic that has been checked. */
export function arrivalsOf(traffic: Traffic, options: ArrivalsOptions): Arrivals {
  if (traffic.kind === "trace") return traceArrivals(traffic.requests);
  const send = SENDING[traffic.kind] as Sending<Load>;
  return send(drawnRequests(traffic, options.seed), traffic, options);
}

const noThinking = (): number => 0;

function spread(starts: Float64Array, seconds: number, uniform: () => number): void {
  for (let client = 0; client < starts.length; client += 1) starts[client] = seconds * uniform();
}

const scheduledArrivals = (requests: Requests): Arrivals => ({
  requests,
  scheduled: 0,
  scheduledEnd: requests.count,
  followUps: eventQueue(),
  sent: 0,
  followed: "nobody",
  batch: 0,
  answered: 0,
  answeredSeconds: 0,
  nextOfSession: undefined,
  follows: undefined,
  thinkSeconds: noThinking,
});

function loopArrivals(requests: Requests, startSeconds: Float64Array, thinkSeconds: () => number): Arrivals {
  const followUps = eventQueue(startSeconds.length + 1);
  for (const [client, seconds] of startSeconds.entries()) pushEvent(followUps, seconds, client);
  return { ...scheduledArrivals(requests), scheduledEnd: 0, followUps, followed: "client", thinkSeconds };
}

/** Time of the next arrival; Infinity when none is known. */
export function nextArrivalSeconds(arrivals: Arrivals): number {
  const { requests, scheduled, scheduledEnd, followUps } = arrivals;
  return Math.min(
    scheduled < scheduledEnd ? (requests.arrivalSeconds[scheduled] as number) : Infinity,
    firstTime(followUps),
  );
}

/** Takes the next arrival out; of equal times one with a known time comes first. */
export function takeArrival(arrivals: Arrivals): number {
  const { requests, scheduled, scheduledEnd, followUps, follows, followed } = arrivals;
  if (scheduled === scheduledEnd || (requests.arrivalSeconds[scheduled] as number) > firstTime(followUps)) {
    const seconds = firstTime(followUps);
    const first = popEvent(followUps);
    const request = followed === "client" ? nextOfLoop(arrivals) : first;
    requests.arrivalSeconds[request] = seconds;
    return request;
  }
  let next = scheduled + 1;
  while (follows?.[next] === 1) next += 1;
  arrivals.scheduled = next;
  return scheduled;
}

function nextOfLoop(arrivals: Arrivals): number {
  const { requests, sent, followUps } = arrivals;
  arrivals.sent = sent + 1;
  // Clients ask until the last has come: that they would go on is not followed.
  if (arrivals.sent === requests.count) followUps.size = 0;
  return sent;
}

/** A request has been answered, or turned away: whoever sent it may send another. */
export function answered(arrivals: Arrivals, request: number, seconds: number): void {
  const { nextOfSession, requests, followUps, followed, sent } = arrivals;
  if (followed === "client") {
    if (sent < requests.count) pushEvent(followUps, seconds + arrivals.thinkSeconds(request), request);
  } else if (followed === "batch") nextBatch(arrivals, seconds);
  else if (nextOfSession !== undefined) {
    const following = nextOfSession[request] as number;
    if (following !== NONE) pushEvent(followUps, seconds + arrivals.thinkSeconds(following), following);
  }
}

/** With the last answer of a batch the next one is handed over. */
function nextBatch(arrivals: Arrivals, seconds: number): void {
  const { requests, batch, scheduledEnd } = arrivals;
  arrivals.answered += 1;
  // Who ends first may have its answer last.
  arrivals.answeredSeconds = Math.max(arrivals.answeredSeconds, seconds);
  if (arrivals.answered < scheduledEnd || scheduledEnd === requests.count) return;
  arrivals.scheduledEnd = Math.min(requests.count, scheduledEnd + batch);
  requests.arrivalSeconds.fill(arrivals.answeredSeconds, scheduledEnd, arrivals.scheduledEnd);
}

function fillOpen(arrivalSeconds: Float64Array, requestsPerSecond: number, cv: number, uniform: () => number): void {
  const shape = 1 / (cv * cv);
  let seconds = 0;
  for (let request = 0; request < arrivalSeconds.length; request += 1) {
    seconds +=
      (shape === Infinity ? 1 : cv === 1 ? exponentialVariate(uniform) : gammaVariate(uniform, shape)) /
      requestsPerSecond;
    arrivalSeconds[request] = seconds;
  }
}

function traceArrivals(columns: RequestColumns): Arrivals {
  const { sessions, thinkSeconds } = columns;
  const known = scheduledArrivals(tracedRequests(columns));
  if (sessions === undefined || thinkSeconds === undefined) return known;
  return {
    ...known,
    followed: "session",
    ...sessionLinks(sessions),
    thinkSeconds: (request) => thinkSeconds[request] as number,
  };
}

function sessionLinks(sessions: ArrayLike<number>): { nextOfSession: Int32Array; follows: Uint8Array } {
  const nextOfSession = new Int32Array(sessions.length).fill(NONE);
  const follows = new Uint8Array(sessions.length);
  const last = new Map<number, number>();
  for (let request = 0; request < sessions.length; request += 1) {
    const session = sessions[request] as number;
    const before = last.get(session);
    if (before !== undefined) {
      nextOfSession[before] = request;
      follows[request] = 1;
    }
    last.set(session, request);
  }
  return { nextOfSession, follows };
}
