import { firstTokenSeconds } from "./measured.js";
import { isSameDeployment, type TableRow } from "./table-row.js";

/** Growth of the time to the first token with the length of the answers that is no noise. */
const GROWTH = 1.3;

/** Ratio of answers' lengths from which the growth is looked at. */
const LONGER = 2;

/**
 * True when the rows of the same deployment, load and prompts show that first tokens wait for the ends of other requests.
 * An engine with a free slot reads a prompt at once, whatever is written afterwards.
 *
 * @param row - a row.
 * @param table - all rows of its table.
 * @returns whether first tokens come later where answers are longer.
 */
export function waitsForSlots(row: TableRow, table: readonly TableRow[]): boolean {
  if (row.load.kind !== "closed-loop") return false;
  const alike = table
    .filter((other) => sameButAnswers(row, other))
    .toSorted((a, b) => a.lengths.outputTokens - b.lengths.outputTokens);
  return alike.some((short, i) =>
    alike
      .slice(i + 1)
      .some(
        (long) =>
          long.lengths.outputTokens >= LONGER * short.lengths.outputTokens &&
          firstToken(long) > GROWTH * firstToken(short),
      ),
  );
}

const firstToken = ({ measured }: TableRow): number => firstTokenSeconds(measured) ?? Number.NaN;

const sameButAnswers = (a: TableRow, b: TableRow): boolean =>
  isSameDeployment(a, b) &&
  a.load.kind === "closed-loop" &&
  b.load.kind === "closed-loop" &&
  a.load.requestsInFlight === b.load.requestsInFlight &&
  a.lengths.inputTokens === b.lengths.inputTokens;
