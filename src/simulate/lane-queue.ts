import type { Lane } from "./lane.js";
import { NONE, STATE, type Requests } from "./requests.js";

/** A request joins the end of the queue. */
export function putLast(lane: Lane, { next, previous, state }: Requests, request: number): void {
  next[request] = NONE;
  previous[request] = lane.lastWaiting;
  if (lane.lastWaiting === NONE) lane.firstWaiting = request;
  else next[lane.lastWaiting] = request;
  lane.lastWaiting = request;
  lane.waiting += 1;
  state[request] = STATE.waiting;
}

/** A request goes to the head of the queue, and the next plan knows of it. */
export function putFirst(lane: Lane, { next, previous, state }: Requests, request: number): void {
  next[request] = lane.firstWaiting;
  previous[request] = NONE;
  if (lane.firstWaiting === NONE) lane.lastWaiting = request;
  else previous[lane.firstWaiting] = request;
  lane.firstWaiting = request;
  lane.waiting += 1;
  lane.known += 1;
  state[request] = STATE.waiting;
}

/** Takes the head of the queue out. */
export function takeFirst(lane: Lane, { next, previous }: Requests): number {
  const request = lane.firstWaiting;
  lane.firstWaiting = next[request] as number;
  if (lane.firstWaiting === NONE) lane.lastWaiting = NONE;
  else previous[lane.firstWaiting] = NONE;
  lane.waiting -= 1;
  lane.known -= 1;
  return request;
}
