import { compactRow } from "../../measurements/compact-row.js";
import type { Row } from "../../measurements/csv.js";
import { rowReadings } from "../../measurements/row-readings.js";
import { fractionFromPercent, secondsFromMilliseconds } from "../../units.js";
import { charactersNote } from "./characters.js";
import type { Draft, Note, Reading } from "./draft.js";
import type { TableFormat } from "./format.js";
import { mapNumber, numberAt, type JsonRecord } from "./json-record.js";
import { draftsOf } from "./table-records.js";

/** The schema of published measurements, as of `catalogs/measurements/`, or with the facts of its rows in `notes`. */
export const measurementCsv: TableFormat = {
  tool: "infrascale-measurements",
  recognises: ({ rows: [header] }) => header !== undefined && has(header.cells, LOADS) && has(header.cells, MEASURED),
  read: (table) => draftsOf(table, (record) => draftOf(compactRow(record as Row))),
};

const has = (header: readonly string[], columns: readonly string[]): boolean =>
  columns.some((column) => header.includes(column));

const LOADS = ["scenario", "concurrency", "batch", "request_rate"];
const MEASURED = [
  "ttft_ms_mean",
  "tpot_ms_mean",
  "e2e_s_mean",
  "output_tokens_per_s_total",
  "median_ttft_ms",
  "median_tpot_ms",
];

function draftOf(row: Row): Draft {
  const { arrivals, ...readings } = rowReadings(row);
  const flag = row["flag"] ?? "";
  return {
    tool: "infrascale-measurements",
    ...readings,
    ...(arrivals === null ? { arrivals: "sustained", defect: "how requests come is not stated" } : { arrivals }),
    means: {
      ttftSeconds: milliseconds(row, "ttft_ms_mean"),
      tpotSeconds: milliseconds(row, "tpot_ms_mean"),
      requestSeconds: numberAt(row, "e2e_s_mean"),
    },
    medians: { ttftSeconds: milliseconds(row, "median_ttft_ms"), tpotSeconds: milliseconds(row, "median_tpot_ms") },
    ttftP95Seconds: milliseconds(row, "ttft_ms_p95"),
    outputTokensPerSecond: numberAt(row, "output_tokens_per_s_total"),
    failedFraction: mapNumber(numberAt(row, "failed_percent"), fractionFromPercent),
    notes: [...(readings.derived?.includes("outputTokens") === true ? [charactersNote] : []), ...flagNote(flag)],
  };
}

const milliseconds = (row: JsonRecord, column: string): Reading =>
  mapNumber(numberAt(row, column), secondsFromMilliseconds);

const flagNote = (flag: string): readonly Note[] =>
  flag === "" ? [] : [{ code: "flagged-row", message: `the table marks the row as unfit for fitting: ${flag}` }];
