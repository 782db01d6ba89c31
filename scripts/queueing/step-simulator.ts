/**
 * A fleet, step by step: plain, slow, and independent of src. A step of a replica lasts a + b n + c p for n requests that
 * run and p prompt tokens. Before each step all free slots are filled in order of arrival, and the prompts of those
 * admitted are read in that step; at its end every request that runs has one more token.
 */
import { exponential, gamma, type Random } from "./random.js";

export interface StepLaw {
  readonly stepSeconds: number;
  readonly requestSeconds: number;
  readonly promptTokenSeconds: number;
  readonly slots: number;
}

export type Traffic =
  | { readonly kind: "open"; readonly requestsPerSecond: number; readonly cv: number }
  | { readonly kind: "users"; readonly users: number; readonly thinkSeconds: number }
  | { readonly kind: "sustained"; readonly requestsInFlight: number }
  | { readonly kind: "burst"; readonly requests: number };

export interface SimulationOptions {
  readonly law: StepLaw;
  readonly traffic: Traffic;
  readonly replicas: number;
  readonly routing: "round-robin" | "random" | "least-loaded";
  readonly inputTokens: (random: Random) => number;
  readonly outputTokens: (random: Random) => number;
  /** Requests to simulate. */
  readonly requests: number;
  /** Share of the first ones that do not count. */
  readonly warmUp: number;
  readonly random: Random;
}

/** Seconds of every request that counts. */
export interface Simulated {
  readonly wait: Float64Array;
  readonly ttft: Float64Array;
  readonly tpot: Float64Array;
  readonly residence: Float64Array;
  readonly request: Float64Array;
  readonly requestsPerSecond: number;
}

interface Replica {
  /** Steps begun. */
  step: number;
  /** Requests in slots. */
  running: number;
  /** Those whose prompts the step under way reads. */
  entering: readonly number[];
  /** Those whose last token a step brings, by the number of the step. */
  readonly leaving: Map<number, number[]>;
  /** Requests that wait, from `head` on. */
  queue: number[];
  head: number;
  /** When the step under way ends; Infinity when idle. */
  stepEnd: number;
}

