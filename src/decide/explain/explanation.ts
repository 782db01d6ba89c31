import { gigabytesFromBytes, millisecondsFromSeconds } from "../../units.js";
import { inWholePercent } from "../../internal/whole-percent.js";

/** Both sides of a constraint. */
export interface ExplainedSides {
  /** Its name. */
  readonly constraint: string;
  /** Unit of both sides. */
  readonly unit: string;
  /** What is needed. */
  readonly demand: number;
  /** What there is, or is allowed. */
  readonly limit: number;
}

/** What each explanation says of an estimate, by its code. Codes may be added, never renamed. */
export interface ExplanationValues {
  /** What is bought. */
  readonly purchase: {
    /** GPUs that are bought. */
    readonly gpus: number;

    /** Replicas that meet the targets. */
    readonly replicas: number;

    /** Replicas beyond them. */
    readonly spareReplicas: number;

    /** GPUs of each. */
    readonly gpusPerReplica: number;
  };
  /** What comes, at the peak. */
  readonly load: {
    /** Requests that come, per second. */
    readonly requestsPerSecond: number;
    /** Requests in the system, mean. */
    readonly requestsInFlight: number;
  };
  /** What being surer than a coin costs. */
  readonly confidence: {
    /** GPUs by predictions as they are. */
    readonly expectedGpus: number;
    /** GPUs that are bought. */
    readonly gpus: number;
    /** Probability that the targets hold. */
    readonly reached: number;
  };
  /** Why it is no surer. */
  readonly "less-sure": {
    /** Probability that was asked for. */
    readonly asked: number;
    /** Probability that the targets hold. */
    readonly reached: number;
  };
  /** Fewest and most that may turn out to be needed. */
  readonly band: {
    /** Fewest GPUs. */
    readonly fewestGpus: number;
    /** Most GPUs; null where no purchase would do. */
    readonly mostGpus: number | null;
    /** Probability that the need lies between them. */
    readonly confidence: number;
  };
  /** How small a replica could be by its memory alone. */
  readonly "replica-size": {
    /** Weights of the model, bytes. */
    readonly weightsBytes: number;

    /** Memory of a GPU for the engine, bytes. */
    readonly gpuBytes: number;

    /** GPUs that would hold the weights. */
    readonly leastGpus: number;

    /** GPUs of each. */
    readonly gpusPerReplica: number;
  };
  /** How a replica is spread over its GPUs. */
  readonly split: {
    /** GPUs that each layer is sharded over. */
    readonly tensor: number;

    /** Stages of layers. */
    readonly pipeline: number;

    /** GPUs that whole experts are spread over. */
    readonly expert: number;

    /** Ranks of attention. */
    readonly data: number;
  };
  /** What its replicas could answer, and what comes. */
  readonly replicas: {
    /** Replicas that meet the targets. */
    readonly replicas: number;

    /** Requests that they could answer, per second. */
    readonly capacityPerSecond: number;

    /** Requests that come, per second. */
    readonly requestsPerSecond: number;

    /** Share of that which comes. */
    readonly utilisation: number;
  };
  /** What runs at once. */
  readonly batch: {
    /** Requests that a replica runs, mean. */
    readonly runningPerReplica: number;
    /** Requests that it runs at most. */
    readonly maxBatchSize: number;
  };
  /** What decides the number of GPUs. */
  readonly binds: ExplainedSides & {
    /** Share of the limit that is left. */
    readonly margin: number;
  };
  /** Memory of a replica by part, bytes. */
  readonly memory: Readonly<Record<string, number>>;
  /** Time of a request by part, means. */
  readonly time: {
    /** In the queue, seconds. */
    readonly queueSeconds: number;

    /** From a slot to the first token, seconds. */
    readonly prefillSeconds: number;

    /** From the first token to the last, seconds. */
    readonly outputSeconds: number;

    /** From sending to the last token, seconds. */
    readonly e2eSeconds: number;
  };
  /** A cheaper purchase, and what it would break first. */
  readonly "next-smaller": ExplainedSides & {
    /** GPUs that are bought. */
    readonly gpus: number;

    /** Replicas that meet the targets. */
    readonly replicas: number;

    /** GPUs of each. */
    readonly gpusPerReplica: number;
  };
  /** A margin that was asked for. */
  readonly margin: {
    /** Its name. */
    readonly name: string;
    /** What was asked. */
    readonly value: number;
    /** GPUs that are bought. */
    readonly gpus: number;
  };
  /** How much more load the same GPUs bear. */
  readonly headroom: {
    /** Times the load. */
    readonly factor: number;
  };
  /** The change of one input, of those that were tried, that moves the number of GPUs most. */
  readonly "moves-most": {
    /** Name of the input. */
    readonly input: string;

    /** Its unit. */
    readonly unit: string;

    /** As asked. */
    readonly from: number | string;

    /** As it would be. */
    readonly to: number | string;

    /** GPUs that are bought. */
    readonly gpus: number;

    /** GPUs that it would then take. */
    readonly otherGpus: number;
  };
  /** What would have to change where nothing serves the request. */
  readonly obstacle: {
    /** Its name. */
    readonly constraint: string;

    /** Its unit. */
    readonly unit: string;

    /** As asked. */
    readonly from: number;

    /** As it would be. */
    readonly to: number;

    /** Which side of it would change. */
    readonly side: "demand" | "limit";

    /** GPUs that are bought. */
    readonly gpus: number;
  };
}

