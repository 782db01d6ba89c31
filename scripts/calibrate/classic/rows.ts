import { numberOf } from "../../../src/measurements/csv.js";
import type { ClassicInputs } from "../../../src/performance/classic/classic-formulas.js";
import { classicInputs } from "../../../src/performance/classic/classic-model.js";
import { secondsFromMilliseconds } from "../../../src/units.js";
import { resolveWorkload } from "../../../src/workload/resolve-workload.js";
import { readTable } from "../../measurements/families.js";
import { isRefusedRow, tableRow, type TableRow } from "../../measurements/table-row.js";

/** Above this share the requests that ended are not a fair sample: the client gave up on the others after 120 s or more. */
const MOST_FAILED_PERCENT = 1;

/** A row of the original's own load tests. */
export interface OriginalRow {
  readonly id: string;
  /** File that it is from. */
  readonly series: string;
  readonly row: TableRow;
  /** Requests sent at once. */
  readonly clients: number;
  readonly gpus: number;
  readonly inputs: ClassicInputs;
  readonly outputTokens: number;
  readonly ttftSeconds: number;
  readonly ttftP95Seconds: number;
  readonly requestSeconds: number;
  /** Of a running request: (request - first token) / tokens. */
  readonly tpotSeconds: number;
}

/** Rows of catalogs/measurements/infrascale.csv of which at most 1 % of the requests failed. */
export function originalRows(): readonly OriginalRow[] {
  return readTable("infrascale").flatMap((cells): readonly OriginalRow[] => {
    const row = tableRow(cells);
    if (isRefusedRow(row)) throw new Error(`${cells["id"] ?? ""}: ${row.refusal}`);
    const milliseconds = (column: string): number => secondsFromMilliseconds(numberOf(cells[column]) ?? Number.NaN);
    const { load, model, gpu, lengths, measured } = row;
    if (load.kind !== "closed-loop" || (row.failedPercent ?? 0) > MOST_FAILED_PERCENT) return [];
    const { inputTokens, outputTokens } = lengths;
    const ttftSeconds = milliseconds("ttft_ms_mean");
    const requestSeconds = measured.requestSeconds ?? Number.NaN;
    return [
      {
        id: row.id,
        series: cells["source"] ?? "",
        row,
        clients: load.requestsInFlight,
        gpus: row.parallelism.tensor,
        inputs: classicInputs({
          model,
          gpu,
          precision: { weights: row.weights, kvCache: "bf16" },
          workload: resolveWorkload({ requestsInFlight: 1, inputTokens, outputTokens }),
          targets: {},
          routing: "round-robin",
          settings: {},
          speculation: null,
        }),
        outputTokens,
        ttftSeconds,
        ttftP95Seconds: milliseconds("ttft_ms_p95"),
        requestSeconds,
        tpotSeconds: (requestSeconds - ttftSeconds) / outputTokens,
      },
    ];
  });
}
