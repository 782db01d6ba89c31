import { eventQueue, firstNumber, firstTime, popEvent, pushEvent, type EventQueue } from "../internal/event-queue.js";
import { enqueue } from "./admission.js";
import { answered, nextArrivalSeconds, takeArrival, type Arrivals } from "./arrivals.js";
import { idleReplica, type Fleet, type Group, type Replica } from "./fleet.js";
import { touch, type Lane } from "./lane.js";
import type { ReplicaSettings } from "./replica-settings.js";
import { STATE } from "./requests.js";
import { cutRun } from "./step-run.js";
import { begin, complete, isWorthCutting } from "./steps.js";

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
 * there are ended; then requests that come there are handed to replicas; then lanes that have nothing under way begin.
 *
 * @returns the fleet at the end.
 */
export function runFleet(
  settings: ReplicaSettings,
  replicaCount: number,
  route: (fleet: Fleet) => number,
  arrivals: Arrivals,
  watch: Watch = {},
): Fleet {
  const { requests } = arrivals;
  const replicas = Array.from({ length: replicaCount }, (_, index) => idleReplica(index, settings, requests.count));
  const groups = replicas.flatMap((replica) => replica.groups);
  const fleet: Fleet = {
    settings,
    requests,
    arrivals,
    replicas,
    seconds: 0,
    arrived: 0,
    order: new Int32Array(requests.count),
    answered: 0,
  };
  const ends = eventQueue(2 * groups.length);
  const starting = eventQueue(groups.length);
  for (;;) {
    const seconds = Math.min(nextArrivalSeconds(arrivals), firstTime(ends));
    if (seconds === Infinity) {
      // When engines have done, the last answers are on their way.
      fleet.seconds = requests.finishSeconds.reduce((last, finished) => Math.max(last, finished), fleet.seconds);
      watch.before?.(fleet, fleet.seconds);
      return fleet;
    }
    watch.before?.(fleet, seconds);
    while (firstTime(ends) === seconds) {
      const group = groups[firstNumber(ends)] as Group;
      popEvent(ends);
      // A run of steps that was cut has left its old end behind.
      if (group.endSeconds !== seconds) continue;
      fleet.seconds = seconds;
      complete(fleet, group, seconds);
      start(starting, group);
      if (settings.stages > 1) startSiblings(starting, group);
    }
    while (nextArrivalSeconds(arrivals) <= seconds) {
      fleet.seconds = seconds;
      const request = takeArrival(arrivals);
      watch.arrival?.(fleet, seconds);
      const replica = replicas[route(fleet)] as Replica;
      const { group, lane } = leastLoadedLane(replica);
      fleet.order[fleet.arrived] = request;
      fleet.arrived += 1;
      replica.arrivals += 1;
      touch(lane, seconds);
      if (!enqueue(fleet, lane, request)) turnAway(fleet, replica, request, seconds);
      else if (group.steps === 0) start(starting, group);
      else if (isWorthCutting(fleet, group, lane)) cutAt(group, seconds, ends);
    }
    // Groups of one pipeline take its stages in order.
    while (starting.size > 0) {
      const group = groups[popEvent(starting)] as Group;
      group.isStarting = false;
      begin(fleet, group, seconds);
      if (group.endSeconds !== Infinity) pushEvent(ends, group.endSeconds, group.index);
    }
    watch.after?.(fleet, seconds);
  }
}

/** A request that waits counts as much as so many that run. */
const WEIGHT_OF_WAITING = 4;

/**
 * The lane of a replica that has least to do.
 *
 * @see vllm-project/vllm vllm/v1/engine/core_client.py (`DPLBAsyncMPClient`), 0.10 and later.
 */
function leastLoadedLane({ groups }: Replica): { readonly group: Group; readonly lane: Lane } {
  let found = { group: groups[0] as Group, lane: (groups[0] as Group).lanes[0] as Lane };
  let least = Infinity;
  for (const group of groups) {
    for (const lane of group.lanes) {
      const load = WEIGHT_OF_WAITING * lane.waiting + lane.running;
      if (load >= least) continue;
      least = load;
      found = { group, lane };
    }
  }
  return found;
}

/** What one batch of a pipeline frees in their cache another may wait for. */
function startSiblings(starting: EventQueue, { replica, stageSeconds }: Group): void {
  for (const sibling of replica.groups)
    if (sibling.stageSeconds === stageSeconds && sibling.steps === 0) start(starting, sibling);
}

function start(starting: EventQueue, group: Group): void {
  if (group.isStarting) return;
  group.isStarting = true;
  pushEvent(starting, 0, group.index);
}

function turnAway(fleet: Fleet, replica: Replica, request: number, seconds: number): void {
  const { requests, arrivals } = fleet;
  requests.state[request] = STATE.rejected;
  replica.rejected += 1;
  fleet.answered += 1;
  answered(arrivals, request, seconds);
}

function cutAt(group: Group, seconds: number, ends: EventQueue): void {
  const before = group.endSeconds;
  cutRun(group, seconds);
  if (group.endSeconds !== before) pushEvent(ends, group.endSeconds, group.index);
}
