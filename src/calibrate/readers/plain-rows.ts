import { engineOfBackend } from "./names.js";
import { draftingNotes } from "./drafting.js";
import { closedLoopArrivals, percentileTimes, type Draft, type Note, type Reading, type Times } from "./draft.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { mapNumber, numberAt, textAt, type JsonRecord } from "./json-record.js";
import { ownColumn, PLAIN_COLUMNS, WORDS, type OwnColumn, type OwnStatistic } from "./own-columns.js";
import { ratedLoad } from "./rated-load.js";
import { draftsOf } from "./table-records.js";

/** Written by this library beside the columns. */
const OWN_FIELDS: readonly string[] = ["source", "derived", "percentiles"];

/** One's own rows as a JSON array, or as one object a line. Other names than the exact ones are those of tools, too: then a length must be there. */
export const plainJson: JsonFormat = {
  tool: "plain",
  recognises: (row) =>
    isPlain(Object.keys(row).filter((name) => PLAIN_COLUMNS.includes(name))) ||
    (isPlain(Object.keys(row)) && Object.keys(row).some((name) => isNumber(name, "outputTokens"))),
  read: (row) => [draftOf(row)],
};

/** One's own rows as a table with a header. */
export const plainCsv: TableFormat = {
  tool: "plain",
  recognises: ({ rows: [header] }) => header !== undefined && isPlain(header.cells),
  read: (table) => draftsOf(table, draftOf),
};

/** Known names without which a row is not taken for one of these: a load and two figures. */
const FEWEST_KNOWN = 3;

const isPlain = (names: readonly string[]): boolean =>
  names.filter((name) => ownColumn(name) !== undefined).length >= FEWEST_KNOWN &&
  names.some((name) => LOADS.some((load) => isNumber(name, load)));

/** Columns of which a row has one at least. */
const LOADS = ["concurrency", "requestsPerSecond", "offeredPerSecond"];

function isNumber(name: string, of: string): boolean {
  const column = ownColumn(name);
  return column?.kind === "number" && column.name === of;
}

/** Texts that say nothing: a default, or none. */
const UNSET = /^(?:auto|none|null|default|false|off|0|-|n\/a)$/i;

