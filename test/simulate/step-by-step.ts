import { answered, nextArrivalSeconds, takeArrival, type Arrivals } from "../../src/simulate/arrivals.js";
import type { ReplicaSettings } from "../../src/simulate/replica.js";
import type { Routing } from "../../src/workload/routing.js";

/** What became of a request; times are null while they have not come. */
export interface ReferenceRequest {
  readonly number: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  slot: number | null;
  first: number | null;
  finish: number | null;
  rejected: boolean;
  /** Tokens written; of which the last is not in the cache. */
  written: number;
  /** Tokens still to be read, of a request in a slot. */
  unread: number;
  /** When the next token is there, once all is read. */
  due: number | null;
  decoding: boolean;
}

interface Step {
  readonly end: number;
  readonly decoding: readonly ReferenceRequest[];
  readonly chunks: ReadonlyMap<ReferenceRequest, number>;
}

interface ReferenceReplica {
  readonly queue: ReferenceRequest[];
  /** In order of admission. */
  running: ReferenceRequest[];
  step: Step | null;
}

export interface Reference {
  readonly requests: readonly ReferenceRequest[];
  readonly preemptions: number;
  readonly steps: number;
}

const at = <Value>(values: ArrayLike<Value>, index: number): Value => values[index] as Value;

/**
 * The same fleet as `simulateFleet`, one step at a time, with nothing kept that can be counted anew: slow and plain.
 * `uniform` is what random routing draws from.
 */
