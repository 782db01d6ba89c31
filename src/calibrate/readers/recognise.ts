import { aiperfCsv, genaiPerfCsv } from "./aiperf-csv.js";
import { aiperfJson, genaiPerfJson } from "./aiperf-json.js";
import { aiperfSweepCsv, aiperfSweepJson } from "./aiperf-sweep.js";
import type { Draft } from "./draft.js";
import { evalscope, evalscopeTable } from "./evalscope.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { genaiBench } from "./genai-bench.js";
import { guidellm2024 } from "./guidellm-2024.js";
import { guidellmCsv } from "./guidellm-csv.js";
import { guidellm } from "./guidellm.js";
import { inferencePerf } from "./inference-perf.js";
import { inferencex } from "./inferencex.js";
import { infrascaleCsv } from "./infrascale-csv.js";
import { isRecord, type JsonRecord } from "./json-record.js";
import { llamaBenchy, llamaBenchyTable } from "./llama-benchy.js";
import { llmdReport, llmdReport2 } from "./llm-d-report.js";
import { llmperf } from "./llmperf.js";
import { measurementCsv } from "./measurement-csv.js";
import { plainCsv, plainJson } from "./plain-rows.js";
import { sglangBench } from "./sglang-bench.js";
import { draftsOf } from "./table-records.js";
import type { Table } from "./table.js";
import { trtllmBench } from "./trtllm-bench.js";
import { vllmBench } from "./vllm-bench.js";

/** Formats of documents; the first that recognises one reads it, so one's own rows come last. */
const JSON_FORMATS: readonly JsonFormat[] = [
  vllmBench,
  sglangBench,
  guidellm,
  guidellm2024,
  llamaBenchy,
  aiperfSweepJson,
  aiperfJson,
  genaiPerfJson,
  llmperf,
  inferencePerf,
  llmdReport,
  llmdReport2,
  genaiBench,
  evalscope,
  trtllmBench,
  inferencex,
  plainJson,
];

/** Formats of tables, likewise. */
const TABLE_FORMATS: readonly TableFormat[] = [
  aiperfCsv,
  genaiPerfCsv,
  aiperfSweepCsv,
  guidellmCsv,
  llamaBenchyTable,
  evalscopeTable,
  infrascaleCsv,
  measurementCsv,
];

/** The format of a document, told by its keys; undefined when no tool is known to write such a one. */
export const formatOfDocument = (value: unknown): JsonFormat | undefined =>
  isRecord(value) ? JSON_FORMATS.find(({ recognises }) => recognises(value)) : undefined;

/** The format of a table, told by its header; undefined when no tool is known to write such a one. */
export const formatOfTable = (table: Table): TableFormat | undefined =>
  TABLE_FORMATS.find(({ recognises }) => recognises(table)) ??
  recordsFormat(table) ??
  (plainCsv.recognises(table) ? plainCsv : undefined);

/** What a tool saves as objects, in a table whose columns are their keys. */
function recordsFormat({ rows: [header] }: Table): TableFormat | undefined {
  const format = formatOfDocument(Object.fromEntries((header?.cells ?? []).map((name) => [name, ""])));
  return format === undefined || format === plainJson
    ? undefined
    : {
        tool: format.tool,
        recognises: () => true,
        read: (table) => draftsOf(table, (record) => format.read(record)[0] as Draft),
      };
}

/** Outer keys that a list of results may stand under, with what holds for all of them beside it. */
export function resultsWithin(value: unknown): readonly JsonRecord[] {
  if (!isRecord(value)) return [];
  const lists = Object.values(value).filter(
    (part): part is readonly JsonRecord[] => Array.isArray(part) && part.length > 0 && part.every(isRecord),
  );
  const shared = Object.fromEntries(
    Object.entries(value).filter(([, part]) => typeof part === "string" || typeof part === "number"),
  );
  return lists
    .flat()
    .map((row) => ({ ...shared, ...row }))
    .filter((row) => formatOfDocument(row) !== undefined);
}
