import { STATED_NUMBERS, STATED_TEXTS } from "../../measurements/stated.js";
import { closedLoopArrivals, type Draft, type Note, type Times } from "./draft.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { numberAt, textAt, type JsonRecord } from "./json-record.js";
import { draftsOf } from "./table-records.js";

/** Figures that are not of one statistic of the times. */
const FIGURES = ["ttftP95Seconds", "ttftP99Seconds", "outputTokensPerSecond", "failedFraction", "durationSeconds"] as const;

const NUMBERS = [...STATED_NUMBERS, ...FIGURES] as const;

/** Words that some columns take. */
const WORDS = { arrivals: ["sustained", "burst", "open"], lengths: ["equal"], statistic: ["mean", "median"] } as const;

/**
 * Columns of one's own rows, all optional but `outputTokens`, one of `concurrency` and `requestsPerSecond`, and one figure
 * that was measured: the names, the meaning and the SI units of `Observation`. `arrivals` is sustained where it is not
 * stated and a concurrency is, open where there is only a rate; `statistic` is mean.
 */
export const PLAIN_COLUMNS: readonly string[] = [...STATED_TEXTS, ...NUMBERS, ...Object.keys(WORDS), "staticBatch", "ttftSeconds", "tpotSeconds", "requestSeconds", "ttftP50Seconds"];

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
  const times: Times = { ttftSeconds: numberAt(row, "ttftSeconds"), tpotSeconds: numberAt(row, "tpotSeconds"), requestSeconds: numberAt(row, "requestSeconds") };
  const median = numberAt(row, "ttftP50Seconds");
  const statesMedians = wordAt(row, "statistic") === "median";
  return {
    tool: "plain",
    ...numbers,
    ...Object.fromEntries(STATED_TEXTS.map((name) => [name, textAt(row, name)])),
    arrivals: wordAt(row, "arrivals") ?? (numbers.concurrency === undefined ? "open" : closedLoopArrivals(numbers.concurrency, numbers.completed)),
    staticBatch: row["staticBatch"] === true || textAt(row, "staticBatch") === "true",
    lengths: wordAt(row, "lengths"),
    means: statesMedians ? {} : times,
    medians: statesMedians ? { ...times, ttftSeconds: times.ttftSeconds ?? median } : { ttftSeconds: median },
    notes: notesOf(row),
  };
}

/** The word of a column; undefined where there is none, or another. */
function wordAt<Name extends keyof typeof WORDS>(row: JsonRecord, name: Name): (typeof WORDS)[Name][number] | undefined {
  const text = textAt(row, name);
  return (WORDS[name] as readonly string[]).find((word) => word === text) as (typeof WORDS)[Name][number] | undefined;
}

/** A misspelt column must not be ignored in silence. */
function notesOf(row: JsonRecord): readonly Note[] {
  const unknown = Object.keys(row).filter((name) => !PLAIN_COLUMNS.includes(name) && !OWN_FIELDS.includes(name));
  const notes: Note[] = unknown.length === 0 ? [] : [{ code: "unknown-column", message: `not read: ${unknown.join(", ")}; known columns are ${PLAIN_COLUMNS.join(", ")}` }];
  for (const name of Object.keys(WORDS) as (keyof typeof WORDS)[]) {
    const text = textAt(row, name);
    if (text !== undefined && wordAt(row, name) === undefined) notes.push({ code: "invalid-value", message: `${name} is ${text}, not one of ${WORDS[name].join(", ")}, and was left out` });
  }
  return notes;
}
