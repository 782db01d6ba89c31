import { expertLayerCount, layerCount } from "../../catalog/model.js";
import { IDENTITY_PARAMETERS, type ProfileParameters } from "../../deployment/engine-profile.js";
import type { Parallelism } from "../../deployment/parallelism.js";
import type { Drafting } from "../../deployment/speculation.js";
import { lessCertain, type ConstantsSource } from "../../kernels/kernel-choice.js";
import type { KernelTime } from "../../kernels/kernel-time.js";
import type { SpeedProfile } from "../../kernels/speed-profile.js";
import { mixedStep, type DeploymentWork } from "../../kernels/step.js";
import { measuredCell, type EngineTiming } from "./engine-timing.js";

/** Seconds of a step in service, by what they are spent on. */
export interface ServingStep extends KernelTime {
  /** Sum of the parts, seconds. */
  readonly seconds: number;
}

/** A step that reads prompts. */
export interface ReadingWork {
  /** Tokens of each prompt that are not cached, >= 1. */
  readonly promptTokens: number;
  /** Prompts of all lanes that step together, > 0. */
  readonly prompts: number;
  /** Prompts of the lane that reads most of them. @defaultValue an even share, one at least */
  readonly lanePrompts?: number;
  /** Requests that decode in the same step, of all lanes, >= 0; none in an engine that halts them meanwhile. @defaultValue 0 */
  readonly decoding?: number;
  /** Tokens of each of these so far, mean. @defaultValue 1 */
  readonly contextTokens?: number;
}

/** The parts of a time to the first token that are no wait for others. */
export interface FirstTokenParts {
  /** A step that reads the prompt, seconds. */
  readonly readingSeconds: number;
  /** A step that decodes, seconds. */
  readonly stepSeconds: number;
  /** Requests that run besides, >= 0. */
  readonly others: number;
  /** Tokens of the prompt, cached ones included. */
  readonly inputTokens: number;
}

/**
 * The one clock of a replica: how long its steps take and what a first token waits for. Means, percentiles and simulations ask
 * it, so that they speak of the same engine.
 */
export interface StepTiming {
  /** Laws of the kernels, as chosen for the deployment. */
  readonly kernels: SpeedProfile;
  /** What the engine adds to them. */
  readonly engine: EngineTiming;
  /** Where the least certain constant comes from: of kernels, or of `family` where no whole step like these was measured. */
  readonly source: ConstantsSource;
  /** Tokens guessed ahead; null without. */
  readonly drafting: Drafting | null;
  /** What one's own load tests say beyond the constants. */
  readonly corrections: ProfileParameters;
  /** Time in which images are encoded, spread over the tokens of prompts that have to be read, seconds per token. */
  readonly encodingSecondsPerToken: number;
  /** Lanes that step together: data-parallel ranks, and the batches that follow one another through a pipeline. */
  readonly lanes: number;
  /** Tokens that a step yields for each request, >= 1. */
  readonly tokensPerStep: number;
  /** A step in which so many requests of the replica decode, real, > 0, with so many tokens each so far. */
  readonly decode: (running: number, contextTokens: number) => ServingStep;
  /** What a step takes for each token that it yields: the step, and the draft before it. */
  readonly perToken: (step: ServingStep) => ServingStep;
  /** A step that reads prompts, with what decodes beside them. */
  readonly reading: (work: ReadingWork) => ServingStep;
  /** From a slot to the first token, seconds: reading, and all that the engine lets pass after it. */
  readonly firstTokenSeconds: (parts: FirstTokenParts) => number;
}

/** What a timing is made of. */
export interface StepTimingOptions {
  readonly kernels: SpeedProfile;
  readonly engine: EngineTiming;
  readonly drafting?: Drafting | null;
  readonly corrections?: ProfileParameters;
  /** Of images, seconds per token of prompts that is read. @defaultValue 0 */
  readonly encodingSecondsPerToken?: number;
  /** Times of kernels where they are at hand already. @defaultValue by their laws */
  readonly kernelTimes?: (work: DeploymentWork) => KernelTime;
}

