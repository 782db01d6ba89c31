import type { Engine, MemoryBudget } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Parallelism } from "../parallelism.js";
import type { MemoryParts } from "./memory-options.js";
import { contextBytes } from "./non-torch.js";
import { visibleMemoryBytes } from "./visible-memory.js";

/** What decides how much an engine may use. */
export interface BudgetFacts {
  readonly engine: Engine;
  readonly gpu: Gpu;
  readonly parallelism: Parallelism;
  /** Share of memory, in (0, 1]. */
  readonly utilization: number;
}

/** How an engine sizes its cache. */
export interface Budget {
  /** What it may use for weights, work space and cache, bytes. */
  readonly usable: (facts: BudgetFacts) => number;
  /** What it takes from that, of parts with graphs as it takes them for, bytes. */
  readonly counted: (parts: MemoryParts) => number;
  /** What it makes of the rest, bytes. */
  readonly kept: (restBytes: number, utilization: number) => number;
}

const free = ({ engine, gpu, parallelism }: BudgetFacts): number =>
  visibleMemoryBytes(gpu) - contextBytes(engine, gpu, parallelism);
const all = ({ weights, activations, nonTorch, cudaGraphs }: MemoryParts): number =>
  weights + activations + nonTorch + cudaGraphs;
const whole = (restBytes: number): number => restBytes;

/** By kind of budget. */
export const BUDGETS: Readonly<Record<MemoryBudget, Budget>> = {
  profiled: {
    usable: ({ gpu, utilization }) => Math.ceil(visibleMemoryBytes(gpu) * utilization),
    counted: all,
    kept: whole,
  },
  "static-fraction": {
    usable: (facts) => free(facts) * facts.utilization,
    counted: ({ weights }) => weights,
    kept: whole,
  },
  "free-fraction": { usable: free, counted: all, kept: (restBytes, utilization) => restBytes * utilization },
};
