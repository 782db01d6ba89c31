import { eventQueue, firstTime, popEvent, pushEvent, type EventQueue } from "../internal/event-queue.js";
import { exponentialVariate, gammaVariate, randomStream } from "../internal/random.js";
import { NONE, requestColumns, type Requests } from "./requests.js";
import type { DrawnRequests, RequestColumns, Traffic } from "./traffic.js";

/** Streams of random numbers, one for each purpose: more of one draws nothing from another. */
export const STREAM = { arrivals: 0, input: 1, output: 2, routing: 3, thinking: 4 } as const;

/** Requests still to come: those whose time is known, in order, and those that follow an answer. */
export interface Arrivals {
  readonly requests: Requests;
  /** The first of those with known times that has not come. */
  scheduled: number;
  /** Those before this number have known times; none in a closed loop. */
  readonly scheduledEnd: number;
  /** Requests of a session that follow an answer, by time; in a closed loop, times at which any client sends the next. */
  readonly followUps: EventQueue;
  /** Of a closed loop: requests that have come, which get their numbers, and with these their lengths, as they come. */
  sent: number;
  readonly isLoop: boolean;
  /** The next request of the same session; undefined without sessions. */
  readonly nextOfSession: Int32Array | undefined;
  /** 1 for requests that follow another of their session. */
  readonly follows: Uint8Array | undefined;
  /** From an answer to the next request: to this one of a session, or to any of a client; seconds. */
  readonly thinkSeconds: (request: number) => number;
}

/** The requests of traffic that has been checked. */
export function arrivalsOf(traffic: Traffic, seed: number): Arrivals {
  if (traffic.kind === "trace") return traceArrivals(traffic.requests);
  const requests = drawnRequests(traffic, seed);
  const { count, arrivalSeconds } = requests;
  switch (traffic.kind) {
    case "open":
      fillOpen(arrivalSeconds, traffic.requestsPerSecond, traffic.cv ?? 1, randomStream(seed, STREAM.arrivals));
      return scheduledArrivals(requests);
    case "burst":
      arrivalSeconds.fill(0);
      return scheduledArrivals(requests);
    case "closed-loop":
      // Clients beyond the number of requests never get to send one.
      return loopArrivals(requests, new Float64Array(Math.min(count, traffic.requestsInFlight)), noThinking);
    case "users": {
      const uniform = randomStream(seed, STREAM.thinking);
      const { users, thinkSeconds: mean, thinking = "exponential" } = traffic;
      // Users have been asking for long: each is somewhere in a think time.
      const starts = new Float64Array(users);
      for (let user = 0; user < users; user += 1) starts[user] = mean * (thinking === "fixed" ? uniform() : exponentialVariate(uniform));
      starts.sort();
      return loopArrivals(requests, starts.subarray(0, Math.min(count, users)), thinking === "fixed" ? () => mean : () => mean * exponentialVariate(uniform));
    }
  }
}

const noThinking = (): number => 0;

const scheduledArrivals = (requests: Requests): Arrivals => ({
  requests,
  scheduled: 0,
  scheduledEnd: requests.count,
  followUps: eventQueue(),
  sent: 0,
  isLoop: false,
  nextOfSession: undefined,
  follows: undefined,
  thinkSeconds: noThinking,
});

function loopArrivals(requests: Requests, startSeconds: Float64Array, thinkSeconds: () => number): Arrivals {
  const followUps = eventQueue(startSeconds.length + 1);
  for (const [client, seconds] of startSeconds.entries()) pushEvent(followUps, seconds, client);
  return { ...scheduledArrivals(requests), scheduledEnd: 0, followUps, isLoop: true, thinkSeconds };
}

/** Time of the next arrival; Infinity when none is known. */
export function nextArrivalSeconds(arrivals: Arrivals): number {
  const { requests, scheduled, scheduledEnd, followUps } = arrivals;
  const known = scheduled < scheduledEnd ? (requests.arrivalSeconds[scheduled] as number) : Infinity;
  const following = firstTime(followUps);
  return known < following ? known : following;
}

/** Takes the next arrival out; of equal times one with a known time comes first. */
export function takeArrival(arrivals: Arrivals): number {
  const { requests, scheduled, scheduledEnd, followUps, follows, isLoop } = arrivals;
  if (scheduled === scheduledEnd || (requests.arrivalSeconds[scheduled] as number) > firstTime(followUps)) {
    const seconds = firstTime(followUps);
    const first = popEvent(followUps);
    const request = isLoop ? nextOfLoop(arrivals) : first;
    requests.arrivalSeconds[request] = seconds;
    return request;
  }
  let next = scheduled + 1;
  if (follows !== undefined) while (next < scheduledEnd && follows[next] === 1) next += 1;
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
  const { nextOfSession, requests, followUps, isLoop, sent } = arrivals;
  if (isLoop) {
    if (sent < requests.count) pushEvent(followUps, seconds + arrivals.thinkSeconds(request), request);
    return;
  }
  if (nextOfSession === undefined) return;
  const following = nextOfSession[request] as number;
  if (following !== NONE) pushEvent(followUps, seconds + arrivals.thinkSeconds(following), following);
}

function fillOpen(arrivalSeconds: Float64Array, requestsPerSecond: number, cv: number, uniform: () => number): void {
  const shape = 1 / (cv * cv);
  let seconds = 0;
  for (let request = 0; request < arrivalSeconds.length; request += 1) {
    seconds += (cv === 0 ? 1 : cv === 1 ? exponentialVariate(uniform) : gammaVariate(uniform, shape)) / requestsPerSecond;
    arrivalSeconds[request] = seconds;
  }
}

function drawnRequests({ requests: count, input, output, cachedShare = 0 }: DrawnRequests, seed: number): Requests {
  const requests = requestColumns(count);
  const uniforms = { input: randomStream(seed, STREAM.input), output: randomStream(seed, STREAM.output) };
  for (let request = 0; request < count; request += 1) {
    const tokens = Math.max(1, Math.round(input.quantile(uniforms.input())));
    requests.inputTokens[request] = tokens;
    requests.outputTokens[request] = Math.max(1, Math.round(output.quantile(uniforms.output())));
    requests.cachedTokens[request] = Math.floor(cachedShare * tokens);
  }
  return requests;
}

function traceArrivals(columns: RequestColumns): Arrivals {
  const count = columns.arrivalSeconds.length;
  const requests = requestColumns(count);
  requests.inputTokens.set(columns.inputTokens);
  requests.outputTokens.set(columns.outputTokens);
  if (columns.cachedTokens !== undefined) requests.cachedTokens.set(columns.cachedTokens);
  requests.arrivalSeconds.set(columns.arrivalSeconds);
  const { sessions, thinkSeconds } = columns;
  const known = scheduledArrivals(requests);
  if (sessions === undefined || thinkSeconds === undefined) return known;
  return { ...known, ...sessionLinks(sessions), thinkSeconds: (request) => thinkSeconds[request] as number };
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
