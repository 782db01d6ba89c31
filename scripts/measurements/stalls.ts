import { firstTokenSeconds } from "./measured.js";
import { waitsForSlots } from "./slot-queue.js";
import { isSameDeployment, type TableRow } from "./table-row.js";

/** First tokens of a load that is so many times as heavy come so many times as late at most, when prompts wait for each other; beyond, with room for scatter. */
const MOST_GROWTH = 1.5;

/** A queue that had begun would go on to grow with the load: no more than this is standing still. */
const STANDS = 1.25;

/** Loads that differ by as much tell whether first tokens grow. */
const HEAVIER = 2;

/** A lighter load whose first tokens come more than so many times as late is no scatter. */
const MOST_FALL = 2;

/**
 * True when first tokens of the row's deployment hold a stall of the engine, which compiles kernels for batches that it has not met while requests
 * wait. A mean over a run of few rounds is then mostly of the stall. It shows in a sweep of loads: first tokens leap by more than prompts that
 * wait for each other can explain and then stand still as the load goes on to grow, or they fall as it grows.
 *
 * @param row - a row.
 * @param table - all rows of its table.
 * @returns whether a sweep of the same deployment, of any lengths, shows a stall.
 */
export function stalls(row: TableRow, table: readonly TableRow[]): boolean {
  const alike = table.filter((other) => isSameDeployment(row, other) && isEvidence(other, table));
  return alike.some((one) => leapsAndStands(one, alike) || falls(one, alike));
}

/** What a flag tells of, or a queue for slots, has its own reason to leap and to fall. */
const isEvidence = (row: TableRow, table: readonly TableRow[]): boolean =>
  row.load.kind === "closed-loop" && row.flags.length === 0 && !waitsForSlots(row, table);

/** Time and load of a first token, of one sweep. */
interface Point {
  readonly load: number;
  readonly seconds: number;
}

const pointOf = ({ load, measured }: TableRow): Point => ({
  load: load.kind === "closed-loop" ? load.requestsInFlight : Number.NaN,
  seconds: firstTokenSeconds(measured) ?? Number.NaN,
});

const sweepOf = (row: TableRow, alike: readonly TableRow[]): readonly Point[] =>
  alike.filter(({ lengths }) => sameLengths(row.lengths, lengths)).map(pointOf);

function leapsAndStands(row: TableRow, alike: readonly TableRow[]): boolean {
  const sweep = sweepOf(row, alike);
  const { load, seconds } = pointOf(row);
  return (
    sweep.some((light) => light.load < load && seconds > MOST_GROWTH * (load / light.load) * light.seconds) &&
    sweep.some((heavy) => heavy.load >= HEAVIER * load && heavy.seconds < STANDS * seconds)
  );
}

function falls(row: TableRow, alike: readonly TableRow[]): boolean {
  const { load, seconds } = pointOf(row);
  return sweepOf(row, alike).some((heavy) => heavy.load > load && seconds > MOST_FALL * heavy.seconds);
}

const sameLengths = (a: TableRow["lengths"], b: TableRow["lengths"]): boolean =>
  a.inputTokens === b.inputTokens && a.outputTokens === b.outputTokens;
