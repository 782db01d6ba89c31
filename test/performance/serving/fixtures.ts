import { expect } from "vitest";
import type { EngineTiming } from "../../../src/performance/timing/engine-timing.js";
import type { Occupancy, ServedLengths } from "../../../src/performance/serving/occupancy.js";
import { predictServing } from "../../../src/performance/serving/predict-serving.js";
import type { ServingRequest } from "../../../src/performance/serving/serving-request.js";
import type { ServingConstants } from "../../../src/performance/timing/serving-constants.js";
import type { ServingPrediction } from "../../../src/performance/serving/serving-prediction.js";
import { decodingStep, secondsPerDecodedToken, type ServingModel, type ServingStep } from "../../../src/performance/serving/serving-times.js";
import type { SpeedDeployment } from "../../../src/kernels/speed-profile.js";
import { engine, llama8b } from "../../deployment/memory/fixtures.js";
import { h100, laws, profile } from "../../kernels/fixtures.js";

/** No engine's: round numbers, each of them large enough to be seen in a result. */
export const timing: EngineTiming = {
  engine: "vllm",
  fromVersion: "0",
  belowVersion: null,
  mixesPrompts: true,
  layerSeconds: 1e-5,
  stepSeconds: 3e-4,
  requestSeconds: 2e-6,
  parallelRequestSeconds: 5e-6,
  expertLayerSeconds: 2e-4,
  communicationFactor: 1.5,
  firstToken: { prefillFactor: 1.25, decodeSteps: 1.5, fixedSeconds: 0.01, secondsPerToken: 3e-6, promptsAhead: 2 },
  provenance: { source: "hand-written for tests", rows: 1, firstTokenRows: 1, fitted: "2026-11-25" },
};

/** Of an engine that halts decoding while it reads a prompt. */
export const halting: EngineTiming = { ...timing, mixesPrompts: false };

export const lengths: ServedLengths = { inputTokens: 1000, outputTokens: 200, prefixCacheHitRate: 0, equal: false, outputSquaredCv: 0 };

/** Llama 3.1 8B in bf16 on one H100, with changes, under the timing above. */
export const servingModel = (changes: Partial<SpeedDeployment> = {}, rest: Partial<ServingModel> = {}): ServingModel => ({ profile: profile(changes), timing, ...rest });

export const constants: ServingConstants = { laws, timings: [timing] };

/** The same deployment as a request: 16 clients in a loop whose start is long past. */
export const request = (changes: Partial<ServingRequest> = {}): ServingRequest => ({
  model: llama8b,
  gpu: h100,
  engine: engine("vllm"),
  load: { kind: "closed-loop", requestsInFlight: 16, rounds: Infinity },
  inputTokens: lengths.inputTokens,
  outputTokens: lengths.outputTokens,
  ...changes,
});

export const predict = (changes: Partial<ServingRequest> = {}): ServingPrediction => predictServing(request(changes), constants);

/** Equal but for the rounding of sums. */
export function expectNear(actual: number | null, expected: number): void {
  if (expected === 0) expect(actual).toBe(0);
  else expect((actual ?? NaN) / expected).toBeCloseTo(1, 10);
}

/** At least as much, but for the rounding of sums. */
export const expectAtLeast = (more: number, less: number): void => expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));

/** The second request of a replica brings kernels of its own into a step: their launch is not yet paid for just above one. */
const SECOND_REQUEST = 0.98;

/** A rate that is at least as high, but for the launches that a second request brings. */
export const expectRateAtLeast = (more: number, less: number): void => expect(more).toBeGreaterThanOrEqual(less * SECOND_REQUEST);

/** Seconds per token of a replica at an occupancy and context. */
export const decodedToken = (model: ServingModel, running: number, contextTokens: number): ServingStep => secondsPerDecodedToken(model, decodingStep(model, running, contextTokens));

/** What a replica with every slot busy and no end of prompts is predicted to do. */
export const withoutEnd = (full: Occupancy, stable: boolean) => ({
  ttftSeconds: null,
  tpotSeconds: full.tpotSeconds,
  requestSeconds: null,
  waitSeconds: null,
  requestsPerSecond: full.requestsPerSecond,
  running: full.running,
  waiting: null,
  stable,
  decode: full.decode,
  prompt: full.reading,
});
