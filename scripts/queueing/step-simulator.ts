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

/** No request. */
const NONE = -1;

interface Replica {
  /** Steps begun. */
  step: number;
  /** Requests in slots. */
  running: number;
  /** Requests that wait, and the first and the last of them. */
  waiting: number;
  first: number;
  last: number;
  /** The first of those whose last token a step brings, by the number of the step modulo the length. */
  readonly leaving: Int32Array;
  /** When the step under way ends; Infinity when idle. */
  stepEnd: number;
}

export function simulateSteps({ law, traffic, replicas: count, routing, inputTokens, outputTokens, requests, warmUp, random }: SimulationOptions): Simulated {
  const { slots, stepSeconds, requestSeconds, promptTokenSeconds } = law;
  const arrived = new Float64Array(requests);
  const admitted = new Float64Array(requests);
  const firstToken = new Float64Array(requests);
  const done = new Float64Array(requests).fill(Infinity);
  const foundFree = new Uint8Array(requests);
  const prompt = new Float64Array(requests);
  const answer = new Int32Array(requests);
  let longest = 1;
  for (let id = 0; id < requests; id += 1) {
    prompt[id] = inputTokens(random);
    answer[id] = Math.max(1, Math.round(outputTokens(random)));
    longest = Math.max(longest, answer[id] as number);
  }
  // A request is in one list at a time: that of those that wait, or that of those that leave together.
  const next = new Int32Array(requests).fill(NONE);
  const span = 2 ** Math.ceil(Math.log2(longest + 1));
  const replicas = Array.from({ length: count }, (): Replica => ({ step: 0, running: 0, waiting: 0, first: NONE, last: NONE, leaving: new Int32Array(span).fill(NONE), stepEnd: Infinity }));
  const entered = new Int32Array(slots);
  let entering = 0;
  const coming = new Heap();
  let sent = 0;
  let turn = 0;

  const route = (): Replica => {
    if (count === 1) return replicas[0] as Replica;
    if (routing === "random") return replicas[Math.floor(random() * count)] as Replica;
    if (routing === "round-robin") return replicas[turn++ % count] as Replica;
    // Of several with as few requests, one at random.
    let chosen = replicas[0] as Replica;
    let least = Infinity;
    let equals = 0;
    for (const replica of replicas) {
      const inFlight = replica.running + replica.waiting;
      if (inFlight > least) continue;
      equals = inFlight < least ? 1 : equals + 1;
      least = inFlight;
      if (equals === 1 || random() * equals < 1) chosen = replica;
    }
    return chosen;
  };
  const send = (time: number, replica: Replica): void => {
    if (sent === requests) return;
    arrived[sent] = time;
    foundFree[sent] = replica.running + replica.waiting < slots ? 1 : 0;
    if (replica.waiting === 0) replica.first = sent;
    else next[replica.last] = sent;
    replica.last = sent;
    replica.waiting += 1;
    sent += 1;
  };
  const startStep = (replica: Replica, time: number): void => {
    replica.step += 1;
    let promptTokens = 0;
    entering = 0;
    while (replica.running < slots && replica.waiting > 0) {
      const id = replica.first;
      replica.first = next[id] as number;
      entered[entering++] = id;
      const lastStep = (replica.step + (answer[id] as number) - 1) & (span - 1);
      next[id] = replica.leaving[lastStep] as number;
      replica.leaving[lastStep] = id;
      admitted[id] = time;
      promptTokens += prompt[id] as number;
      replica.running += 1;
      replica.waiting -= 1;
    }
    replica.stepEnd = replica.running === 0 ? Infinity : time + stepSeconds + requestSeconds * replica.running + promptTokenSeconds * promptTokens;
    for (let i = 0; i < entering; i += 1) firstToken[entered[i] as number] = replica.stepEnd;
  };
  const endStep = (replica: Replica): void => {
    const time = replica.stepEnd;
    const slot = replica.step & (span - 1);
    let id = replica.leaving[slot] as number;
    replica.leaving[slot] = NONE;
    while (id !== NONE) {
      const after = next[id] as number;
      next[id] = NONE;
      replica.running -= 1;
      done[id] = time;
      if (traffic.kind === "sustained") send(time, route());
      if (traffic.kind === "users") coming.push(time + traffic.thinkSeconds * exponential(random));
      id = after;
    }
    startStep(replica, time);
    if (traffic.kind === "sustained" && count > 1) for (const other of replicas) if (other.stepEnd === Infinity && other.waiting > 0) startStep(other, time);
  };

  const gap = (): number => (traffic.kind !== "open" ? Infinity : (traffic.cv === 1 ? exponential(random) : gamma(random, traffic.cv)) / traffic.requestsPerSecond);
  if (traffic.kind === "open") coming.push(gap());
  if (traffic.kind === "users") for (let i = 0; i < traffic.users; i += 1) coming.push(traffic.thinkSeconds * exponential(random));
  const atOnce = traffic.kind === "sustained" ? traffic.requestsInFlight : traffic.kind === "burst" ? traffic.requests : 0;
  for (let i = 0; i < atOnce; i += 1) send(0, route());
  for (const replica of replicas) startStep(replica, 0);

  for (;;) {
    let soonest = replicas[0] as Replica;
    for (let i = 1; i < count; i += 1) if ((replicas[i] as Replica).stepEnd < soonest.stepEnd) soonest = replicas[i] as Replica;
    const arrival = coming.first();
    if (arrival <= soonest.stepEnd) {
      if (arrival === Infinity || sent === requests) {
        if (soonest.stepEnd === Infinity) break;
        endStep(soonest);
        continue;
      }
      coming.pop();
      const replica = route();
      send(arrival, replica);
      if (replica.stepEnd === Infinity) startStep(replica, arrival);
      if (traffic.kind === "open") coming.push(arrival + gap());
    } else endStep(soonest);
  }

  const from = Math.floor(warmUp * requests);
  // Those that came last ran beside slots that nobody took any more.
  const to = traffic.kind === "burst" ? requests : Math.floor(requests * 0.95);
  const each = (seconds: (id: number) => number): Float64Array => {
    const all = new Float64Array(to - from);
    for (let id = from; id < to; id += 1) all[id - from] = seconds(id);
    return all;
  };
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
    requestsPerSecond: traffic.kind === "burst" ? requests / done.reduce((last, time) => Math.max(last, time)) : (to - 1 - from) / (stopped - started),
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
