import { aiperfCsv, genaiPerfCsv } from "./aiperf-csv.js";
import { aiperfJson, genaiPerfJson } from "./aiperf-json.js";
import { aiperfSweepCsv, aiperfSweepJson } from "./aiperf-sweep.js";
import { evalscope, evalscopeTable } from "./evalscope.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { genaiBench } from "./genai-bench.js";
import { guidellm2024 } from "./guidellm-2024.js";
import { guidellmCsv } from "./guidellm-csv.js";
import { guidellm } from "./guidellm.js";
import { inferencePerf } from "./inference-perf.js";
import { inferencex } from "./inferencex.js";
import { infrascaleCsv } from "./infrascale-csv.js";
import { isRecord } from "./json-record.js";
import { llamaBenchy, llamaBenchyTable } from "./llama-benchy.js";
import { llmdReport, llmdReport2 } from "./llm-d-report.js";
import { llmperf } from "./llmperf.js";
import { measurementCsv } from "./measurement-csv.js";
import { plainCsv, plainJson } from "./plain-rows.js";
import { sglangBench } from "./sglang-bench.js";
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
const TABLE_FORMATS: readonly TableFormat[] = [aiperfCsv, genaiPerfCsv, aiperfSweepCsv, guidellmCsv, llamaBenchyTable, evalscopeTable, infrascaleCsv, measurementCsv, plainCsv];

/** The format of a document, told by its keys; undefined when no tool is known to write such a one. */
export const formatOfDocument = (value: unknown): JsonFormat | undefined => (isRecord(value) ? JSON_FORMATS.find(({ recognises }) => recognises(value)) : undefined);

/** The format of a table, told by its header; undefined when no tool is known to write such a one. */
export const formatOfTable = (table: Table): TableFormat | undefined => TABLE_FORMATS.find(({ recognises }) => recognises(table));
