import { fractionFromPercent } from "../../units.js";
import { CHARACTERS_PER_TOKEN } from "../../measurements/row-readings.js";
import { charactersNote } from "./characters.js";
import type { Draft } from "./draft.js";
import type { TableFormat } from "./format.js";
import { mapNumber, numberAt, textAt, type JsonRecord } from "./json-record.js";
import { gpuOfLabel } from "./names.js";
import { draftsOf } from "./table-records.js";

/**
 * The load tests of the original InfraScale, separated by commas or semicolons.
 *
 * All requests of a row are sent at once. `avg_output_length` counts characters; newer files have `avg_token_count`.
 * `avg_tokens_per_second` is of one request, and means two things (over the whole time in older files, over the
 * streaming alone in newer ones), so it is not read: the time per token is computed from the two latencies. Input
 * lengths are not recorded.
 *
 * Source: etalab-ia/InfraScale `calibration/`.
 */
export const infrascaleCsv: TableFormat = {
  tool: "infrascale-csv",
  recognises: ({ rows: [header] }) =>
    header !== undefined &&
    ["number_concurrent_requests", "avg_time_to_first_token", "end_to_end_latency"].every((column) =>
      header.cells.includes(column),
    ),
  read: (table) => draftsOf(table, draftOf),
};

function draftOf(record: JsonRecord): Draft {
  const tokens = numberAt(record, "avg_token_count");
  const characters = numberAt(record, "avg_output_length");
  return {
    tool: "infrascale-csv",
    model: textAt(record, "model_tested"),
    ...gpuOfLabel(textAt(record, "gpu")),
    concurrency: numberAt(record, "number_concurrent_requests"),
    arrivals: "burst",
    outputTokens: tokens ?? mapNumber(characters, (count) => count / CHARACTERS_PER_TOKEN),
    ...(tokens === undefined && characters !== undefined && Number.isFinite(characters)
      ? { derived: ["outputTokens"] as const, notes: [charactersNote] }
      : {}),
    means: {
      ttftSeconds: numberAt(record, "avg_time_to_first_token"),
      requestSeconds: numberAt(record, "end_to_end_latency"),
    },
    ttftP95Seconds: numberAt(record, "95_percentile_time_to_first_token"),
    failedFraction: mapNumber(numberAt(record, "percentage_failed_requests"), fractionFromPercent),
  };
}