export function simulateSteps({ law, traffic, replicas: count, routing, inputTokens, outputTokens, requests, warmUp, random }: SimulationOptions): Simulated {
  const arrived = new Float64Array(requests);
  const admitted = new Float64Array(requests);
  const firstToken = new Float64Array(requests);
  const done = new Float64Array(requests).fill(Infinity);
  const prompt = new Float64Array(requests);
  const answer = new Int32Array(requests);
  const foundFree = new Uint8Array(requests);
  const replicas = Array.from({ length: count }, (): Replica => ({ step: 0, running: 0, entering: [], leaving: new Map(), queue: [], head: 0, stepEnd: Infinity }));
  const coming = new Heap();
  let sent = 0;
  let turn = 0;

  const inFlight = ({ running, queue, head }: Replica): number => running + queue.length - head;
  const route = (): Replica => {
    if (count === 1) return replicas[0] as Replica;
    if (routing === "random") return replicas[Math.floor(random() * count)] as Replica;
    if (routing === "round-robin") return replicas[turn++ % count] as Replica;
    // Of several with as few requests, one at random.
    const least = Math.min(...replicas.map(inFlight));
    const candidates = replicas.filter((replica) => inFlight(replica) === least);
    return candidates[Math.floor(random() * candidates.length)] as Replica;
  };
  const send = (time: number, replica: Replica): void => {
    if (sent === requests) return;
    arrived[sent] = time;
    prompt[sent] = inputTokens(random);
    answer[sent] = Math.max(1, Math.round(outputTokens(random)));
    foundFree[sent] = inFlight(replica) < law.slots ? 1 : 0;
    replica.queue.push(sent);
    sent += 1;
  };
  const startStep = (replica: Replica, time: number): void => {
    const entering: number[] = [];
    let promptTokens = 0;
    replica.step += 1;
    while (replica.running < law.slots && replica.head < replica.queue.length) {
      const id = replica.queue[replica.head++] as number;
      const lastStep = replica.step + (answer[id] as number) - 1;
      admitted[id] = time;
      promptTokens += prompt[id] as number;
      entering.push(id);
      replica.running += 1;
      if (!replica.leaving.has(lastStep)) replica.leaving.set(lastStep, []);
      replica.leaving.get(lastStep)?.push(id);
    }
    if (replica.head > 10_000) {
      replica.queue = replica.queue.slice(replica.head);
      replica.head = 0;
    }
    const n = replica.running;
    replica.entering = entering;
    replica.stepEnd = n === 0 ? Infinity : time + law.stepSeconds + law.requestSeconds * n + law.promptTokenSeconds * promptTokens;
  };
  const endStep = (replica: Replica): void => {
    const time = replica.stepEnd;
    for (const id of replica.entering) firstToken[id] = time;
    const leaving = replica.leaving.get(replica.step) ?? [];
    replica.leaving.delete(replica.step);
    replica.running -= leaving.length;
    for (const id of leaving) {
      done[id] = time;
      if (traffic.kind === "sustained") send(time, count === 1 ? replica : route());
      if (traffic.kind === "users") coming.push(time + traffic.thinkSeconds * exponential(random));
    }
    startStep(replica, time);
    for (const other of replicas) if (other.stepEnd === Infinity && other.head < other.queue.length) startStep(other, time);
  };

  const gap = (): number => (traffic.kind !== "open" ? Infinity : (traffic.cv === 1 ? exponential(random) : gamma(random, traffic.cv)) / traffic.requestsPerSecond);
  if (traffic.kind === "open") coming.push(gap());
  if (traffic.kind === "users") for (let i = 0; i < traffic.users; i += 1) coming.push(traffic.thinkSeconds * exponential(random));
  const atOnce = traffic.kind === "sustained" ? traffic.requestsInFlight : traffic.kind === "burst" ? traffic.requests : 0;
  for (let i = 0; i < atOnce; i += 1) send(0, route());
  for (const replica of replicas) startStep(replica, 0);

  for (;;) {
    let next = replicas[0] as Replica;
    for (const replica of replicas) if (replica.stepEnd < next.stepEnd) next = replica;
    const arrival = coming.first();
    if (arrival <= next.stepEnd) {
      if (arrival === Infinity || sent === requests) {
        if (next.stepEnd === Infinity) break;
        endStep(next);
        continue;
      }
      coming.pop();
      const replica = route();
      send(arrival, replica);
      if (replica.stepEnd === Infinity) startStep(replica, arrival);
      if (traffic.kind === "open") coming.push(arrival + gap());
    } else endStep(next);
  }

  const from = Math.floor(warmUp * requests);
  // Those that came last ran beside slots that nobody took any more.
  const to = traffic.kind === "burst" ? requests : Math.floor(requests * 0.95);
  const each = (seconds: (id: number) => number): Float64Array => Float64Array.from({ length: to - from }, (_, i) => seconds(from + i));
  const at = (values: Float64Array, id: number): number => values[id] as number;
  const started = at(arrived, from);
  const stopped = at(arrived, to - 1);
  return {
    // For a slot: who finds one free waits for the step alone, and that belongs to the first token.
    wait: each((id) => (foundFree[id] === 1 ? 0 : at(admitted, id) - at(arrived, id))),
    ttft: each((id) => at(firstToken, id) - at(arrived, id)),
    tpot: each((id) => ((answer[id] as number) > 1 ? (at(done, id) - at(firstToken, id)) / ((answer[id] as number) - 1) : NaN)).filter((value) => !Number.isNaN(value)),
    residence: each((id) => at(done, id) - at(admitted, id)),
    request: each((id) => at(done, id) - at(arrived, id)),
    requestsPerSecond: traffic.kind === "burst" ? requests / Math.max(...done) : (to - 1 - from) / (stopped - started),
  };
}

/** Times, the earliest first. */
class Heap {
  private readonly times: number[] = [];
  first(): number {
    return this.times[0] ?? Infinity;
  }
  push(time: number): void {
    const { times } = this;
    let i = times.length;
    times.push(time);
    while (i > 0 && (times[(i - 1) >> 1] as number) > time) {
      times[i] = times[(i - 1) >> 1] as number;
      i = (i - 1) >> 1;
    }
    times[i] = time;
  }
  pop(): void {
    const { times } = this;
    const last = times.pop() as number;
    if (times.length === 0) return;
    let i = 0;
    for (let child = 1; child < times.length; child = 2 * i + 1) {
      if (child + 1 < times.length && (times[child + 1] as number) < (times[child] as number)) child += 1;
      if ((times[child] as number) >= last) break;
      times[i] = times[child] as number;
      i = child;
    }
    times[i] = last;
  }
}
