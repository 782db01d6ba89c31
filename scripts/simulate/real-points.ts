import { measuredCurve, waiting, type StableWaiting } from "../../src/queueing/index.js";
import { lengthDistribution } from "../../src/workload/index.js";

/** A measured load test that kept so many requests in flight, and what its formula says. */
export interface RealPoint {
  readonly source: string;
  readonly requestsInFlight: number;
  readonly quantity: "wait" | "TTFT";
  readonly measuredSeconds: number;
  readonly predictedSeconds: number;
}

/**
 * Qwen3-4B-FP8 on vLLM with 256 slots, aiperf with a constant concurrency: requests in flight, requests per second,
 * requests of the run, mean TTFT in seconds. Source: akamaslabs/vllm-benchmark
 * studies/26-g7-4500-gpu-slice-right-sizing, aiperf-exp7-no-mig-repeat, commit 8846e6a8.
 */
const AIPERF = [
  [16, 6.81, 2044, 0.02874],
  [32, 11.02, 3305, 0.03617],
  [64, 16.33, 4895, 0.05144],
  [96, 17.32, 5196, 0.07316],
  [128, 18.1, 5429, 0.09281],
  [192, 17.66, 5299, 0.14781],
  [256, 17.67, 5299, 0.206],
  [320, 17.65, 5291, 3.5797],
  [384, 17.56, 5267, 6.99014],
  [512, 17.41, 5223, 13.78344],
  [640, 17.18, 5152, 20.53418],
] as const;
const AIPERF_SLOTS = 256;

/**
 * Llama-3-8B on vLLM, inference-perf with 44 x 10 client slots and more requests than it can serve: slots, mean TTFT, mean
 * time of a request. Source: kubernetes-sigs/inference-perf demos/kubecon-na-2025, stages 5 and 6, commit 7de5ef2e.
 */
const INFERENCE_PERF = [
  [128, 2.937, 4.161],
  [128, 2.943, 4.143],
  [192, 2.11, 3.74],
  [192, 2.2, 3.797],
] as const;
const CLIENT_SLOTS = 440;

/** First tokens that do not wait, of the stages below saturation, seconds. */
const UNLOADED_TTFT = 0.03;

export function realPoints(): readonly RealPoint[] {
  return [...aiperf(), ...inferencePerf()];
}

function aiperf(): readonly RealPoint[] {
  const lengths = { input: lengthDistribution(1, "input"), output: lengthDistribution(262, "output") };
  // Throughput reaches its peak near 128: a curve may not fall, so the points are those of residence by Little's law.
  const points = AIPERF.filter(([inFlight]) => inFlight <= AIPERF_SLOTS).map(([running, rate]) => ({
    running,
    residenceSeconds: running / rate,
  }));
  const curve = measuredCurve({ points, slots: AIPERF_SLOTS, promptTokenSeconds: 0 }, lengths);
  const ttftAtSlots = AIPERF.find(([inFlight]) => inFlight === AIPERF_SLOTS)?.[3] ?? 0;
  return AIPERF.filter(([inFlight]) => inFlight > AIPERF_SLOTS).map(([requestsInFlight, , requests, ttft]) => {
    const { queueSeconds } = waiting(
      curve,
      lengths,
      { kind: "closed-loop", requestsInFlight },
      { replicas: 1, routing: "random" },
    ) as StableWaiting;
    // The first requests of a run find slots, and the next a shorter queue.
    const started = (requests - AIPERF_SLOTS - (requestsInFlight - AIPERF_SLOTS) / 2) / requests;
    return {
      source: "aiperf, 256 slots",
      requestsInFlight,
      quantity: "wait",
      measuredSeconds: ttft - ttftAtSlots,
      predictedSeconds: queueSeconds.mean * started,
    } as const;
  });
}

function inferencePerf(): readonly RealPoint[] {
  const lengths = { input: lengthDistribution(203, "input"), output: lengthDistribution(62, "output") };
  return INFERENCE_PERF.map(([slots, ttft, request]) => {
    const curve = measuredCurve(
      { points: [{ running: slots, residenceSeconds: request - ttft + UNLOADED_TTFT }], slots, promptTokenSeconds: 0 },
      lengths,
    );
    const { ttftSeconds } = waiting(
      curve,
      lengths,
      { kind: "closed-loop", requestsInFlight: CLIENT_SLOTS },
      { replicas: 1, routing: "random" },
    ) as StableWaiting;
    return {
      source: `inference-perf, ${slots} slots`,
      requestsInFlight: CLIENT_SLOTS,
      quantity: "TTFT",
      measuredSeconds: ttft,
      predictedSeconds: ttftSeconds.mean,
    } as const;
  });
}

/** The table as Markdown. */
export const realMarkdown = (points: readonly RealPoint[]): string =>
  [
    "| load test | in flight | quantity | measured (s) | formula (s) | error |",
    "|---|---|---|---|---|---|",
    ...points.map(
      ({ source, requestsInFlight, quantity, measuredSeconds, predictedSeconds }) =>
        `| ${source} | ${requestsInFlight} | ${quantity} | ${measuredSeconds.toFixed(2)} | ${predictedSeconds.toFixed(2)} | ${(100 * (predictedSeconds / measuredSeconds - 1)).toFixed(1)} % |`,
    ),
  ].join("\n");
