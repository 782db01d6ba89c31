import { bytesPerElement } from "../../src/catalog/precision.js";
import { firstTokenSeconds, secondsPerToken } from "./measured.js";
import type { TableRow } from "./table-row.js";

/**
 * True when a token took less time than reading the weights that it goes through once:
 *
 * $$t < \frac{P\,b}{g\,W}$$
 *
 * P weights of the active path without the embedding table (a look-up), b bytes of one, g GPUs that work on a layer at
 * once (tensor times data; pipeline stages follow each other), W peak bandwidth. Real engines reach 0.5 to 0.9 of it.
 */
export function beatsMemoryRoofline(row: TableRow): boolean {
  const seconds = mostSecondsPerToken(row);
  if (seconds === null) return false;
  const bytes = multipliedParameters(row) * bytesPerElement(row.weights);
  const gpus = row.parallelism.tensor * row.parallelism.data;
  return seconds < bytes / (gpus * row.gpu.memoryBandwidthBytesPerSecond);
}

/**
 * True when the first token came sooner than all GPUs multiply the prompts, two operations for a weight and token:
 *
 * $$t < \frac{2\,P\,n}{G\,F}$$
 *
 * n tokens of the prompt, G GPUs of a replica, F highest peak of any number format.
 */
export function beatsComputeRoofline(row: TableRow): boolean {
  const seconds = firstTokenSeconds(row.measured);
  if (seconds === null) return false;
  const prompts = row.load.kind === "static-batch" ? row.load.requests / row.parallelism.replicas : 1;
  // The output head serves the last token of a prompt only.
  const parameters = multipliedParameters(row) - headParameters(row);
  const operations = 2 * parameters * row.lengths.inputTokens * prompts;
  return seconds < (operations * row.parallelism.replicas) / peakFlopsPerSecond(row);
}

/**
 * True when the requests of a closed loop went through faster than all GPUs multiply their prompts with the weights:
 *
 * $$C\,\frac{2\,P\,n}{T} > G\,F$$
 *
 * C requests in flight, T seconds from sending one to its last token, G GPUs of the whole deployment.
 */
export function beatsThroughputRoofline(row: TableRow): boolean {
  const { measured, load, lengths } = row;
  const first = firstTokenSeconds(measured);
  const token = secondsPerToken(measured);
  if (load.kind !== "closed-loop" || first === null || token === null) return false;
  const operations = 2 * (multipliedParameters(row) - headParameters(row)) * lengths.inputTokens;
  return (load.requestsInFlight * operations) / (first + (lengths.outputTokens - 1) * token) > peakFlopsPerSecond(row);
}

/** Highest peak of any number format, of all GPUs of the deployment. */
const peakFlopsPerSecond = ({ gpu, parallelism }: TableRow): number =>
  parallelism.gpus * Math.max(...Object.values(gpu.peakFlopsPerSecond).filter((peak) => peak !== null));

/** An upper bound of the time per output token: as measured, or with the time of the prompts in it. */
function mostSecondsPerToken({ measured, load }: TableRow): number | null {
  const stated = secondsPerToken(measured);
  if (stated !== null) return stated;
  const total = measured.outputTokensPerSecond;
  if (total === null) return null;
  if (load.kind === "static-batch") return load.requests / total;
  return load.kind === "closed-loop" ? load.requestsInFlight / total : null;
}

/** Weights that a token is multiplied with: a tied embedding serves as the head, one of its own is only looked up. */
function multipliedParameters({ model: { parameters } }: TableRow): number {
  return parameters.head > 0 ? parameters.active - parameters.embedding : parameters.active;
}

const headParameters = ({ model: { parameters } }: TableRow): number =>
  parameters.head > 0 ? parameters.head : parameters.embedding;