export function stepByStep(settings: ReplicaSettings, replicaCount: number, routing: Routing, arrivals: Arrivals, uniform: () => number): Reference {
  const { clock, slots, maxBatchedTokens, cache } = settings;
  const { inputTokens, outputTokens, cachedTokens, count } = arrivals.requests;
  const requests: ReferenceRequest[] = Array.from({ length: count }, (_, number) => ({
    number, input: at(inputTokens, number), output: at(outputTokens, number), cached: at(cachedTokens, number),
    slot: null, first: null, finish: null, rejected: false, written: 0, unread: 0, due: null, decoding: false,
  }));
  const replicas: ReferenceReplica[] = Array.from({ length: replicaCount }, () => ({ queue: [], running: [], step: null }));
  let preemptions = 0;
  let steps = 0;
  let come = 0;

  const blocks = (tokens: number): number => cache.requestBlocks + Math.ceil(tokens / cache.blockTokens);
  const most = (request: ReferenceRequest): number => blocks(request.input + request.output - 1);
  const stored = (request: ReferenceRequest): number => request.input + request.written - (request.decoding ? 1 : 0);
  const held = (request: ReferenceRequest): number => (cache.reservesAnswer ? most(request) : blocks(stored(request)));
  const growth = (request: ReferenceRequest): number => (cache.reservesAnswer ? 0 : blocks(stored(request) + 1) - blocks(stored(request)));
  const sum = (of: readonly ReferenceRequest[], value: (request: ReferenceRequest) => number): number => of.reduce((total, request) => total + value(request), 0);
  const decodingOf = (replica: ReferenceReplica): ReferenceRequest[] => replica.running.filter(({ decoding }) => decoding);
  const readingOf = (replica: ReferenceReplica): ReferenceRequest[] => replica.running.filter(({ unread }) => unread > 0);
  const contexts = (of: readonly ReferenceRequest[]): number => sum(of, (request) => request.input + request.written);

  function token(replica: ReferenceReplica, request: ReferenceRequest, now: number): void {
    request.written += 1;
    request.due = null;
    request.first ??= now;
    request.decoding = true;
    if (request.written < request.output) return;
    request.finish = now;
    replica.running = replica.running.filter((other) => other !== request);
    answered(arrivals, request.number, now);
  }

  function end(replica: ReferenceReplica, step: Step, now: number): void {
    replica.step = null;
    for (const request of step.decoding) token(replica, request, now);
    for (const [request, tokens] of step.chunks) {
      request.unread -= tokens;
      if (request.unread > 0) continue;
      const decoding = decodingOf(replica);
      const least = request.first === null ? clock.firstTokenSeconds(decoding.length, contexts(decoding), request.input, request.input - request.cached) : 0;
      request.due = Math.max(now, (request.slot as number) + least);
      if (request.due === now) token(replica, request, now);
    }
  }

  function preemptLast(replica: ReferenceReplica): void {
    const request = replica.running.pop() as ReferenceRequest;
    request.unread = 0;
    request.due = null;
    request.decoding = false;
    replica.queue.unshift(request);
    preemptions += 1;
  }

  function secure(replica: ReferenceReplica): number {
    while (sum(replica.running, held) + sum(decodingOf(replica), growth) > cache.blocks) preemptLast(replica);
    return sum(decodingOf(replica), growth);
  }

  function begin(replica: ReferenceReplica, now: number): void {
    const kept = clock.mixesPrompts ? secure(replica) : 0;
    for (;;) {
      const [request] = replica.queue;
      const budget = maxBatchedTokens - (clock.mixesPrompts ? decodingOf(replica).length : 0) - sum(readingOf(replica), ({ unread }) => unread);
      if (request === undefined || replica.running.length >= slots || budget <= 0) break;
      const needed = cache.reservesAnswer ? most(request) : blocks(request.input + request.written);
      if (sum(replica.running, held) + kept + needed > cache.blocks) break;
      replica.queue.shift();
      replica.running.push(request);
      request.slot ??= now;
      request.unread = request.input - Math.min(request.cached, request.input - 1) + request.written;
    }
    const reading = readingOf(replica);
    if (reading.length === 0 && !clock.mixesPrompts) secure(replica);
    const decoding = reading.length > 0 && !clock.mixesPrompts ? [] : decodingOf(replica);
    if (reading.length === 0 && decoding.length === 0) return;
    steps += 1;
    if (reading.length === 0) {
      replica.step = { end: now + clock.decodingSeconds(decoding.length, contexts(decoding)), decoding, chunks: new Map() };
      return;
    }
    const chunks = new Map<ReferenceRequest, number>();
    let left = maxBatchedTokens - decoding.length;
    let attention = 0;
    for (const request of reading) {
      const tokens = Math.min(left, request.unread);
      if (tokens === 0) break;
      chunks.set(request, tokens);
      left -= tokens;
      attention += clock.attentionSeconds(request.input + request.written - request.unread, tokens);
    }
    replica.step = { end: now + clock.readingSeconds(decoding.length, contexts(decoding), maxBatchedTokens - decoding.length - left, attention), decoding, chunks };
  }

  /** When something happens to a replica by itself. */
  const nextOf = (replica: ReferenceReplica): number => replica.step?.end ?? Math.min(Infinity, ...replica.running.map(({ due }) => due ?? Infinity));

  function route(): ReferenceReplica {
    if (routing === "round-robin") return at(replicas, come % replicas.length);
    if (routing === "random") return at(replicas, Math.floor(uniform() * replicas.length));
    const loads = replicas.map(({ queue, running }) => queue.length + running.length);
    return at(replicas, loads.indexOf(Math.min(...loads)));
  }

  for (;;) {
    const now = Math.min(nextArrivalSeconds(arrivals), ...replicas.map(nextOf));
    if (now === Infinity) return { requests, preemptions, steps };
    for (const replica of replicas) {
      if (nextOf(replica) > now) continue;
      if (replica.step !== null) end(replica, replica.step, now);
      for (const request of [...replica.running]) if (request.due !== null && request.due <= now) token(replica, request, now);
    }
    while (nextArrivalSeconds(arrivals) <= now) {
      const request = at(requests, takeArrival(arrivals));
      const replica = route();
      come += 1;
      if (most(request) > cache.blocks) {
        request.rejected = true;
        answered(arrivals, request.number, now);
      } else replica.queue.push(request);
    }
    for (const replica of replicas) if (replica.step === null) begin(replica, now);
  }
}
