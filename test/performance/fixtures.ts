import { expect } from "vitest";
import { checkDeployment, type Deployment, type DeploymentRequest } from "../../src/deployment/deployment.js";
import { checkSpeculation } from "../../src/deployment/speculation.js";
import type { SpeedDeployment } from "../../src/kernels/speed-profile.js";
import { addedReading } from "../../src/performance/added-reading.js";
import {
  operatingPoint,
  servedLengths,
  type OperatingPoint,
  type ServedLengths,
  type ServedReplica,
} from "../../src/performance/operating-point.js";
import { predictServing, type ServingRequest } from "../../src/performance/predict-serving.js";
import { replicaOf, type Replica } from "../../src/performance/replica.js";
import type { ServingPrediction } from "../../src/performance/serving-prediction.js";
import type { EngineTiming } from "../../src/performance/timing/engine-timing.js";
import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import {
  stepTiming,
  type ServingStep,
  type StepTiming,
  type StepTimingOptions,
} from "../../src/performance/timing/step-timing.js";
import { resolveLengths, type RequestLengths } from "../../src/workload/request-lengths.js";
import { deepSeekV3, engine, llama8b } from "../deployment/memory/fixtures.js";
import { catalogGpu, h100, laws, one, profile } from "../kernels/fixtures.js";

/** No engine's: round numbers, each of them large enough to be seen in a result. */
export const engineTiming: EngineTiming = {
  engine: "vllm",
  fromVersion: "0",
  belowVersion: null,
  mixesPrompts: true,
  balancesLanes: false,
  layerSeconds: 1e-5,
  routingSeconds: 3e-5,
  stepSeconds: 3e-4,
  requestSeconds: 2e-6,
  parallelRequestSeconds: 5e-6,
  expertLayerSeconds: 2e-4,
  communicationFactor: 1.5,
  firstToken: { prefillFactor: 1.25, decodeSteps: 1.5, fixedSeconds: 0.01, secondsPerToken: 3e-6, promptsAhead: 2 },
  measured: ["Hopper bf16", "Hopper fp8"],
  provenance: { source: "hand-written for tests", rows: 1, firstTokenRows: 1, fitted: "2026-11-25" },
};

/** Of an engine that halts decoding while it reads a prompt. */
export const halting: EngineTiming = { ...engineTiming, mixesPrompts: false };

/** Of an engine whose lanes read prompts in the same steps. */
export const balancing: EngineTiming = { ...engineTiming, balancesLanes: true };

interface Asked extends Omit<Partial<RequestLengths>, "inputTokens" | "outputTokens"> {
  readonly input?: RequestLengths["inputTokens"];
  readonly output?: RequestLengths["outputTokens"];
  readonly equal?: boolean;
  readonly atOnce?: boolean;
}

/** Prompts of 1000 tokens and answers of 200, with changes. */
export const lengthsOf = ({
  input = 1000,
  output = 200,
  equal = false,
  atOnce = false,
  ...rest
}: Asked = {}): ServedLengths =>
  servedLengths(resolveLengths({ inputTokens: input, outputTokens: output, ...rest }, ""), { equal, atOnce });

export const lengths: ServedLengths = lengthsOf();

/** The clock of Llama 3.1 8B in bf16 on one H100, with changes, under the timing above. */
export const timingOf = (changes: Partial<SpeedDeployment> = {}, rest: Partial<StepTimingOptions> = {}): StepTiming =>
  stepTiming({ kernels: profile(changes), engine: engineTiming, ...rest });

/** A mixture of experts whose ranks, eight unless it is said, step together: DeepSeek V3 on H200. */
export const ranksOf = (
  rest: Partial<StepTimingOptions> = {},
  parallelism: Partial<SpeedDeployment["parallelism"]> = { data: 8, expert: 8 },
): StepTiming =>
  timingOf(
    {
      model: deepSeekV3,
      gpu: catalogGpu("h200-sxm-141gb"),
      storage: { weights: "fp8", scaling: "block" },
      parallelism: { ...one, ...parallelism },
    },
    rest,
  );

/** Of tokens guessed ahead. */
export const drafted = (draftTokens: number, acceptanceRate: number): Partial<StepTimingOptions> => ({
  drafting: checkSpeculation({ draftTokens, acceptanceRate }),
});

/** A replica of a clock, as the newest vLLM plans its steps. */
export const servedBy = (timing: StepTiming, of: ServedLengths = lengths): ServedReplica => ({
  timing,
  lengths: of,
  maxBatchedTokens: 8192,
  chunksPrompts: true,
  lagSteps: 1,
  receiveSteps: 1,
  added: addedReading(timing, of),
});

/** What it does while it has a number of requests in flight. */
export const pointOf = (timing: StepTiming, running: number, of: ServedLengths = lengths): OperatingPoint =>
  operatingPoint(servedBy(timing, of), running);

/** Seconds per token of a replica that runs so many requests of a context. */
export const decodedToken = (timing: StepTiming, running: number, contextTokens: number): ServingStep =>
  timing.perToken(timing.decode(running, contextTokens));

export const constants: ServingConstants = { laws, timings: [engineTiming] };

/** The same deployment, as it is checked. */
export const deploymentOf = (changes: Partial<DeploymentRequest> = {}): Deployment =>
  checkDeployment({ model: llama8b, gpu: h100, engine: engine("vllm"), ...changes });

/** A replica of it. */
export const replicaWith = (
  changes: Partial<DeploymentRequest> = {},
  of: ServedLengths = lengths,
  timing: EngineTiming = engineTiming,
): Replica => replicaOf(deploymentOf(changes), of, { laws, timings: [timing] });

/** The same deployment as a request: 16 clients in a loop whose start is long past. */
export const request = (changes: Partial<ServingRequest> = {}): ServingRequest => ({
  model: llama8b,
  gpu: h100,
  engine: engine("vllm"),
  load: { kind: "closed-loop", requestsInFlight: 16, rounds: Infinity },
  inputTokens: 1000,
  outputTokens: 200,
  ...changes,
});

export const predict = (changes: Partial<ServingRequest> = {}): ServingPrediction =>
  predictServing(request(changes), constants);

/** Equal but for the rounding of sums. */
export function expectNear(actual: number | null, expected: number): void {
  if (expected === 0) expect(actual).toBe(0);
  else expect((actual ?? NaN) / expected).toBeCloseTo(1, 10);
}

/** At least as much, but for the rounding of sums. */
export const expectAtLeast = (more: number, less: number): void =>
  expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));

/**
 * Where prompts take nearly all of the time, more clients get no more done, and the launch of the second one's kernels or what decodes beside
 * prompts costs a little: up to 6 % in 8,000 draws, on the cards that compute slowest.
 */
const NO_MORE_DONE = 0.93;

/** A rate that is at least as high, where it can be. */
export const expectRateAtLeast = (more: number, less: number): void =>
  expect(more).toBeGreaterThanOrEqual(less * NO_MORE_DONE);
