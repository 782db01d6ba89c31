import { compareVersions, ENGINE_NAMES, type EngineName } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Precision } from "../../catalog/precision.js";
import { InfrascaleError } from "../../errors.js";
import {
  checkBetween,
  checkBoolean,
  checkEach,
  checkOneOf,
  checkShape,
  checkText,
  nullable,
} from "../../internal/check.js";
import { gpuFamily } from "../../kernels/kernel-choice.js";
import { performanceRule } from "../../rules/performance.js";

/** Time that a serving engine spends beside the kernels of its steps, in a range of its versions. */
export interface EngineTiming {
  /** Which engine. */
  readonly engine: EngineName;
  /** First version of the range. */
  readonly fromVersion: string;
  /** First version after the range; null for the newest. */
  readonly belowVersion: string | null;
  /** True when one step reads prompts and decodes; false when decoding halts while prompts are read. */
  readonly mixesPrompts: boolean;
  /**
   * True when lanes that step together read prompts in the same steps, held back until each has its share, as TensorRT-LLM is run in
   * published load tests (`attention_dp_config`); false when each reads what it has, and the others wait for it.
   */
  readonly balancesLanes: boolean;
  /** Host and small kernels of one layer in every step, seconds. */
  readonly layerSeconds: number;
  /** The same of a layer with experts, to which tokens are routed, seconds more. */
  readonly routingSeconds: number;
  /** Scheduling and sampling of every step, in each stage of a pipeline, seconds. */
  readonly stepSeconds: number;
  /** Of every running request in every step and stage, seconds. */
  readonly requestSeconds: number;
  /** The same beyond one GPU, where ranks wait for each other, seconds more. */
  readonly parallelRequestSeconds: number;
  /**
   * Least time of a layer with experts in a step that reads prompts, seconds: such steps run outside CUDA graphs, and the
   * host launches their kernels one by one.
   */
  readonly expertLayerSeconds: number;
  /** Time of an all-reduce in service over its time in a benchmark. */
  readonly communicationFactor: number;
  /** Until the first token of a request. */
  readonly firstToken: FirstTokenTiming;
  /** Families of GPUs and formats of weights whose whole steps were measured, `Hopper fp8`; elsewhere only kernels were. */
  readonly measured: readonly string[];
  /** Where the figures come from; absent in the built library. */
  readonly provenance?: {
    /** Tables and script. */
    readonly source: string;
    /** Rows behind the times of steps. */
    readonly rows: number;
    /** Rows behind the times of first tokens. */
    readonly firstTokenRows: number;
    /** Day of the fit, YYYY-MM-DD. */
    readonly fitted: string;
  };
}

/**
 * From the arrival of a request at an idle slot to its first token:
 *
 * $$ a\, t_{reading} + s\, \frac{n - 1}{n}\, t_{decode} + \delta + \epsilon\, n_{in} $$
 *
 * Among requests of equal lengths, which come in waves, it also waits for $\min((n - 1)/2, g)$ prompts.
 */
export interface FirstTokenTiming {
  /** a: steps that read the prompt, over those that its tokens need. */
  readonly prefillFactor: number;
  /** s: decoding steps that a new request waits out among many; one that is alone waits for none. */
  readonly decodeSteps: number;
  /** delta: network, tokenizer and scheduler, seconds. */
  readonly fixedSeconds: number;
  /** epsilon: tokenizer and transfer, seconds per token of the prompt. */
  readonly secondsPerToken: number;
  /** g: prompts of the same wave that are read before one's own, at most. */
  readonly promptsAhead: number;
}

/**
 * A family of GPUs and a format of weights: `Hopper fp8`.
 *
 * @param gpu - of the deployment.
 * @param weights - format of its weights.
 * @returns the two words.
 */
export const measuredCell = ({ architecture }: Pick<Gpu, "architecture">, weights: Precision): string =>
  `${gpuFamily(architecture)} ${measuredFormat(weights)}`;

/** A format of weights, as measurements are told apart by it: both of 16 bit are one. */
export const measuredFormat = (weights: Precision): Precision => (weights === "fp16" ? "bf16" : weights);

/**
 * The timing of a batch that is handed to an engine as one, without a server before it: its prompts are read in one step, and their
 * first tokens are there as it ends.
 *
 * @param timing - of the engine.
 * @returns the same without the rest of a first token.
 */
export const batchTiming = (timing: EngineTiming): EngineTiming => ({
  ...timing,
  mixesPrompts: false,
  firstToken: { prefillFactor: 1, decodeSteps: 0, fixedSeconds: 0, secondsPerToken: 0, promptsAhead: 0 },
});

const MOST_SECONDS = 1e4;
const MOST_STEPS = 1e6;
const checkTime = (value: unknown, field: string): number => checkBetween(value, field, 0, MOST_SECONDS);
const checkSteps = (value: unknown, field: string): number => checkBetween(value, field, 0, MOST_STEPS);

/** Refuses what is no timing of an engine. */
export function checkTiming(value: unknown, field: string): void {
  checkShape(value, field, {
    engine: (name, where) => checkOneOf(name, where, ENGINE_NAMES),
    fromVersion: checkText,
    belowVersion: nullable(checkText),
    mixesPrompts: checkBoolean,
    balancesLanes: checkBoolean,
    layerSeconds: checkTime,
    routingSeconds: checkTime,
    stepSeconds: checkTime,
    requestSeconds: checkTime,
    parallelRequestSeconds: checkTime,
    expertLayerSeconds: checkTime,
    communicationFactor: checkSteps,
    firstToken: {
      prefillFactor: checkSteps,
      decodeSteps: checkSteps,
      fixedSeconds: checkTime,
      secondsPerToken: checkTime,
      promptsAhead: checkSteps,
    },
    measured: (cells, where) => checkEach(cells, where, checkText),
  });
}

type VersionRange = Pick<EngineTiming, "engine" | "fromVersion" | "belowVersion">;

/**
 * The timing of an engine at a version.
 *
 * @param timings - all that are known.
 * @param engine - name of the engine; an engine without timings of its own takes those of `vllm`.
 * @param version - its version; the newest when absent.
 * @returns the timing whose range holds the version.
 * @throws {@link InfrascaleError} `invalid-catalog` where there is neither a timing of the engine nor of `vllm`.
 */
export function timingAtVersion<Timing extends VersionRange>(
  timings: readonly Timing[],
  engine: EngineName,
  version?: string,
): Timing {
  const named = timings.filter((timing) => timing.engine === engine);
  const known = named.length > 0 ? named : timings.filter((timing) => timing.engine === "vllm");
  const newest = known.find(({ belowVersion }) => belowVersion === null);
  const found = version === undefined ? newest : known.find((timing) => holds(timing, version));
  const timing = found ?? newest ?? known[0];
  if (timing === undefined)
    throw new InfrascaleError({
      code: "invalid-catalog",
      field: "constants.timings",
      ...performanceRule("timing-of-engine", { engine }),
      value: timings,
    });
  return timing;
}

const holds = ({ fromVersion, belowVersion }: VersionRange, version: string): boolean =>
  compareVersions(version, fromVersion) >= 0 && (belowVersion === null || compareVersions(version, belowVersion) < 0);
