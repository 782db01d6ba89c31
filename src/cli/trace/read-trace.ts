import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { InfrascaleError } from "../../index.js";
import { traceRows } from "./trace-rows.js";
import type { Trace } from "./trace.js";

/** No line of a trace is longer: a file without line ends must not fill the memory. */
const LONGEST_LINE = 65_536;

/**
 * Reads a trace of requests: CSV with a header, the columns `t_s`, `input_tokens`, `output_tokens`, and where known
 * `session`, `think_time_s` and `parent_row`. The file is read as a stream; each request takes eight bytes a column.
 *
 * @param path - of the file.
 * @returns the requests by column.
 * @throws {@link InfrascaleError} `unreadable-file` when the file cannot be read, is no such table, or holds no request;
 * `invalid-row`, with the line, for a row that is no request.
 */
export async function readTrace(path: string): Promise<Trace> {
  const rows = traceRows(path);
  const parser = parse({
    bom: true,
    trim: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
    // A record that has been looked at is dropped: nothing piles up.
    on_record: (cells: string[], { lines }) => {
      rows.add(cells, lines);
      return null;
    },
  });
  try {
    await pipeline(createReadStream(path), parser.resume());
  } catch (error) {
    throw refusal(error, path);
  }
  return rows.trace();
}

function refusal(error: unknown, path: string): unknown {
  if (error instanceof CsvError) return new InfrascaleError({ code: "unreadable-file", field: "trace", rule: `must hold a table of comma-separated values (${error.message})`, value: path });
  if (error instanceof Error && "syscall" in error) return new InfrascaleError({ code: "unreadable-file", field: "trace", rule: "must be the path of a readable file", value: path });
  return error;
}
