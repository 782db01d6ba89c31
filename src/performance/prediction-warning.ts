import { billions, gigabitsPerSecond } from "../units.js";

/** What is asked for, outside of what predictions were compared with, and the nearest thing that was measured. */
export interface NotMeasured<Value> {
  /** Asked for. */
  readonly value: Value;
  /** Measured, the nearest. */
  readonly nearest: Value;
}

/** Requests that are longer than a limit, prompt and output together: they are refused or cut. */
export interface TooLong {
  /** Share of the requests, in (0, 1]. */
  readonly share: number;
  /** The limit, tokens. */
  readonly limitTokens: number;
}

/** What each warning says of the question, by its code. Codes may be added, never renamed. */
export interface WarningValues {
  /** The kernels of no GPU of its family were timed. */
  readonly "gpu-by-datasheet": NotMeasured<string>;
  /** The version is newer than every one that was measured. */
  readonly "engine-newer": NotMeasured<string>;
  /** The version is older. */
  readonly "engine-older": NotMeasured<string>;
  /** Weights. */
  readonly "model-size": NotMeasured<number>;
  /** That a replica runs at once. */
  readonly "requests-in-flight": NotMeasured<number>;
  /** Tokens. */
  readonly "request-length": NotMeasured<number>;
  /** Kind of a model, of which no load test was compared. */
  readonly "model-kind": NotMeasured<string>;
  /** That one replica answers per second, more than one API server of a load test did: the host reads and writes them one by one. */
  readonly "front-end": NotMeasured<number>;
  /** Over which one replica is spread: no such deployment was compared. */
  readonly "several-servers": {
    /** Servers, or scale-up domains, of one replica. */
    readonly servers: number;
    /** Of one GPU to other servers, one direction: stated by the GPU, or assumed. */
    readonly networkBytesPerSecond: number;
  };
  /** Than the model was made for. */
  readonly "longer-than-context": TooLong;
  /** Than the engine is started for. */
  readonly "longer-than-max-model-len": TooLong;
  /** Than the whole KV cache of a replica, of one of its data-parallel ranks. */
  readonly "longer-than-cache": TooLong;
  /** Prefix cache hits are counted on that the KV cache of a replica does not hold. */
  readonly "prefixes-beyond-cache": {
    /** What has to stay in the cache for them beside the requests that run, tokens. */
    readonly neededTokens: number;
    /** What is left beside these, tokens. */
    readonly freeTokens: number;
  };
  /** More requests at once than the KV cache has blocks that hold a state of linear attention. */
  readonly "batch-beyond-states": {
    /** Batch limit of a data-parallel rank. */
    readonly maxNumSeqs: number;
    /** Blocks for states. */
    readonly stateBlocks: number;
  };
}

/** Code of a warning. */
export type WarningCode = keyof WarningValues;

/** A reason not to take a prediction as it is. */
export type PredictionWarning = {
  readonly [Code in WarningCode]: WarningValues[Code] & {
    /** Which warning it is. */
    readonly code: Code;
    /** One sentence. */
    readonly message: string;
  };
}[WarningCode];

/** What each says in English. */
const MESSAGES: { readonly [Code in WarningCode]: (values: WarningValues[Code]) => string } = {
  "gpu-by-datasheet": ({ value, nearest }) =>
    `not measured: kernels of ${value} and its family were not timed; the nearest GPU whose were is ${nearest}`,
  "engine-newer": ({ value, nearest }) =>
    `not measured: version ${value} is newer than the newest that was measured, ${nearest}`,
  "engine-older": ({ value, nearest }) =>
    `not measured: version ${value} is older than the oldest that was measured, ${nearest}`,
  "model-size": ({ value, nearest }) =>
    `not measured: ${short(value)} weights; the nearest model that was has ${short(nearest)}`,
  "requests-in-flight": ({ value, nearest }) =>
    `not measured: a replica that runs ${short(value)} requests at once; the nearest that was runs ${short(nearest)}`,
  "request-length": ({ value, nearest }) =>
    `not measured: requests of ${short(value)} tokens; the nearest that were have ${short(nearest)}`,
  "model-kind": ({ value, nearest }) => `not measured: ${value} models; the nearest that were write ${nearest}`,
  "front-end": ({ value, nearest }) =>
    `not measured: ${short(value)} requests per second of a replica; one API server answered ${short(nearest)}`,
  "several-servers": ({ servers, networkBytesPerSecond }) =>
    `not measured: a replica over ${servers} servers; a network of ${gigabitsPerSecond(networkBytesPerSecond)} Gb/s for each GPU is counted on`,
  "longer-than-context": (values) => `${tooLong(values)} that the model was made for`,
  "longer-than-max-model-len": (values) => `${tooLong(values)} that the engine is started for (--max-model-len)`,
  "longer-than-cache": (values) => `${tooLong(values)} that the KV cache holds`,
  "prefixes-beyond-cache": ({ neededTokens, freeTokens }) =>
    `prefix cache hits need ${short(neededTokens)} tokens of KV cache in each replica; beside the running requests there is room for ${short(freeTokens)}`,
  "batch-beyond-states": ({ maxNumSeqs, stateBlocks }) =>
    `a batch limit of ${maxNumSeqs} is beyond the ${stateBlocks} blocks that hold states: vLLM from 0.20 on does not start with it`,
};

/** A warning, and what it says. */
export const warn = <Code extends WarningCode>(code: Code, values: WarningValues[Code]): PredictionWarning =>
  ({ code, message: MESSAGES[code](values), ...values }) as unknown as PredictionWarning;

const tooLong = ({ share, limitTokens }: TooLong): string =>
  `${short(100 * share)} % of the requests are longer than the ${limitTokens} tokens`;

const DIGITS = 3;
const MILLION = 1e6;

/** 1.03e12 as "1030 billion", 4.88e6 as "4.88 million", others with three digits. */
function short(value: number): string {
  const digits = (part: number): string => String(Number(part.toPrecision(DIGITS)));
  if (billions(value) >= 0.1) return `${digits(billions(value))} billion`;
  return value >= MILLION ? `${digits(value / MILLION)} million` : digits(value);
}