/**
 * The clock of a replica by the laws of its kernels and what its engine adds:
 *
 * - a step takes its kernels, host time of every layer, step and running request, and communication as in service; in a pipeline each stage
 *   schedules and prepares the batch anew;
 * - with $m$ tokens guessed ahead a step verifies $m + 1$ tokens of every request: their products have as many more rows, the
 *   cache is read once; the draft costs about one layer for each token that it proposes;
 * - images are encoded before the step that reads their tokens, and decoding waits for that too;
 * - a step that reads prompts outside of graphs lasts as long, at least, as the host takes to launch the kernels of all layers with experts;
 * - of a first token, see {@link FirstTokenTiming}.
 *
 * Factors of a profile change with the load: of decoding it is $\phi_{decode} = \phi\, n^{\gamma}$ for the n requests of a lane, and of first
 * tokens the same for all that run.
 *
 * Of the time of a step that reads, prompts have what it takes beyond decoding; factors of a profile hold for each of the two:
 *
 * $$ \frac{\phi_{decode}\, t_{decode} + \phi_{prefill}\, (t_{mixed} - t_{decode})}{t_{mixed}} $$
 *
 * @param options - kernels, engine, drafting and corrections.
 * @returns the clock.
 */
export function stepTiming({
  kernels,
  engine,
  drafting = null,
  corrections = IDENTITY_PARAMETERS,
  encodingSecondsPerToken = 0,
  kernelTimes = (work) => mixedStep(kernels, work),
}: StepTimingOptions): StepTiming {
  const { deployment } = kernels;
  const { tensor, data, pipeline } = deployment.parallelism;
  const lanes = data * pipeline;
  const tokensPerSequence = 1 + (drafting?.draftTokens ?? 0);
  const tokensPerStep = drafting?.tokensPerStep ?? 1;
  const draftSteps = 1 + (drafting?.draftTokens ?? 0) / layerCount(deployment.model);
  const expertLayers = expertLayerCount(deployment.model);
  const hostSeconds =
    layerCount(deployment.model) * engine.layerSeconds +
    expertLayers * engine.routingSeconds +
    pipeline * engine.stepSeconds;
  const requestSeconds = pipeline * (engine.requestSeconds + (tensor * data > 1 ? engine.parallelRequestSeconds : 0));
  const launchSeconds = expertLayers * engine.expertLayerSeconds;
  const {
    stepOverheadSeconds,
    requestOverheadSeconds,
    prefillFactor,
    communicationFactor,
    firstTokenFactor,
    firstTokenExponent,
  } = corrections;
  const { firstToken } = engine;

  const decodingKernels = (running: number, contextTokens: number): KernelTime =>
    kernelTimes({ sequences: running, contextTokens, tokensPerSequence, prompts: 0, promptTokens: 1 });
  /** Kernels taken `factor` times, with what the engine adds for those that run in a lane. A profile takes less from the host than it spends: what it takes fades out, smoothly, so that a fit has no kink to stop at. */
  const inService = (step: KernelTime, running: number, factor: number): ServingStep => {
    const own = running / lanes;
    const known = hostSeconds + own * requestSeconds;
    const added = stepOverheadSeconds + own * requestOverheadSeconds;
    const host = added < 0 ? known * Math.exp(added / known) : known + added;
    return withTotal(
      step.computeSeconds * factor,
      step.memorySeconds * factor,
      step.communicationSeconds * engine.communicationFactor * communicationFactor,
      step.overheadSeconds * factor + host,
    );
  };
  const decodeFactorOf = (running: number): number =>
    corrections.decodeFactor * Math.max(1, running / lanes) ** corrections.decodeExponent;
  const readingFactor = (mixed: KernelTime, decoding: number, contextTokens: number): number => {
    const decodeFactor = decodeFactorOf(decoding);
    if (decoding === 0 || decodeFactor === prefillFactor) return prefillFactor;
    const mixedSeconds = onGpuSeconds(mixed);
    const decodeSeconds = Math.min(mixedSeconds, onGpuSeconds(decodingKernels(decoding, contextTokens)));
    return (decodeFactor * decodeSeconds + prefillFactor * (mixedSeconds - decodeSeconds)) / mixedSeconds;
  };

  return {
    kernels,
    engine,
    source: engine.measured.includes(measuredCell(deployment.gpu, deployment.storage.weights))
      ? kernels.source
      : lessCertain("family", kernels.source),
    drafting,
    corrections,
    encodingSecondsPerToken,
    lanes,
    tokensPerStep,
    decode: (running, contextTokens) =>
      inService(decodingKernels(running, contextTokens), running, decodeFactorOf(running)),
    perToken: (step) => (drafting === null ? step : scaled(step, draftSteps / tokensPerStep)),
    reading: ({ promptTokens, prompts, lanePrompts, decoding = 0, contextTokens = 1 }) => {
      const ofRanks = prompts / pipeline;
      const kernel = kernelTimes({
        sequences: decoding,
        contextTokens,
        tokensPerSequence,
        prompts: Math.max(Math.min(1, prompts), ofRanks),
        promptTokens,
        ...(lanePrompts === undefined ? {} : { rankPrompts: lanePrompts }),
      });
      const step = inService(kernel, decoding, readingFactor(kernel, decoding, contextTokens));
      const idle = Math.max(0, launchSeconds - step.seconds);
      const encoding =
        encodingSecondsPerToken * promptTokens * (lanePrompts ?? Math.max(Math.min(1, prompts), prompts / lanes));
      return idle + encoding === 0
        ? step
        : withTotal(
            step.computeSeconds + encoding,
            step.memorySeconds,
            step.communicationSeconds,
            step.overheadSeconds + idle,
          );
    },
    firstTokenSeconds: ({ readingSeconds, stepSeconds, others, inputTokens }) => {
      // Alone, a request finds no step under way.
      const stepsBefore = (firstToken.decodeSteps * others) / (others + 1);
      const besideSteps = firstToken.fixedSeconds + firstToken.secondsPerToken * inputTokens;
      const seconds =
        firstToken.prefillFactor * readingSeconds +
        stepsBefore * stepSeconds +
        Math.max(0, besideSteps + corrections.firstTokenSeconds);
      return firstTokenFactor * (others + 1) ** firstTokenExponent * seconds;
    },
  };
}

