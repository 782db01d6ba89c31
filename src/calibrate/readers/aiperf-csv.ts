import { draftOfMetrics } from "./aiperf-metrics.js";
import type { LoadTestTool } from "../../measurements/observation.js";
import type { Draft, Note } from "./draft.js";
import type { TableFormat } from "./format.js";
import type { JsonRecord } from "./json-record.js";
import { metricLabel } from "./metric-names.js";
import type { Table } from "./table.js";

/** aiperf's `profile_export_aiperf.csv`: one run, in blocks set apart by empty lines, each with its own header. */
export const aiperfCsv: TableFormat = {
  tool: "aiperf",
  recognises: (table) => isMetricTable(table) && toolOf(table) === "aiperf",
  read: (table) => [draftOf(table, "aiperf")],
};

/** genai-perf's `profile_export_genai_perf.csv`: the same blocks; thousands are set off by commas in quotes. */
export const genaiPerfCsv: TableFormat = {
  tool: "genai-perf",
  recognises: (table) => isMetricTable(table) && toolOf(table) === "genai-perf",
  read: (table) => [draftOf(table, "genai-perf")],
};

const isMetricTable = ({ rows }: Table): boolean => rows[0]?.cells[0] === "Metric" && rows[0].cells.includes("avg");

/** Units tell the two apart: genai-perf counts `per sec` and `count`, aiperf `tokens/sec` and `requests/sec`, and names no unit of a count. */
const toolOf = ({ rows }: Table): LoadTestTool =>
  rows.some(({ cells }) => /\((?:per sec|count)\)$/.test(cells[0] ?? "")) ||
  rows.some(({ cells }) => cells[0]?.startsWith("Time To ") === true)
    ? "genai-perf"
    : "aiperf";

/** The draft of the blocks' metrics: single values are averages; blocks about GPUs have another first column and are passed over. */
function draftOf({ rows }: Table, tool: LoadTestTool): Draft {
  const metrics: Record<string, JsonRecord> = {};
  const notes: Note[] = [];
  let columns: readonly string[] = [];
  for (const { line, cells } of rows) {
    const [label = "", ...values] = cells;
    if (label === "Metric") columns = cells.slice(1);
    else if (label === "" || label === "Endpoint") columns = [];
    else if (values.length < columns.length)
      notes.push({
        code: "invalid-row",
        message: `line ${line} has ${cells.length} cells, its header ${columns.length + 1}`,
      });
    else if (columns.length > 0) {
      const { tag, unit } = metricLabel(label);
      metrics[tag] = {
        unit,
        ...Object.fromEntries(
          columns.map((column, index) => [column === "Value" ? "avg" : column, values[index] ?? ""]),
        ),
      };
    }
  }
  const draft = draftOfMetrics(metrics, { tool });
  return { ...draft, notes: [...(draft.notes ?? []), ...notes] };
}
