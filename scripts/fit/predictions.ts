import { expertLayerCount } from "../../src/catalog/model.js";
import type { EngineTiming, FirstTokenTiming } from "../../src/performance/timing/engine-timing.js";
import { firstTokenSeconds, secondsPerToken } from "../measurements/measured.js";
import { shareOfStages } from "../../src/performance/timing/step-timing.js";
import type { KernelTime } from "../../src/kernels/kernel-time.js";
import type { FitRow } from "./fit-row.js";

/** Constants of an engine's steps. */
export type StepTimes = Pick<EngineTiming, "layerSeconds" | "stepSeconds" | "requestSeconds" | "parallelRequestSeconds" | "expertLayerSeconds" | "communicationFactor">;

/**
 * Load tests start all requests at once and run about this many for each slot: the first wait for one another's prompts,
 * which is in the mean (InferenceX and the vendors' sweeps: 8 to 10).
 */
const ROUNDS = 8;

/** First tokens later than this are queueing: the engine held fewer requests than the load. */
const LONGEST_FIRST_TOKEN_SECONDS = 10;

/** A measured time of steps. */
interface StepTarget {
  readonly seconds: number;
  /** True for the time of a whole static batch, false for the time of one token. */
  readonly whole: boolean;
}

/** True when the first token of a row was measured in a closed loop, and did not wait for a slot. */
export function hasFirstToken(row: FitRow): boolean {
  const seconds = firstTokenSeconds(row.row.measured);
  return row.row.load.kind === "closed-loop" && row.firstTokenUsable && seconds !== null && seconds <= LONGEST_FIRST_TOKEN_SECONDS;
}

/** What a row says about the times of steps; null when nothing. */
export function stepTarget(fitRow: FitRow): StepTarget | null {
  const { measured, load, lengths } = fitRow.row;
  if (load.kind === "closed-loop" && (firstTokenSeconds(measured) ?? 0) > LONGEST_FIRST_TOKEN_SECONDS) return null;
  const token = secondsPerToken(measured);
  if (token !== null) return { seconds: token, whole: false };
  if (load.kind !== "static-batch") return null;
  if (measured.requestSeconds !== null) return { seconds: measured.requestSeconds, whole: true };
  const rate = measured.outputTokensPerSecond;
  return rate === null ? null : { seconds: (load.requests * lengths.outputTokens) / rate, whole: true };
}

/**
 * What {@link stepTarget} measures, as the library predicts it (src/performance/serving), from kernel times at hand.
 *
 * @param row - a row.
 * @param promptsAhead - most prompts read before one's own, among requests of equal lengths.
 * @returns seconds, of the constants of the engine's steps.
 */
export function predictStep(row: FitRow, promptsAhead: number): (times: StepTimes) => number {
  const { load, lengths, parallelism } = row.row;
  const decodeSeconds = stepSeconds(row.decode, row, row.running);
  if (load.kind === "closed-loop") {
    const added = addedPerPrompt(row);
    const promptsPerToken = row.promptsPerStep - aheadOf(row, promptsAhead) / lengths.outputTokens / parallelism.data / parallelism.pipeline;
    return (times) => {
      const decode = decodeSeconds(times);
      return decode + promptsPerToken * added(times, decode);
    };
  }
  if (stepTarget(row)?.whole !== true) return decodeSeconds;
  const batchSeconds = launched(stepSeconds(row.batch, row, row.running), row);
  const share = shareOfStages(row.running, parallelism);
  return (times) => share * batchSeconds(times) + (lengths.outputTokens - 1) * decodeSeconds(times);
}

/**
 * The time to the first token of a row in a closed loop, likewise.
 *
 * @param row - a row.
 * @param times - constants of the engine's steps.
 * @returns seconds, of the constants of first tokens.
 */
export function predictFirstToken(row: FitRow, times: StepTimes): (constants: FirstTokenTiming) => number {
  const { lengths, parallelism } = row.row;
  const decode = stepSeconds(row.decode, row, row.running)(times);
  const added = addedPerPrompt(row)(times, decode) / parallelism.data / parallelism.pipeline;
  const reading = readingSeconds(row)(times);
  const start = (row.running - 1) / (2 * ROUNDS);
  return ({ prefillFactor, decodeSteps, fixedSeconds, secondsPerToken, promptsAhead }) =>
    prefillFactor * reading + (start + aheadOf(row, promptsAhead)) * added + decodeSteps * ((row.running - 1) / row.running) * decode + fixedSeconds + secondsPerToken * lengths.inputTokens;
}

const aheadOf = ({ row, running }: FitRow, promptsAhead: number): number => (row.lengths.equal ? Math.min((running - 1) / 2, promptsAhead) : 0);

const readingSeconds = (row: FitRow): ((times: StepTimes) => number) => launched(stepSeconds(row.reading, row, row.decodingBeside), row);

/** What each prompt of a step that reads takes beyond a step that only decodes. */
function addedPerPrompt(row: FitRow): (times: StepTimes, decodeSeconds: number) => number {
  const reading = readingSeconds(row);
  const mixed = row.decodingBeside > 0;
  const promptsAtOnce = Math.max(1, row.promptsPerStep);
  return (times, decodeSeconds) => Math.max(0, reading(times) - (mixed ? decodeSeconds : 0)) / promptsAtOnce;
}

/** No sooner done than the host has launched the kernels of all layers with experts. */
function launched(seconds: (times: StepTimes) => number, { row }: FitRow): (times: StepTimes) => number {
  const layers = expertLayerCount(row.model);
  return (times) => Math.max(seconds(times), layers * times.expertLayerSeconds);
}

/** Kernels, and what the engine adds to them. */
function stepSeconds(kernels: KernelTime, { layers, parallel, row: { parallelism } }: FitRow, decoding: number): (times: StepTimes) => number {
  const ownRequests = decoding / parallelism.data / parallelism.pipeline;
  const own = kernels.computeSeconds + kernels.memorySeconds + kernels.overheadSeconds;
  const { communicationSeconds } = kernels;
  return ({ layerSeconds, stepSeconds: perStep, requestSeconds, parallelRequestSeconds, communicationFactor }) =>
    own + communicationFactor * communicationSeconds + layers * layerSeconds + perStep + ownRequests * (requestSeconds + (parallel ? parallelRequestSeconds : 0));
}