/**
 * Share of the time of all layers that reading many prompts takes in a pipeline: stages read them one behind the other,
 * $(q + s - 1) / (q s)$ for $q$ prompts of a rank and $s$ stages.
 *
 * @param prompts - prompts of the deployment, >= 1.
 * @param parallelism - of the deployment.
 * @returns the share, in (0, 1].
 */
export function shareOfStages(prompts: number, { data, pipeline }: Parallelism): number {
  const own = Math.max(1, prompts / data);
  return (own + pipeline - 1) / (own * pipeline);
}

/** Kernels without communication, seconds. */
const onGpuSeconds = ({ computeSeconds, memorySeconds, overheadSeconds }: KernelTime): number =>
  computeSeconds + memorySeconds + overheadSeconds;

const withTotal = (
  computeSeconds: number,
  memorySeconds: number,
  communicationSeconds: number,
  overheadSeconds: number,
): ServingStep => ({
  computeSeconds,
  memorySeconds,
  communicationSeconds,
  overheadSeconds,
  seconds: computeSeconds + memorySeconds + communicationSeconds + overheadSeconds,
});

const scaled = (step: ServingStep, factor: number): ServingStep =>
  withTotal(
    step.computeSeconds * factor,
    step.memorySeconds * factor,
    step.communicationSeconds * factor,
    step.overheadSeconds * factor,
  );
