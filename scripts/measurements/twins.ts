import { isDeepStrictEqual } from "node:util";
import { versionTo } from "../../src/catalog/engine.js";
import type { Model } from "../../src/catalog/model.js";
import { gpuFamily } from "../../src/kernels/kernel-choice.js";
import { secondsPerToken } from "./measured.js";
import type { TableRow } from "./table-row.js";

/** Times a token may take longer than its twin's, for all that rows do not state. */
const LONGER = 2;

/** Peak bandwidths that are alike, as a ratio. */
const SAME_BANDWIDTH = 1.05;

/**
 * True when another row of the table makes this one impossible, or it makes the other so: requests of the same lengths, to a model of the same shape
 * and format, by the same release, on GPUs of the same family and bandwidth. The one with the lighter load, in all and for each GPU, took longer
 * for a token, by more than twice what fewer GPUs would explain. One of the two had drafts, ranks or a load that it does not state; which of
 * them, nobody can say.
 *
 * @param row - a row.
 * @param table - all rows of its table.
 * @returns whether it and another contradict each other.
 */
export const hasContradictingTwin = (row: TableRow, table: readonly TableRow[]): boolean =>
  table.some((other) => (outdoes(row, other) || outdoes(other, row)) && isTwin(row, other));

/** True when the quick row had no lighter a load than the slow one. */
function outdoes(quick: TableRow, slow: TableRow): boolean {
  const [quickSeconds, slowSeconds] = [secondsPerToken(quick.measured), secondsPerToken(slow.measured)];
  if (quickSeconds === null || slowSeconds === null) return false;
  const gpus = quick.parallelism.gpus / slow.parallelism.gpus;
  return (
    requestsOf(quick) >= requestsOf(slow) * Math.max(1, gpus) && slowSeconds > LONGER * Math.max(1, gpus) * quickSeconds
  );
}

const isTwin = (a: TableRow, b: TableRow): boolean =>
  // What a flag tells of is stated.
  b.flags.length === 0 &&
  a.engine === b.engine &&
  minorOf(a) === minorOf(b) &&
  a.weights === b.weights &&
  a.load.kind === "closed-loop" &&
  b.load.kind === "closed-loop" &&
  a.lengths.inputTokens === b.lengths.inputTokens &&
  a.lengths.outputTokens === b.lengths.outputTokens &&
  isDeepStrictEqual(shapeOf(a.model), shapeOf(b.model)) &&
  gpuFamily(a.gpu.architecture) === gpuFamily(b.gpu.architecture) &&
  ratio(a.gpu.memoryBandwidthBytesPerSecond, b.gpu.memoryBandwidthBytesPerSecond) < SAME_BANDWIDTH;

const requestsOf = ({ load }: TableRow): number => (load.kind === "closed-loop" ? load.requestsInFlight : Number.NaN);

const shapeOf = ({ layers, hiddenSize }: Model): unknown => ({ layers, hiddenSize });

/** Releases of one minor version are alike; where none is stated, so are those. */
const minorOf = ({ engineVersion }: TableRow): string | null =>
  engineVersion === null ? null : versionTo(engineVersion, 2);

const ratio = (a: number, b: number): number => Math.max(a / b, b / a);