function draftOf(row: JsonRecord): Draft {
  const columns = Object.keys(row).map((key) => ({ key, column: ownColumn(key) }));
  const first = <Found>(read: (column: OwnColumn, key: string) => Found | undefined): Found | undefined => {
    for (const { key, column } of columns) {
      const found = column === undefined ? undefined : read(column, key);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const timesOf = (statistic: OwnStatistic): Times => {
    const time = (name: keyof Times): Reading =>
      first((column, key) =>
        column.kind === "time" && column.name === name && column.statistic === statistic
          ? mapNumber(numberAt(row, key), column.seconds)
          : undefined,
      );
    return {
      ttftSeconds: time("ttftSeconds"),
      tpotSeconds: time("tpotSeconds"),
      requestSeconds: time("requestSeconds"),
    };
  };
  const [stated, mean, median] = [timesOf("stated"), timesOf("mean"), timesOf("median")];
  const numbers: Readonly<Record<string, Reading>> = Object.fromEntries(
    columns.flatMap(({ column }) =>
      column?.kind === "number"
        ? [
            [
              column.name,
              first((other, key) =>
                other.kind === "number" && other.name === column.name ? numberAt(row, key) : undefined,
              ),
            ],
          ]
        : [],
    ),
  );
  const texts: Readonly<Record<string, string | undefined>> = Object.fromEntries(
    columns.flatMap(({ key, column }) =>
      column?.kind === "text" && !UNSET.test(textAt(row, key) ?? "none") ? [[column.name, textAt(row, key)]] : [],
    ),
  );
  const drafted = columns.some(
    ({ key, column }) =>
      column?.kind === "drafting" &&
      row[key] !== null &&
      row[key] !== false &&
      row[key] !== 0 &&
      !UNSET.test(textAt(row, key) ?? (row[key] === "" ? "none" : "yes")),
  );
  const isMedian = wordAt(row, "statistic") === "median";
  const concurrency = numbers["concurrency"];
  const [means, medians] = isMedian ? [mean, firstOf(stated, median)] : [firstOf(mean, stated), median];
  const arrivals =
    wordAt(row, "arrivals") ??
    (concurrency === undefined ? "open" : closedLoopArrivals(concurrency, numbers["completed"] ?? numbers["prompts"]));
  const asked = { perSecond: numbers["offeredPerSecond"], limit: undefined, requests: undefined };
  const run = {
    completed: numbers["completed"],
    durationSeconds: numbers["durationSeconds"],
    requestsPerSecond: numbers["requestsPerSecond"],
    outputTokens: numbers["outputTokens"],
    times: isMedian ? medians : means,
  };
  const { notes: late = [] } =
    arrivals === "open" && asked.perSecond !== undefined ? ratedLoad(asked, run) : { notes: [] };
  return {
    tool: "plain",
    ...(numbers["outputTokens"] === undefined
      ? { defect: "outputTokens (or output_tokens) is missing: the tokens of an answer" }
      : {}),
    ...numbers,
    ...texts,
    ...(texts["engine"] === undefined ? {} : { engine: engineOfBackend(texts["engine"]) ?? texts["engine"] }),
    arrivals,
    staticBatch: row["staticBatch"] === true || textAt(row, "staticBatch") === "true",
    lengths: wordAt(row, "lengths"),
    means,
    medians,
    ttftP90Seconds: timesOf("p90").ttftSeconds,
    ttftP95Seconds: timesOf("p95").ttftSeconds,
    ttftP99Seconds: timesOf("p99").ttftSeconds,
    percentiles: percentileTimes((percentile) => {
      const { tpotSeconds, requestSeconds } = timesOf(percentile === "p50" ? "median" : percentile);
      const own = (name: string): Reading => numberAt(row, "percentiles", percentile, name);
      return {
        tpotSeconds: tpotSeconds ?? own("tpotSeconds"),
        requestSeconds: requestSeconds ?? own("requestSeconds"),
      };
    }),
    notes: [...notesOf(row, columns), ...late, ...(drafted ? draftingNotes(undefined) : [])],
  };
}

/** Times of the first, or else of the second. */
const firstOf = (times: Times, others: Times): Times => ({
  ttftSeconds: times.ttftSeconds ?? others.ttftSeconds,
  tpotSeconds: times.tpotSeconds ?? others.tpotSeconds,
  requestSeconds: times.requestSeconds ?? others.requestSeconds,
});

/** The word of a column; undefined where there is none, or another. */
function wordAt<Name extends keyof typeof WORDS>(
  row: JsonRecord,
  name: Name,
): (typeof WORDS)[Name][number] | undefined {
  const text = textAt(row, name);
  return (WORDS[name] as readonly string[]).find((word) => word === text) as (typeof WORDS)[Name][number] | undefined;
}

/** A misspelt column must not be ignored in silence. */
function notesOf(
  row: JsonRecord,
  columns: readonly { readonly key: string; readonly column: OwnColumn | undefined }[],
): readonly Note[] {
  const names = (kind: "no-unit" | undefined): readonly string[] =>
    columns.filter(({ key, column }) => column?.kind === kind && !OWN_FIELDS.includes(key)).map(({ key }) => key);
  const [unknown, unitless] = [names(undefined), names("no-unit")];
  const notes: Note[] =
    unknown.length === 0
      ? []
      : [
          {
            code: "unknown-column",
            message: `not read: ${unknown.join(", ")}; known columns are ${PLAIN_COLUMNS.join(", ")}`,
          },
        ];
  if (unitless.length > 0)
    notes.push({
      code: "unknown-column",
      message: `not read, for the name has no unit: ${unitless.join(", ")}; ${unitless[0] ?? ""}_ms or ${unitless[0] ?? ""}_s has one`,
    });
  for (const name of Object.keys(WORDS) as (keyof typeof WORDS)[]) {
    const text = textAt(row, name);
    if (text !== undefined && wordAt(row, name) === undefined)
      notes.push({
        code: "invalid-value",
        message: `${name} is ${text}, not one of ${WORDS[name].join(", ")}, and was left out`,
      });
  }
  return notes;
}