/** Code of an explanation. */
export type ExplanationCode = keyof ExplanationValues;

/** One reason of an estimate: its figures, and what they say. */
export type Explanation = {
  readonly [Code in ExplanationCode]: {
    /** Which reason it is. */
    readonly code: Code;
    /** The figures of the estimate that it is made of. */
    readonly values: ExplanationValues[Code];
    /** One sentence, which says no other figures. */
    readonly message: string;
  };
}[ExplanationCode];

/** What each says in English. */
const MESSAGES: { readonly [Code in ExplanationCode]: (values: ExplanationValues[Code]) => string } = {
  purchase: ({ gpus, replicas, spareReplicas, gpusPerReplica }) =>
    `${count(gpus, "GPU")}: ${count(replicas, "replica")} of ${gpusPerReplica}${spareReplicas === 0 ? "" : `, and ${count(spareReplicas, "spare replica")}`}`,
  load: ({ requestsPerSecond, requestsInFlight }) =>
    `${short(requestsPerSecond)} requests come per second at the peak, ${short(requestsInFlight)} are in the system at once`,
  confidence: ({ expectedGpus, gpus, reached }) =>
    `predictions as they are ask for ${count(expectedGpus, "GPU")}, and are as often too low as too high; with ${gpus} the targets hold with a probability of ${percent(inWholePercent(reached))}`,
  "less-sure": ({ asked, reached }) =>
    `${percent(asked)} was asked for, and would take more than twice what predictions ask for: it is ${percent(inWholePercent(reached))} sure`,
  band: ({ fewestGpus, mostGpus, confidence }) =>
    `with ${percent(confidence)} confidence it takes ${fewestGpus} GPUs or more, and ${mostGpus === null ? "perhaps more than any purchase" : `no more than ${mostGpus}`}`,
  "replica-size": ({ weightsBytes, gpuBytes, leastGpus, gpusPerReplica }) =>
    `the weights take ${amount(weightsBytes, "bytes")}, and a GPU has ${amount(gpuBytes, "bytes")} for the engine: ${count(leastGpus, "GPU")} would hold them, ${leastGpus === gpusPerReplica ? "as many as a replica has" : `a replica has ${gpusPerReplica}`}`,
  split: ({ tensor, pipeline, expert, data }) =>
    [
      `each layer is sharded over ${count(tensor, "GPU")}`,
      ...(pipeline > 1 ? [`the layers are cut into ${pipeline} stages`] : []),
      ...(data > 1 ? [`${data} ranks of attention keep requests of their own`] : []),
      ...(expert > 1 ? [`whole experts are spread over ${expert} GPUs`] : []),
    ].join(", "),
  replicas: ({ replicas, capacityPerSecond, requestsPerSecond, utilisation }) =>
    `${count(replicas, "replica")} could answer ${short(capacityPerSecond)} requests per second and ${short(requestsPerSecond)} come: ${percent(utilisation)} of what they can do`,
  batch: ({ runningPerReplica, maxBatchSize }) =>
    `a replica runs ${short(runningPerReplica)} requests at once in the mean, and never more than ${maxBatchSize}`,
  binds: ({ constraint, unit, demand, limit, margin }) =>
    `${constraint} binds: ${amount(demand, unit)} of ${amount(limit, unit)}, ${percent(margin)} left`,
  memory: (parts) =>
    `memory of a replica: ${Object.entries(parts)
      .map(([name, bytes]) => `${PARTS[name] ?? name} ${amount(bytes, "bytes")}`)
      .join(", ")}`,
  time: ({ queueSeconds, prefillSeconds, outputSeconds, e2eSeconds }) =>
    `a request takes ${amount(e2eSeconds, "s")} in the mean: ${amount(queueSeconds, "s")} in the queue, ${amount(prefillSeconds, "s")} until its first token, ${amount(outputSeconds, "s")} for the rest of its output`,
  "next-smaller": ({ gpus, replicas, gpusPerReplica, constraint, unit, demand, limit }) =>
    `${count(gpus, "GPU")}, ${count(replicas, "replica")} of ${gpusPerReplica}, would break ${constraint}: ${amount(demand, unit)} where ${amount(limit, unit)} are allowed`,
  margin: ({ name, value, gpus }) => `the margin "${name}" of ${short(value)} takes ${count(gpus, "GPU")} of these`,
  headroom: ({ factor }) => `every target holds up to ${short(factor)} times the load`,
  "moves-most": ({ input, unit, from, to, gpus, otherGpus }) =>
    `what moves it most: ${input} of ${told(to, unit)} instead of ${told(from, unit)} would take ${count(otherGpus, "GPU")} instead of ${gpus}`,
  obstacle: ({ constraint, unit, from, to, side, gpus }) =>
    side === "demand"
      ? `${constraint} reaches ${amount(to, unit)} of the ${amount(from, unit)} asked for, at best, on ${count(gpus, "GPU")}`
      : `${constraint} needs ${amount(to, unit)} where ${amount(from, unit)} are allowed, at best, on ${count(gpus, "GPU")}`,
};

/** An explanation, and what it says. */
export const explanation = <Code extends ExplanationCode>(code: Code, values: ExplanationValues[Code]): Explanation =>
  ({ code, values, message: MESSAGES[code](values) }) as unknown as Explanation;

/** Parts of a replica's memory in words; others by their name. */
const PARTS: Readonly<Record<string, string>> = {
  weights: "weights",
  workSpace: "work space",
  kvCache: "KV cache",
  kvCacheInUse: "of that in use",
  limit: "of",
};

const DIGITS = 3;

/** Three digits of what is measured, all of what is counted. */
const short = (value: number): string => String(Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));

const percent = (share: number): string => `${short(100 * share)} %`;

const count = (number: number, what: string): string => `${short(number)} ${what}${number === 1 ? "" : "s"}`;

/** An amount in the unit that people read it in. */
function amount(value: number, unit: string): string {
  if (unit === "bytes") return `${short(gigabytesFromBytes(value))} GB`;
  if (unit === "s" && value < 1) return `${short(millisecondsFromSeconds(value))} ms`;
  return unit === "" ? short(value) : `${short(value)} ${unit}`;
}

const told = (value: number | string, unit: string): string =>
  typeof value === "number" ? amount(value, unit) : value;
