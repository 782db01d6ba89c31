import { fractionFromPercent, secondsFromMilliseconds } from "../../units.js";
import type { Arrivals } from "../observation.js";
import { outputLength } from "./characters.js";
import type { Draft, Note, Reading } from "./draft.js";
import type { TableFormat } from "./format.js";
import { mapNumber, numberAt, textAt, type JsonRecord } from "./json-record.js";
import { engineOfBackend } from "./names.js";
import { draftsOf } from "./table-records.js";

/**
 * The schema of published measurements, as of `catalogs/measurements/`: `scenario` says how requests came, a static batch
 * and an offline run being bursts. Medians stand in their own columns, or in `notes` in longer tables.
 */
export const measurementCsv: TableFormat = {
  tool: "infrascale-measurements",
  recognises: ({ rows: [header] }) => header !== undefined && header.cells.includes("scenario") && MEASURED.some((column) => header.cells.includes(column)),
  read: (table) => draftsOf(table, draftOf),
};

const MEASURED = ["ttft_ms_mean", "tpot_ms_mean", "e2e_s_mean", "output_tokens_per_s_total", "median_ttft_ms", "median_tpot_ms"];

function draftOf(record: JsonRecord): Draft {
  const arrivals = arrivalsOf(record);
  const engine = textAt(record, "engine");
  const { outputTokens, derived, notes } = outputLength(numberAt(record, "output_tokens"), numberAt(record, "output_characters"));
  return {
    tool: "infrascale-measurements",
    model: textAt(record, "model"),
    gpu: textAt(record, "gpu"),
    gpus: numberAt(record, "gpus_total"),
    engine: engineOfBackend(engine) ?? engine,
    engineVersion: textAt(record, "engine_version"),
    tensor: numberAt(record, "tp"),
    concurrency: arrivals === "burst" ? (numberAt(record, "batch") ?? numberAt(record, "concurrency")) : numberAt(record, "concurrency"),
    arrivals,
    inputTokens: numberAt(record, "input_tokens") ?? numberAt(record, "assumed_input_tokens"),
    outputTokens,
    derived,
    means: { ttftSeconds: milliseconds(record, "ttft_ms_mean"), tpotSeconds: milliseconds(record, "tpot_ms_mean"), requestSeconds: numberAt(record, "e2e_s_mean") },
    medians: { ttftSeconds: median(record, "median_ttft_ms"), tpotSeconds: median(record, "median_tpot_ms") },
    ttftP95Seconds: milliseconds(record, "ttft_ms_p95"),
    outputTokensPerSecond: numberAt(record, "output_tokens_per_s_total"),
    requestsPerSecond: numberAt(record, "requests_per_s") ?? (arrivals === "open" ? numberAt(record, "request_rate") : undefined),
    failedFraction: mapNumber(numberAt(record, "failed_percent"), fractionFromPercent),
    notes: [...notes, ...flagNote(textAt(record, "flag"))],
  };
}

function arrivalsOf(record: JsonRecord): Arrivals {
  const scenario = textAt(record, "scenario");
  if (scenario === "static_batch" || scenario === "offline") return "burst";
  return scenario === "request_rate" ? "open" : "sustained";
}

const milliseconds = (record: JsonRecord, column: string): Reading => mapNumber(numberAt(record, column), secondsFromMilliseconds);

/** A median in its own column, or written `name=value` in the notes. */
function median(record: JsonRecord, name: string): Reading {
  const noted = new RegExp(`\\b${name}=(\\d+(?:\\.\\d+)?)(?=[;,)\\]\\s]|$)`).exec(textAt(record, "notes") ?? "")?.[1];
  return milliseconds(record, name) ?? mapNumber(noted === undefined ? undefined : Number(noted), secondsFromMilliseconds);
}

const flagNote = (flag: string | undefined): readonly Note[] => (flag === undefined ? [] : [{ code: "flagged-row", message: `the table marks the row as unfit for fitting: ${flag}` }]);
