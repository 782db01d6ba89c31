import { eventQueue, firstNumber, firstTime, popEvent, pushEvent, type EventQueue } from "../internal/event-queue.js";
import { answered, nextArrivalSeconds, takeArrival, type Arrivals } from "./arrivals.js";
import { idleReplica, touch, type Fleet, type Replica, type ReplicaSettings } from "./replica.js";
import { STATE } from "./requests.js";
import { enqueue } from "./slots.js";
import { begin, complete, cut, isWorthCutting } from "./steps.js";

/** Who watches a run. */
export interface Watch {
  /** Called before anything happens at a moment. */
  readonly before?: (fleet: Fleet, seconds: number) => void;
  /** Called when a request has come, before it goes anywhere. */
  readonly arrival?: (fleet: Fleet, seconds: number) => void;
  /** Called when all that happens at a moment has happened. */
  readonly after?: (fleet: Fleet, seconds: number) => void;
}

/**
 * Runs a fleet until every request has been answered. At each moment at which anything happens: first, steps that end
 * there are ended; then requests that come there are handed to replicas; then replicas that have nothing under way begin.
 *
 * @returns the fleet at the end.
 */
export function runFleet(settings: ReplicaSettings, replicaCount: number, route: (fleet: Fleet) => number, arrivals: Arrivals, watch: Watch = {}): Fleet {
  const { requests } = arrivals;
  const replicas = Array.from({ length: replicaCount }, (_, index) => idleReplica(index, settings, requests.count));
  const fleet: Fleet = { settings, requests, arrivals, replicas, seconds: 0, arrived: 0, answered: 0 };
  const ends = eventQueue(2 * replicaCount);
  const starting: Replica[] = [];
  for (;;) {
    const seconds = Math.min(nextArrivalSeconds(arrivals), firstTime(ends));
    if (seconds === Infinity) return fleet;
    watch.before?.(fleet, seconds);
    while (firstTime(ends) === seconds) {
      const replica = replicas[firstNumber(ends)] as Replica;
      popEvent(ends);
      // A run of steps that was cut has left its old end behind.
      if (replica.endSeconds !== seconds) continue;
      fleet.seconds = seconds;
      complete(fleet, replica, seconds);
      start(starting, replica);
    }
    while (nextArrivalSeconds(arrivals) <= seconds) {
      fleet.seconds = seconds;
      const request = takeArrival(arrivals);
      watch.arrival?.(fleet, seconds);
      const replica = replicas[route(fleet)] as Replica;
      fleet.arrived += 1;
      touch(replica, seconds);
      if (!enqueue(fleet, replica, request)) turnAway(fleet, replica, request, seconds);
      else if (replica.steps === 0 && !replica.reads) start(starting, replica);
      else if (isWorthCutting(fleet, replica)) cutAt(replica, seconds, ends);
    }
    for (const replica of starting) {
      replica.isStarting = false;
      begin(fleet, replica, seconds);
      if (replica.endSeconds !== Infinity) pushEvent(ends, replica.endSeconds, replica.index);
    }
    starting.length = 0;
    watch.after?.(fleet, seconds);
  }
}

function start(starting: Replica[], replica: Replica): void {
  if (replica.isStarting) return;
  replica.isStarting = true;
  starting.push(replica);
}

function turnAway(fleet: Fleet, replica: Replica, request: number, seconds: number): void {
  const { requests, arrivals } = fleet;
  requests.state[request] = STATE.rejected;
  replica.rejected += 1;
  fleet.answered += 1;
  answered(arrivals, request, seconds);
}

function cutAt(replica: Replica, seconds: number, ends: EventQueue): void {
  const before = replica.endSeconds;
  cut(replica, seconds);
  if (replica.endSeconds !== before) pushEvent(ends, replica.endSeconds, replica.index);
}
