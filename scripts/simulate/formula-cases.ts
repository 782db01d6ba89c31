import { predictWaiting, presetWorkload, workloadPresets, type WaitingRequest } from "../../src/index.js";
import { simulate } from "../../src/simulate.js";
import type { Routing } from "../../src/workload/scenario.js";

/** A replica and what it is asked for. */
export interface Deployment {
  readonly preset: string;
  readonly model: string;
  readonly gpu: string;
  readonly engine: string;
  readonly parallelism: NonNullable<WaitingRequest["parallelism"]>;
}

const on = (preset: string, model: string, gpu: string, engine: string, parallelism: Deployment["parallelism"] = {}): Deployment => ({ preset, model, gpu, engine, parallelism });

/** Models of 1 to 671 billion parameters on one to eight GPUs. */
export const DEPLOYMENTS: readonly Deployment[] = [
  on("chat", "llama-3.2-1b", "l4", "vllm"),
  on("chat", "llama-3.1-8b", "l40s", "vllm"),
  on("chat", "llama-3.1-8b", "h100", "sglang"),
  on("chat", "llama-3.1-8b", "h100", "tensorrt-llm"),
  on("chat", "qwen3-32b", "h100", "vllm", { tensor: 2 }),
  on("chat", "llama-3.1-70b", "h100", "tensorrt-llm", { tensor: 4 }),
  on("chat", "gpt-oss-120b", "h200", "vllm"),
  on("chat", "deepseek-v3", "b200", "sglang", { tensor: 8 }),
  on("rag", "llama-3.2-3b", "l4", "sglang"),
  on("rag", "qwen3-8b", "a100", "vllm"),
  on("rag", "llama-3.1-8b", "h100", "tensorrt-llm"),
  on("rag", "qwen3-30b-a3b", "h100", "sglang"),
  on("rag", "llama-3.1-70b", "h200", "vllm", { tensor: 2 }),
  on("rag", "deepseek-v3", "h200", "vllm", { tensor: 8 }),
  on("reasoning", "qwen3-1.7b", "l4", "vllm"),
  on("reasoning", "qwen3-8b", "h100", "tensorrt-llm"),
  on("reasoning", "qwen3-32b", "h200", "sglang"),
  on("reasoning", "gpt-oss-20b", "h100", "vllm"),
  on("reasoning", "qwen3-235b-a22b", "h200", "sglang", { tensor: 8 }),
  on("reasoning", "deepseek-v3", "h200", "sglang", { tensor: 8 }),
  on("code-completion", "qwen2.5-1.5b", "l4", "vllm"),
  on("code-completion", "qwen2.5-7b", "l40s", "sglang"),
  on("code-completion", "qwen3-8b", "h100", "vllm"),
  on("code-completion", "qwen3-14b", "h100", "tensorrt-llm"),
  on("code-completion", "qwen3-30b-a3b", "h200", "vllm"),
  on("long-chat", "llama-3.1-8b", "h100", "vllm"),
  on("long-chat", "qwen3-4b", "l40s", "sglang"),
  on("long-chat", "llama-3.1-8b", "h200", "tensorrt-llm"),
  on("long-chat", "llama-3.1-70b", "h100", "vllm", { tensor: 4 }),
  on("long-chat", "deepseek-v3", "b200", "sglang", { tensor: 8 }),
];

/** How requests come: a share of the capacity from outside, or users of about as many requests. */
export interface Load {
  readonly name: string;
  readonly utilisation: number;
  readonly replicas: number;
  readonly routing: Routing;
  readonly users: boolean;
}

const open = (utilisation: number, replicas = 1, routing: Routing = "round-robin"): Load => ({ name: replicas === 1 ? `open at ${utilisation}` : `${replicas} replicas, ${routing}, at ${utilisation}`, utilisation, replicas, routing, users: false });

export const LOADS: readonly Load[] = [
  open(0.3), open(0.6), open(0.85),
  { ...open(0.7), name: "users", users: true },
  open(0.85, 4, "round-robin"), open(0.85, 4, "random"), open(0.85, 4, "least-loaded"),
];

const TIMES = ["wait", "ttft", "tpot", "request"] as const;
const STATISTICS = ["mean", "p95"] as const;

/** Both answers to one request. */
export interface Comparison {
  readonly deployment: Deployment;
  readonly load: Load;
  readonly needsReplay: boolean;
  readonly preemptions: number;
  /** Mean seconds of a request, simulated: the measure of a wait. */
  readonly requestSeconds: number;
  readonly predicted: Readonly<Record<string, number>>;
  readonly simulated: Readonly<Record<string, number>>;
}

/** Where nobody thinks. */
const THINK_SECONDS = 30;
const REQUESTS = 10_000;
/** Of the requests that are under way at once. */
const ROUNDS = 40;
const MOST_REQUESTS = 60_000;

/** Predicts and simulates the same request; null where the formulas see more than can be served. */
export function compareFormulas(deployment: Deployment, load: Load): Comparison | null {
  const { preset, ...replica } = deployment;
  const fleet = { ...replica, replicas: load.replicas, routing: load.routing };
  const lengths = { arrivalCv: 1 };
  const idle = predictWaiting({ ...fleet, workload: presetWorkload(preset, { requestsPerSecond: 1e-6, ...lengths }) });
  if (!idle.stable) return null;
  const requestsPerSecond = load.utilisation * idle.capacityPerSecond;
  const rated = { ...fleet, workload: presetWorkload(preset, { requestsPerSecond, ...lengths }) };
  const workload = load.users ? asUsers(preset, rated) : rated.workload;
  const predicted = predictWaiting({ ...fleet, workload });
  if (!predicted.stable) return null;
  const requests = Math.round(Math.min(MOST_REQUESTS, Math.max(REQUESTS, ROUNDS * predicted.inFlight)));
  const simulated = simulate({ ...fleet, workload, requests, warmUpShare: 0.2 });
  const figures = (source: typeof predicted | typeof simulated): Record<string, number> =>
    Object.fromEntries(TIMES.flatMap((time) => STATISTICS.map((statistic) => [`${time} ${statistic}`, source[`${time}Seconds`]?.[statistic] ?? NaN])));
  return {
    deployment, load,
    needsReplay: predicted.needsReplay,
    preemptions: simulated.preemptions / simulated.requests,
    requestSeconds: simulated.requestSeconds?.mean ?? NaN,
    predicted: { throughput: predicted.requestsPerSecond, running: predicted.running, ...figures(predicted) },
    simulated: { throughput: simulated.requestsPerSecond, running: simulated.utilisation.running, ...figures(simulated) },
  };
}

/** Users who ask for about as much as a rate. */
function asUsers(preset: string, rated: WaitingRequest): WaitingRequest["workload"] {
  const answer = predictWaiting(rated);
  const thinkSeconds = workloadPresets.find(({ id }) => id === preset)?.thinkSeconds ?? THINK_SECONDS;
  const users = answer.stable ? answer.requestsPerSecond * (thinkSeconds + answer.requestSeconds.mean) : 1;
  return presetWorkload(preset, { concurrentUsers: Math.max(1, Math.round(users)), thinkSeconds });
}
