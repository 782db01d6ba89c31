import { gigabytesFromBytes, millisecondsFromSeconds } from "../../units.js";

/** Both sides of a constraint. */
interface Sides {
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
    readonly gpus: number;
    readonly replicas: number;
    readonly spareReplicas: number;
    readonly gpusPerReplica: number;
  };
  /** What comes, at the peak. */
  readonly load: { readonly requestsPerSecond: number; readonly requestsInFlight: number };
  /** What being surer than a coin costs. */
  readonly confidence: { readonly expectedGpus: number; readonly gpus: number; readonly reached: number };
  /** Why it is no surer. */
  readonly "less-sure": { readonly asked: number; readonly reached: number };
  /** Fewest and most that may turn out to be needed. */
  readonly band: { readonly fewestGpus: number; readonly mostGpus: number | null; readonly confidence: number };
  /** How small a replica could be by its memory alone. */
  readonly "replica-size": {
    readonly weightsBytes: number;
    readonly gpuBytes: number;
    readonly leastGpus: number;
    readonly gpusPerReplica: number;
  };
  /** How a replica is spread over its GPUs. */
  readonly split: {
    readonly tensor: number;
    readonly pipeline: number;
    readonly expert: number;
    readonly data: number;
  };
  /** What its replicas could answer, and what comes. */
  readonly replicas: {
    readonly replicas: number;
    readonly capacityPerSecond: number;
    readonly requestsPerSecond: number;
    readonly utilisation: number;
  };
  /** What runs at once. */
  readonly batch: { readonly runningPerReplica: number; readonly maxBatchSize: number };
  /** What decides the number of GPUs. */
  readonly binds: Sides & { readonly margin: number };
  /** Memory of a replica by part, bytes. */
  readonly memory: Readonly<Record<string, number>>;
  /** Time of a request by part, means. */
  readonly time: {
    readonly queueSeconds: number;
    readonly prefillSeconds: number;
    readonly outputSeconds: number;
    readonly e2eSeconds: number;
  };
  /** A cheaper purchase, and what it would break first. */
  readonly "next-smaller": Sides & {
    readonly gpus: number;
    readonly replicas: number;
    readonly gpusPerReplica: number;
  };
  /** A margin that was asked for. */
  readonly margin: { readonly name: string; readonly value: number; readonly gpus: number };
  /** How much more load the same GPUs bear. */
  readonly headroom: { readonly factor: number };
  /** The change of one input, of those that were tried, that moves the number of GPUs most. */
  readonly "moves-most": {
    readonly input: string;
    readonly unit: string;
    readonly from: number | string;
    readonly to: number | string;
    readonly gpus: number;
    readonly otherGpus: number;
  };
  /** What would have to change where nothing serves the request. */
  readonly obstacle: {
    readonly constraint: string;
    readonly unit: string;
    readonly from: number;
    readonly to: number;
    readonly side: "demand" | "limit";
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
    `predictions as they are ask for ${count(expectedGpus, "GPU")}, and are as often too low as too high; with ${gpus} the targets hold with a probability of ${percent(reached)}`,
  "less-sure": ({ asked, reached }) =>
    `${percent(asked)} was asked for, and would take more than twice what predictions ask for: it is ${percent(reached)} sure`,
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
