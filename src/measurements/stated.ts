import type { DerivedQuantity, StatedDeployment, StatedLoad } from "./observation.js";

/** A number of a source: undefined where the source is silent, NaN where something stands there that is no number. */
export type Reading = number | undefined;

const isPositive = (value: number): boolean => value > 0;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
const isShare = (value: number): boolean => value > 0 && value <= 1;

/** Texts that a source may state of a deployment. */
export type StatedText = Exclude<
  { [Key in keyof StatedDeployment]-?: string extends StatedDeployment[Key] ? Key : never }[keyof StatedDeployment],
  undefined
>;

/** Their names. */
export const STATED_TEXTS: readonly StatedText[] = [
  "model",
  "gpu",
  "engine",
  "engineVersion",
  "assumedVersion",
  "weights",
  "scaling",
  "kvCache",
];

/** Numbers that a source may state of a deployment and its load. */
export type StatedNumber =
  | Exclude<keyof StatedDeployment, StatedText | "prefixCaching" | "attentionData">
  | "outputTokens"
  | Exclude<keyof StatedLoad, "arrivals" | "staticBatch" | "lengths" | "derived">;

/** What each has to be. */
const NUMBERS: Readonly<Record<StatedNumber, (value: number) => boolean>> = {
  gpus: isCount,
  tensor: isCount,
  pipeline: isCount,
  expert: isCount,
  data: isCount,
  maxNumSeqs: isCount,
  maxBatchedTokens: isCount,
  maxModelLen: isCount,
  utilization: isShare,
  cacheShare: isShare,
  receiveIntervalSteps: isCount,
  concurrency: isPositive,
  inFlightLimit: isPositive,
  offeredPerSecond: isPositive,
  prompts: isPositive,
  completed: isPositive,
  requestsPerSecond: isPositive,
  inputTokens: isPositive,
  outputTokens: isPositive,
  inputLengthCv: (value) => value >= 0,
  outputLengthCv: (value) => value >= 0,
  prefixCacheHitRate: (value) => value >= 0 && value < 1,
};

/** Their names. */
export const STATED_NUMBERS = Object.keys(NUMBERS) as readonly StatedNumber[];

/** What a source says of a deployment and its load, as it stands there. */
export interface StatedReadings
  extends Readonly<Partial<Record<StatedNumber, Reading>>>, Readonly<Partial<Record<StatedText, string | undefined>>> {
  readonly arrivals: Stated["arrivals"];
  readonly staticBatch?: boolean;
  readonly prefixCaching?: boolean | undefined;
  readonly attentionData?: boolean | undefined;
  readonly lengths?: "equal" | undefined;
  readonly derived?: readonly DerivedQuantity[];
}

/** The same with sound numbers: an observation without what was measured. How requests come, and how long answers are, may be open. */
export interface Stated extends StatedDeployment, Omit<StatedLoad, "arrivals"> {
  readonly arrivals: StatedLoad["arrivals"] | null;
  /** Tokens generated for a request, mean; null when the source does not say. */
  readonly outputTokens: number | null;
}

/** Something that cannot be what it should. */
export interface Unsound {
  readonly name: string;
  readonly value: unknown;
}

/**
 * What a source says, without the numbers that cannot be what they should. Nothing is repaired.
 *
 * @param readings - as they stand in the source.
 * @returns the statement, and what was left out.
 */
export function statedOf(readings: StatedReadings): { readonly stated: Stated; readonly unsound: readonly Unsound[] } {
  const sound: Partial<Record<StatedNumber, number>> = {};
  const texts: Partial<Record<StatedText, string>> = {};
  const unsound: Unsound[] = [];
  for (const name of STATED_NUMBERS) {
    const value = readings[name];
    if (value === undefined) continue;
    if (Number.isFinite(value) && NUMBERS[name](value)) sound[name] = value;
    else unsound.push({ name, value });
  }
  for (const name of STATED_TEXTS) {
    const value: unknown = readings[name];
    if (value === undefined) continue;
    if (typeof value === "string") texts[name] = value;
    else unsound.push({ name, value });
  }
  const { arrivals, staticBatch, prefixCaching, attentionData, lengths, derived } = readings;
  const { concurrency = null, inputTokens = null, outputTokens = null } = sound;
  const stated: Stated = {
    ...texts,
    ...sound,
    concurrency,
    arrivals,
    ...(staticBatch === true ? { staticBatch } : {}),
    ...(prefixCaching === undefined ? {} : { prefixCaching }),
    ...(attentionData === undefined ? {} : { attentionData }),
    ...(lengths === "equal" ? { lengths } : {}),
    inputTokens,
    outputTokens,
    derived: derived ?? [],
  };
  return { stated, unsound };
}
