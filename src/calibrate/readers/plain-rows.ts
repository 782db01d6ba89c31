import type { Arrivals } from "../observation.js";
import { closedLoopArrivals, type Draft, type Note, type Times } from "./draft.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { numberAt, textAt, type JsonRecord } from "./json-record.js";
import { draftsOf } from "./table-records.js";

const TEXTS = ["model", "gpu", "engine", "engineVersion", "arrivals", "statistic"] as const;

const NUMBERS = [
  "gpus",
  "tensor",
  "concurrency",
  "inputTokens",
  "outputTokens",
  "ttftSeconds",
  "ttftP50Seconds",
  "ttftP95Seconds",
  "ttftP99Seconds",
  "tpotSeconds",
  "requestSeconds",
  "outputTokensPerSecond",
  "requestsPerSecond",
  "completed",
  "failedFraction",
  "durationSeconds",
] as const;

/**
 * Columns of one's own rows, all optional but `outputTokens`, one of `concurrency` and `requestsPerSecond`, and one figure
 * that was measured: the names, the meaning and the SI units of `Observation`. `arrivals` is sustained where it is not
 * stated and a concurrency is, open where there is only a rate; `statistic` is mean.
 */
export const PLAIN_COLUMNS: readonly string[] = [...TEXTS, ...NUMBERS];

/** Written by this library beside the columns; read over. */
const OWN_FIELDS: readonly string[] = ["source", "derived"];

/** One's own rows as a JSON array, or as one object a line. */
export const plainJson: JsonFormat = { tool: "plain", recognises: (row) => isPlain(Object.keys(row)), read: (row) => [draftOf(row)] };

/** One's own rows as a table with a header. */
export const plainCsv: TableFormat = {
  tool: "plain",
  recognises: ({ rows: [header] }) => header !== undefined && isPlain(header.cells),
  read: (table) => draftsOf(table, draftOf),
};

const isPlain = (names: readonly string[]): boolean => (names.includes("concurrency") || names.includes("requestsPerSecond")) && names.filter((name) => PLAIN_COLUMNS.includes(name)).length >= FEWEST_KNOWN;

/** Known names without which a row is not taken for one of these: a load and two figures. */
const FEWEST_KNOWN = 3;

function draftOf(row: JsonRecord): Draft {
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, numberAt(row, name)])) as Partial<Record<(typeof NUMBERS)[number], number>>;
  const { ttftSeconds, tpotSeconds, requestSeconds, ttftP50Seconds, ...others } = numbers;
  const times = { ttftSeconds, tpotSeconds, requestSeconds };
  const statesMedians = textAt(row, "statistic") === "median";
  const medians: Times = statesMedians ? { ...times, ttftSeconds: ttftSeconds ?? ttftP50Seconds } : { ttftSeconds: ttftP50Seconds };
  return {
    tool: "plain",
    ...others,
    model: textAt(row, "model"),
    gpu: textAt(row, "gpu"),
    engine: textAt(row, "engine"),
    engineVersion: textAt(row, "engineVersion"),
    arrivals: arrivalsOf(textAt(row, "arrivals")) ?? (others.concurrency === undefined ? "open" : closedLoopArrivals(others.concurrency, others.completed)),
    means: statesMedians ? {} : times,
    medians,
    notes: notesOf(row),
  };
}

const arrivalsOf = (text: string | undefined): Arrivals | undefined => (text === "sustained" || text === "burst" || text === "open" ? text : undefined);

/** A misspelt column must not be ignored in silence. */
function notesOf(row: JsonRecord): readonly Note[] {
  const unknown = Object.keys(row).filter((name) => !PLAIN_COLUMNS.includes(name) && !OWN_FIELDS.includes(name));
  const notes: Note[] = unknown.length === 0 ? [] : [{ code: "unknown-column", message: `not read: ${unknown.join(", ")}; known columns are ${PLAIN_COLUMNS.join(", ")}` }];
  const arrivals = textAt(row, "arrivals");
  if (arrivals !== undefined && arrivalsOf(arrivals) === undefined) notes.push({ code: "invalid-value", message: `arrivals is ${arrivals}, not one of sustained, burst, open, and was left out` });
  const statistic = textAt(row, "statistic");
  if (statistic !== undefined && statistic !== "mean" && statistic !== "median") notes.push({ code: "invalid-value", message: `statistic is ${statistic}, not one of mean, median, and was left out` });
  return notes;
}
