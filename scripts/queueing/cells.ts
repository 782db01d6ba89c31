import type { StepLaw, Traffic } from "./step-simulator.js";

/** Lengths: mean and coefficient of variation of lognormal distributions, or fixed. */
export interface CellLengths {
  readonly name: string;
  readonly input: { readonly mean: number; readonly cv: number };
  readonly output: { readonly mean: number; readonly cv: number };
}

/** One case: a law, lengths, traffic, replicas. */
export interface Cell {
  readonly group: string;
  readonly law: StepLaw;
  readonly lengths: CellLengths;
  readonly replicas: number;
  readonly routing: "round-robin" | "random" | "least-loaded";
  readonly traffic: (capacityPerSecond: number, residenceSeconds: number) => Traffic;
  /** Requests to simulate. */
  readonly requests: number;
  /** Requests over capacity, where it is given. */
  readonly load: number;
}

/** Steps as of an 8-billion and a 24-billion model on an H100 (workload note, section 2.3). */
const LAWS = [
  { stepSeconds: 0.0075, requestSeconds: 0.00006, promptTokenSeconds: 0.000025 },
  { stepSeconds: 0.021, requestSeconds: 0.00015, promptTokenSeconds: 0.00007 },
] as const;

/** Lengths of published traces: Azure 2023 conversation and code, RAGPulse, ServeGen deepseek-r1; and two of load tests. */
const WORKLOADS: readonly CellLengths[] = [
  { name: "chat", input: { mean: 1155, cv: 0.96 }, output: { mean: 211, cv: 0.77 } },
  { name: "RAG", input: { mean: 2944, cv: 0.34 }, output: { mean: 283, cv: 0.7 } },
  { name: "code", input: { mean: 2048, cv: 0.96 }, output: { mean: 28, cv: 2.15 } },
  { name: "reasoning", input: { mean: 1596, cv: 2.72 }, output: { mean: 1690, cv: 1.5 } },
  { name: "InfraScale", input: { mean: 100, cv: 0.5 }, output: { mean: 350, cv: 0.5 } },
  { name: "fixed", input: { mean: 500, cv: 0 }, output: { mean: 200, cv: 0 } },
];

const [CHAT, RAG, CODE] = WORKLOADS as readonly [CellLengths, CellLengths, CellLengths];

const SLOTS = [8, 32, 128, 256] as const;
const LOADS = [0.3, 0.5, 0.7, 0.8, 0.9, 0.95] as const;

/**
 * Enough requests for a mean wait within some 5 %: its relative error falls as (1 - load)^-1 over the root of the requests,
 * and the more so the more the times between arrivals vary.
 */
const enough = (slots: number, load: number, squaredCv = 1): number => Math.round(20_000 + 100 * slots + (PRECISE * (1 + squaredCv)) / 2 / (1 - load) ** 2);
const PRECISE = 1000;

/** Every case of a full run; of a quick one every other model, number of slots and load. */
export function cells(quick: boolean): readonly Cell[] {
  const laws = quick ? LAWS.slice(0, 1) : LAWS;
  const allSlots = quick ? SLOTS.filter((_, i) => i % 2 === 1) : SLOTS;
  const loads = quick ? LOADS.filter((_, i) => i % 2 === 1) : LOADS;
  const made: Cell[] = [];
  for (const law of laws)
    for (const slots of allSlots) {
      const single = { law: { ...law, slots }, replicas: 1, routing: "random" } as const;
      for (const lengths of WORKLOADS) {
        for (const load of loads) made.push({ ...single, group: "Poisson", lengths, load, requests: enough(slots, load), traffic: (capacity) => ({ kind: "open", requestsPerSecond: load * capacity, cv: 1 }) });
        for (const queue of [0.5, 1, 1.5, 2, 4]) made.push({ ...single, group: "sustained", lengths, load: queue, requests: 60 * slots * Math.max(1, queue) + 4000, traffic: () => ({ kind: "sustained", requestsInFlight: queue * slots }) });
        for (const queue of [1.5, 2, 4, 8]) made.push({ ...single, group: "burst", lengths, load: queue, requests: queue * slots, traffic: () => ({ kind: "burst", requests: queue * slots }) });
        if (lengths === CODE || lengths === CHAT || lengths === RAG)
          for (const think of [1, 9])
            for (const load of [0.6, 1, 1.5])
              made.push({ ...single, group: "users", lengths, load, requests: enough(slots, 0.9), traffic: (capacity, residence) => ({ kind: "users", users: Math.round(load * capacity * residence * (1 + think)), thinkSeconds: think * residence }) });
      }
      for (const lengths of [CHAT, CODE, RAG])
        for (const cv of [1.5, 2.5, 4])
          for (const load of [0.5, 0.7, 0.9]) made.push({ ...single, group: "gamma", lengths, load, requests: enough(slots, load, cv * cv), traffic: (capacity) => ({ kind: "open", requestsPerSecond: load * capacity, cv }) });
    }
  for (const law of laws)
    for (const slots of quick ? [16] : [16, 64])
      for (const replicas of quick ? [4] : [2, 4, 16])
        for (const routing of ["round-robin", "random", "least-loaded"] as const)
          for (const lengths of [CHAT, RAG])
            for (const load of [0.7, 0.9, 0.95]) made.push({ group: routing, law: { ...law, slots }, lengths, replicas, routing, load, requests: enough(slots, load), traffic: (capacity) => ({ kind: "open", requestsPerSecond: load * capacity, cv: 1 }) });
  return made;
}
